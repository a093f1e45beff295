-- How do I choose other passages than the clean text, such as the text with its photo captions?
SELECT document_key, string_agg("text", chr(10) || chr(10) ORDER BY "position") AS text_with_captions
FROM passages
WHERE is_text OR part = 'caption'
GROUP BY document_key
ORDER BY document_key;

-- Every quoted word stands in the body where the segment says: else a quote could not be held against its page.
SELECT s.quote_id, s.document_key, s.position, s.start_char, s.end_char
FROM quote_segments AS s
LEFT JOIN report_bodies AS b USING (document_key)
WHERE
    s.start_char < 0 OR s.end_char <= s.start_char
    OR substring(b.body, s.start_char + 1, s.end_char - s.start_char) IS DISTINCT FROM s.text
ORDER BY s.document_key, s.start_char;

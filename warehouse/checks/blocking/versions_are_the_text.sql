-- The version that is current is the text that passages show: else a change would be told of words that nobody published.
SELECT v.document_key, v.version AS version_id
FROM report_versions AS v
JOIN (
    SELECT document_key, sha256(string_agg("text", chr(10) || chr(10) ORDER BY "position")) AS text_sha256
    FROM passages
    WHERE is_text
    GROUP BY document_key
) AS t USING (document_key)
WHERE v.is_current AND v.text_sha256 <> t.text_sha256
ORDER BY ALL;

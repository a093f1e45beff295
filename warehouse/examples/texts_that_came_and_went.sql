-- Which texts did the captures of one document show, from when to when, and is another story at the same address among them?
SELECT
    document_key, version, story, is_current, title, first_seen_at, last_seen_at, capture_count, paragraph_count,
    text_chars
FROM report_versions
SEMI JOIN (SELECT document_key FROM report_versions WHERE version > 1) USING (document_key)
ORDER BY document_key, version;

-- Which reports are a web archive's copies: where did the page stand, where does the copy lie, when was it taken, when had?
SELECT c.document_key, r.title, c.original_address, c.archive_address, c.archived_at, c.captured_at, c.payload_sha256
FROM captures AS c
LEFT JOIN reports AS r USING (document_key)
WHERE c.archive_address IS NOT NULL AND c.state = 'report'
ORDER BY c.archived_at, c.capture_id;

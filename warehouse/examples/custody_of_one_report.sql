-- When was each report captured, did its bytes change (null: nothing before it), and what proves it?
SELECT
    d.document_key, c.captured_at, c.state, c.address, c.payload_sha256,
    c.payload_sha256 <> lag(c.payload_sha256) OVER (
        PARTITION BY d.document_key ORDER BY c.captured_at, c.capture_id
    ) AS is_changed,
    c.warc_file, c.warc_offset_bytes
FROM documents AS d
JOIN captures AS c USING (document_key)
ORDER BY d.document_key, c.captured_at, c.capture_id;

-- A changed paragraph stands in the body at its offsets, wherever that body is published: else what changed could not be shown.
SELECT c.document_key, c.version AS version_id, c.position
FROM report_changes AS c
JOIN report_bodies AS b ON b.document_key = c.document_key AND b.capture_id = c.after_capture_id
WHERE c.after_text IS NOT NULL
    AND (c.after_text <> substring(b.body, c.after_start_char + 1, c.after_end_char - c.after_start_char) OR c.after_start_char < 0)
ORDER BY ALL;

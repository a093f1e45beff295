-- A page read as a report that names no document: it is in captures, and in no other table.
SELECT capture_id, 'no document key' AS seen
FROM staging.captures
WHERE state = 'report' AND document_key IS NULL;

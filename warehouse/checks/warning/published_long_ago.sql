-- A report published before there were such reports: a year was misread.
SELECT e.capture_id, 'published ' || v.published_on AS seen
FROM staging.document_values AS v
JOIN staging.editions AS e USING (document_key)
WHERE e.newest_rank = 1 AND v.published_on < DATE '1900-01-01';

-- A site's last update, or the date after "accessed", that lies after the capture: neither can be.
SELECT
    e.capture_id,
    concat_ws(', ', 'accessed ' || v.accessed_on, 'last updated ' || v.last_updated_at::DATE, 'captured ' || e.captured_at::DATE) AS seen
FROM staging.document_values AS v
JOIN staging.editions AS e USING (document_key)
WHERE
    e.newest_rank = 1
    AND (v.accessed_on > e.captured_at::DATE + 1 OR v.last_updated_at::DATE > e.captured_at::DATE + 1);

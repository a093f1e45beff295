-- A report published after it was captured: the date was misread, or the page printed a wrong one.
SELECT e.capture_id, 'published ' || v.published_on || ', captured ' || e.captured_at::DATE AS seen
FROM staging.document_values AS v
JOIN staging.editions AS e USING (document_key)
WHERE e.newest_rank = 1 AND v.published_on > e.captured_at::DATE + 1;

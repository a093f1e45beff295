-- Every report stands on a capture that was read as a report, and every document with such a capture is a report: else a report would have no evidence, or evidence no report.
SELECT r.document_key, r.capture_id
FROM reports AS r
LEFT JOIN captures AS c ON c.capture_id = r.capture_id AND c.document_key = r.document_key
WHERE c.state IS DISTINCT FROM 'report' OR NOT c.is_current
UNION ALL
SELECT document_key, current_capture_id
FROM documents ANTI JOIN reports USING (document_key)
WHERE readable_capture_count > 0
ORDER BY document_key;

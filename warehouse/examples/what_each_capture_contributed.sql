-- Reports made of several captures that complete each other: which value comes from which capture, by which rule?
SELECT
    r.document_key, v.field, v.value, v.rule, coalesce(c.archived_at, c.captured_at) AS printed_then, c.address,
    c.is_current
FROM reports AS r
JOIN citation_values AS v USING (document_key)
JOIN captures AS c ON c.capture_id = v.capture_id
WHERE v.is_in_report AND EXISTS (
    SELECT 1 FROM citation_values AS other
    WHERE other.document_key = r.document_key AND other.is_in_report AND other.capture_id <> r.capture_id
)
ORDER BY r.document_key, c.is_current DESC, v.field, v.position;

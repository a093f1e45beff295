-- Passages start at 0, follow one another without gap or overlap, and end with the body: else words of a page would be lost in silence.
-- A page whose labelling failed is excused: its issue says so, and one page must not stop a night.
WITH laid AS (
    SELECT
        p.document_key, p.capture_id, p.position, p.start_char, p.end_char, b.body_chars,
        lag(p.end_char, 1, 0) OVER w AS expected_start_char,
        row_number() OVER (PARTITION BY p.capture_id ORDER BY p.position DESC) = 1 AS is_last
    FROM passages AS p
    LEFT JOIN report_bodies AS b USING (document_key)
    WINDOW w AS (PARTITION BY p.capture_id ORDER BY p.position)
),
broken AS (
    SELECT document_key, capture_id, "position", start_char, end_char
    FROM laid
    WHERE
        start_char IS DISTINCT FROM expected_start_char
        OR end_char IS NULL OR end_char <= start_char
        OR (is_last AND end_char IS DISTINCT FROM body_chars)
    UNION ALL
    SELECT document_key, capture_id, NULL, 0, body_chars
    FROM report_bodies ANTI JOIN passages USING (document_key)
)
SELECT document_key, capture_id, "position", start_char, end_char
FROM broken
WHERE capture_id NOT IN (SELECT capture_id FROM issues WHERE capture_id IS NOT NULL AND rule = 'step-failed:labels')
ORDER BY document_key, "position";

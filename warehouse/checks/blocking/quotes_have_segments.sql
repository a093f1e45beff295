-- Every quote has the segments it counts, in order and without overlap, and its words are theirs: else quotes and quote_segments would tell two stories.
WITH laid AS (
    SELECT quote_id, start_char, end_char, "text", lag(end_char, 1, 0) OVER (PARTITION BY quote_id ORDER BY "position") AS end_before, "position"
    FROM quote_segments
),
joined AS (
    SELECT
        quote_id, count(*) AS segment_count, min(start_char) AS start_char, max(end_char) AS end_char,
        string_agg("text", ' … ' ORDER BY "position") AS "text", bool_and(start_char >= end_before) AS is_in_order
    FROM laid
    GROUP BY quote_id
)
SELECT q.quote_id, q.document_key, q.segment_count
FROM quotes AS q
LEFT JOIN joined AS j USING (quote_id)
WHERE
    q.segment_count IS DISTINCT FROM j.segment_count OR q.start_char IS DISTINCT FROM j.start_char
    OR q.end_char IS DISTINCT FROM j.end_char OR q.text IS DISTINCT FROM j.text OR NOT j.is_in_order
ORDER BY q.document_key, q.quote_id;

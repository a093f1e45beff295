-- Every quoted word lies in the report's own text, separators between its passages included: else a disclaimer or a caption would be quoted as speech.
WITH inside AS (
    SELECT
        s.quote_id, s.document_key, s.position, any_value(s.end_char - s.start_char) AS chars,
        -- without the FILTER a segment outside any text would count as wholly inside: least() passes over nulls
        coalesce(
            sum(least(s.end_char, p.end_char) - greatest(s.start_char, p.start_char)) FILTER (p.start_char IS NOT NULL), 0
        ) AS text_chars
    FROM quote_segments AS s
    LEFT JOIN passages AS p
        ON p.document_key = s.document_key AND p.start_char < s.end_char AND p.end_char > s.start_char
        AND (p.is_text OR p.part = 'separator')
    GROUP BY s.quote_id, s.document_key, s.position
)
SELECT quote_id, document_key, "position"
FROM inside
WHERE text_chars < chars
ORDER BY document_key, quote_id, "position";

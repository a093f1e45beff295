-- One row per readable capture: its title, letters and digits alone, and that of the document's story: of the newest
-- capture, or where that prints none, of the newest that does.
CREATE TABLE staging.titles AS
SELECT
    *, first_value(title IGNORE NULLS) OVER (PARTITION BY document_key ORDER BY newest_rank
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS story_title
FROM (
    SELECT
        e.document_key, e.capture_id, e.newest_rank,
        regexp_replace(lower(nfc_normalize(v.value)), '[^\p{L}\p{N}]+', '', 'g') AS title
    FROM staging.editions AS e
    LEFT JOIN staging.citation_values AS v ON v.capture_id = e.capture_id AND v.field = 'title'
);

-- One row per document and field: the capture whose value the report shows. The captures of one document complete each
-- other: a value that the newest capture lacks comes from the newest one that has it. Three never do, since they are
-- true of one capture only: the site's last update, the date after "accessed", and a cross reference in the text.
-- A citation is taken from a capture that also printed a date where there is one: composed without, it would lack it.
-- Only captures under one title complete each other: IWPR's slugs were used again for other stories (sources.md §3), and
-- a date or an author of another story would be worse than none.
CREATE TABLE staging.chosen AS
WITH same_story AS (
    SELECT capture_id
    FROM staging.titles
    WHERE newest_rank = 1 OR story_title IS NULL OR title = story_title
),
candidates AS (
    SELECT
        e.document_key, v.field, e.capture_id, e.newest_rank,
        v.field = 'cite_complete'
        AND bool_or(v.field = 'published_on') OVER (PARTITION BY e.capture_id) IS NOT TRUE AS is_undated
    FROM staging.editions AS e
    JOIN same_story USING (capture_id)
    JOIN staging.citation_values AS v USING (capture_id)
    WHERE e.newest_rank = 1 OR v.field NOT IN ('last_updated_at', 'accessed_on', 'related:see-also')
)
SELECT document_key, field, capture_id
FROM candidates
QUALIFY row_number() OVER (PARTITION BY document_key, field ORDER BY is_undated, newest_rank) = 1;

-- One row per document: its scalar values.
CREATE TABLE staging.document_values AS
SELECT
    c.document_key,
    max(v.value) FILTER (c.field = 'title') AS title,
    max(v.value) FILTER (c.field = 'standfirst') AS standfirst,
    max(v.value) FILTER (c.field = 'publisher') AS publisher,
    max(v.value) FILTER (c.field = 'publisher_code') AS publisher_code,
    CAST(max(v.value) FILTER (c.field = 'published_on') AS DATE) AS published_on,
    max(v.value) FILTER (c.field = 'published_precision') AS published_precision,
    max(v.value) FILTER (c.field = 'published_printed') AS published_printed,
    max(v.rule) FILTER (c.field = 'published_on') AS published_rule,
    CAST(max(v.value) FILTER (c.field = 'last_updated_at') AS TIMESTAMPTZ) AS last_updated_at,
    CAST(max(v.value) FILTER (c.field = 'accessed_on') AS DATE) AS accessed_on,
    max(v.value) FILTER (c.field = 'symbol') AS symbol,
    max(v.value) FILTER (c.field = 'reference') AS reference,
    max(v.value) FILTER (c.field = 'document_type') AS document_type,
    max(v.value) FILTER (c.field = 'report_kind') AS report_kind,
    max(v.value) FILTER (c.field = 'language_code') AS language_code,
    max(v.value) FILTER (c.field = 'canonical_address') AS canonical_address,
    max(v.value) FILTER (c.field = 'cite_as') AS cite_as,
    max(v.value) FILTER (c.field = 'cite_complete') AS cite_complete
FROM staging.chosen AS c
JOIN staging.citation_values AS v USING (capture_id, field)
GROUP BY c.document_key;

-- One row per document with a text: its text passages joined as printed. Two that are neighbours but for a separator
-- keep that separator, every character of it; across anything that was left out stand two line feeds.
CREATE TABLE staging.texts AS
WITH ordered AS (
    SELECT
        p.*,
        lag(is_text) OVER w AS is_text_before, lag(end_char) OVER w AS end_before,
        lag("text") OVER w AS separator, lag(part) OVER w = 'separator' AS is_separator_before,
        lag(is_text, 2) OVER w AS is_text_before_separator, lag(end_char, 2) OVER w AS end_before_separator,
        lag(start_char) OVER w AS start_of_separator,
        document_key
    FROM staging.editions
    JOIN staging.passages AS p USING (capture_id)
    WHERE newest_rank = 1
    WINDOW w AS (PARTITION BY capture_id ORDER BY start_char, end_char)
),
text_passages AS (
    SELECT
        *,
        CASE
            WHEN row_number() OVER (PARTITION BY document_key ORDER BY start_char, end_char) = 1 THEN ''
            WHEN is_text_before AND end_before = start_char THEN ''
            WHEN
                is_separator_before AND is_text_before_separator
                AND end_before_separator = start_of_separator AND end_before = start_char
                THEN separator
            ELSE chr(10) || chr(10)
        END AS glue
    FROM ordered
    WHERE is_text
)
SELECT document_key, string_agg(glue || "text", '' ORDER BY start_char, end_char) AS "text"
FROM text_passages
GROUP BY document_key;

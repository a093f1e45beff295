-- One row per capture with a text.
CREATE TABLE staging.bodies AS
SELECT report.capture.capture_id, report.body, length(report.body) AS body_chars
FROM staging.readings
WHERE report.body != '';

-- One row per capture and passage, with its words.
CREATE TABLE staging.passages AS
SELECT
    capture_id, "position", p.kind, k.part, coalesce(k.is_text, false) AS is_text, p.rule, p.start_char, p.end_char,
    substring(body, p.start_char + 1, p.end_char - p.start_char) AS "text"
FROM (
    SELECT
        report.capture.capture_id, report.body, unnest(report.passages) AS p,
        generate_subscripts(report.passages, 1) AS "position"
    FROM staging.readings
)
LEFT JOIN staging.passage_kinds AS k ON k.kind = p.kind;

-- One row per capture and quote.
CREATE TABLE staging.quotes AS
SELECT
    capture_id, "position", q.kind, list_transform(q.segments, lambda s: s.text).array_to_string(' … ') AS "text",
    q.segments[1].start_char AS start_char, q.segments[-1].end_char AS end_char, len(q.segments) AS segment_count,
    q.cue, q.mention, q.speaker, q.role, q.affiliation, q.speaker_kind, q.confidence, q.rule
FROM (
    SELECT
        report.capture.capture_id, unnest(report.quotes) AS q,
        generate_subscripts(report.quotes, 1) AS "position"
    FROM staging.readings
);

-- One row per quote and segment.
CREATE TABLE staging.quote_segments AS
SELECT capture_id, quote_position, "position", s.start_char, s.end_char, s.text
FROM (
    SELECT
        capture_id, quote_position, unnest(segments) AS s, generate_subscripts(segments, 1) AS "position"
    FROM (
        SELECT
            report.capture.capture_id, unnest(report.quotes).segments AS segments,
            generate_subscripts(report.quotes, 1) AS quote_position
        FROM staging.readings
    )
);

-- One row per thing that was not understood: on a page, or by a run outside any page. Warnings of checks are added here.
CREATE TABLE staging.issues AS
SELECT
    'page' AS raised_by, i.rule, i.seen, source, capture_id, document_key, run_id, address,
    i.start_char, i.end_char, captured_at AS seen_at, "position"
FROM (
    SELECT
        report.capture.source, report.capture.capture_id, report.document_key, report.capture.run_id,
        report.capture.address, report.capture.captured_at, unnest(report.issues) AS i,
        generate_subscripts(report.issues, 1) AS "position"
    FROM staging.readings
)
UNION ALL
SELECT
    'run', i.rule, i.seen, source, NULL, NULL, run_id, NULL, i.start_char, i.end_char,
    coalesce(ended_at, started_at), "position"
FROM (
    SELECT
        source, run_id, started_at, ended_at, unnest(issues) AS i, generate_subscripts(issues, 1) AS "position"
    FROM staging.run_rows
);

-- One row per capture.
CREATE TABLE staging.captures AS
SELECT
    report.capture.capture_id, report.document_key, report.capture.source, report.capture.address,
    report.capture.captured_at, report.state, report.capture.status AS http_status, report.capture.media_type,
    report.capture.payload_sha256, report.capture.payload_bytes, report.capture.warc_file,
    report.capture.warc_offset AS warc_offset_bytes, report.capture.warc_length AS warc_length_bytes,
    report.capture.origin, report.capture.run_id, report.capture.original_address, report.capture.archive_address,
    report.capture.archived_at, report.capture.truncated, rules_version, read_at,
    report.state = 'report' AND report.document_key IS NOT NULL AS is_readable
FROM staging.readings
ORDER BY report.capture.capture_id;

-- One row per readable capture: newest first within its document. Rank 1 is the reading that counts. A web archive's
-- copy is as old as the web archive's capture: one of 2015 that was had today must not replace the page of last year.
CREATE TABLE staging.editions AS
SELECT
    document_key, capture_id, captured_at, "source",
    row_number() OVER (
        PARTITION BY document_key ORDER BY coalesce(archived_at, captured_at) DESC, captured_at DESC, capture_id DESC
    ) AS newest_rank
FROM staging.captures
WHERE is_readable
ORDER BY document_key, newest_rank;

-- One row per capture and address it is known by.
CREATE TABLE staging.aliases AS
SELECT capture_id, document_key, captured_at, address AS asked_address, canonical_address, "alias"
FROM (
    SELECT
        report.capture.capture_id, report.document_key, report.capture.captured_at, report.capture.address,
        report.citation.canonical_address.value AS canonical_address,
        unnest(list_distinct(list_concat(report.aliases, [
            report.capture.address, coalesce(report.capture.original_address, ''),
            coalesce(report.capture.archive_address, '')
        ]))) AS "alias"
    FROM staging.readings
    WHERE report.document_key IS NOT NULL
)
WHERE "alias" != '';

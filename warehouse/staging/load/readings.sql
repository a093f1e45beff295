-- One row per capture: of several readings of one capture the latest counts, ties by file name and row.
-- Without this a reread that was stopped halfway would publish its captures twice.
INSERT INTO staging.readings BY NAME
WITH arrived AS (
    SELECT report, rules_version, read_at, "filename", file_row_number
    FROM read_parquet(getvariable('files'), union_by_name = true, "filename" = true, file_row_number = true)
),
in_force AS (
    SELECT "filename", file_row_number
    FROM arrived
    QUALIFY row_number() OVER (
        PARTITION BY report.capture.capture_id ORDER BY read_at DESC, "filename" DESC, file_row_number DESC
    ) = 1
)
SELECT report, rules_version, read_at
FROM arrived SEMI JOIN in_force USING ("filename", file_row_number);

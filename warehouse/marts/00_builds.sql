CREATE TABLE builds AS
SELECT
    getvariable('build_id') AS build_id, now() AS built_at, version() AS duckdb_version,
    (SELECT list(DISTINCT rules_version ORDER BY rules_version) FROM staging.captures) AS rules_versions,
    (SELECT count(*) FROM staging.captures) AS capture_count,
    (SELECT max(captured_at) FROM staging.captures) AS last_captured_at;
COMMENT ON TABLE builds IS 'One row: the build that made this file. The file is never changed afterwards; the next build replaces it whole.';
COMMENT ON COLUMN builds.build_id IS 'Name of the build.';
COMMENT ON COLUMN builds.built_at IS 'When it was built, UTC.';
COMMENT ON COLUMN builds.duckdb_version IS 'DuckDB that wrote the file.';
COMMENT ON COLUMN builds.rules_versions IS 'Versions of OnRecord whose rules read the captures in this file.';
COMMENT ON COLUMN builds.capture_count IS 'Captures in this file.';
COMMENT ON COLUMN builds.last_captured_at IS 'Capture time of the newest capture, UTC: nothing later can be in this file.';

CREATE TABLE build_tables (table_name VARCHAR, rows BIGINT, comment VARCHAR);
COMMENT ON TABLE build_tables IS 'One row per public table and view of this file: where to start looking.';
COMMENT ON COLUMN build_tables.table_name IS 'Name of the table or view.';
COMMENT ON COLUMN build_tables.rows IS 'Its number of rows.';
COMMENT ON COLUMN build_tables.comment IS 'What one row of it is.';

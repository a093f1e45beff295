CREATE TABLE sources AS
WITH named AS (
    SELECT "source" FROM staging.source_rows
    UNION
    SELECT "source" FROM staging.captures
    UNION
    SELECT "source" FROM staging.run_rows
    UNION
    SELECT "source" FROM staging.frontier_rows
    UNION
    SELECT "source" FROM staging.attempt_rows
    UNION
    SELECT "source" FROM staging.walk_rows
)
SELECT
    n.source, s.title, s.publisher, s.publisher_code, s.licence, s.terms, s.hosts, s.pace_seconds,
    s.listed_min AS listed_count_min, s.listed_max AS listed_count_max,
    (SELECT count(*) FROM staging.captures AS c WHERE c.source = n.source) AS capture_count,
    (SELECT count(*) FROM staging.editions AS e WHERE e.source = n.source AND e.newest_rank = 1) AS report_count
FROM named AS n
LEFT JOIN staging.source_rows AS s USING ("source")
ORDER BY n.source;
COMMENT ON TABLE sources IS 'One row per source: a site, as its source.toml describes it.';
COMMENT ON COLUMN sources.source IS 'Name of the source.';
COMMENT ON COLUMN sources.title IS 'What the source is, in words; null where captures name a source nobody described.';
COMMENT ON COLUMN sources.publisher IS 'Who runs the site.';
COMMENT ON COLUMN sources.publisher_code IS 'Short code of that publisher.';
COMMENT ON COLUMN sources.licence IS 'Licence of what the site publishes, as far as it says.';
COMMENT ON COLUMN sources.terms IS 'Where its terms of use stand, or what they ask.';
COMMENT ON COLUMN sources.hosts IS 'Host names of the source.';
COMMENT ON COLUMN sources.pace_seconds IS 'Shortest time between two requests to one host, in seconds.';
COMMENT ON COLUMN sources.listed_count_min IS 'A run that lists fewer reports than this is red.';
COMMENT ON COLUMN sources.listed_count_max IS 'A run that lists more reports than this is suspect.';
COMMENT ON COLUMN sources.capture_count IS 'Captures of this source, of every state.';
COMMENT ON COLUMN sources.report_count IS 'Reports of this source that could be read.';

CREATE TABLE runs AS
SELECT
    run_id, "source", flow, started_at, ended_at, state, is_sample, listed AS listed_count, fetched AS fetched_count,
    unchanged AS unchanged_count, failed AS failed_count, blocked AS blocked_count, refused AS refused_count,
    coalesce(len(issues), 0) AS issue_count
FROM staging.run_rows
ORDER BY started_at, run_id, "source";
COMMENT ON TABLE runs IS 'One row per run and source: what was asked for and what came. A run that was killed before its first source has no row.';
COMMENT ON COLUMN runs.run_id IS 'The run.';
COMMENT ON COLUMN runs.source IS 'The source it visited.';
COMMENT ON COLUMN runs.flow IS 'nightly, backfill, probe, import or reread.';
COMMENT ON COLUMN runs.started_at IS 'Start of the run, UTC.';
COMMENT ON COLUMN runs.ended_at IS 'End of the run, UTC; null where it was killed.';
COMMENT ON COLUMN runs.state IS 'completed, completed-with-issues, failed or interrupted.';
COMMENT ON COLUMN runs.is_sample IS 'Whether the run visited the invented sample sites instead of the real ones.';
COMMENT ON COLUMN runs.listed_count IS 'Reports seen on listings.';
COMMENT ON COLUMN runs.fetched_count IS 'Captures with a new payload.';
COMMENT ON COLUMN runs.unchanged_count IS 'Captures whose payload was known, and reports that were not due.';
COMMENT ON COLUMN runs.failed_count IS 'Addresses that gave no capture.';
COMMENT ON COLUMN runs.blocked_count IS 'Addresses that answered with a challenge or a refusal.';
COMMENT ON COLUMN runs.refused_count IS 'Addresses that robots.txt forbids.';
COMMENT ON COLUMN runs.issue_count IS 'Issues of the run outside any page; see issues where raised_by = ''run''.';

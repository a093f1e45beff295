CREATE TABLE frontier AS
SELECT
    "source", address, document_key, state, since, asked_at AS last_asked_at, next_at AS next_attempt_at, tries, detail,
    first_listed_at, last_listed_at, dated AS listed_date
FROM staging.frontier_rows
ORDER BY "source", address;
COMMENT ON TABLE frontier IS 'One row per address that nights visit: where it stands as of this build, and when it may be asked again. Web archives'' copies and imported pages are not visited and have no row.';
COMMENT ON COLUMN frontier.source IS 'The source.';
COMMENT ON COLUMN frontier.address IS 'The address as it is asked for.';
COMMENT ON COLUMN frontier.document_key IS 'The document it names; null where the address names none.';
COMMENT ON COLUMN frontier.state IS 'new (listed, never asked for), due (had, to be asked for again), unchanged, changed (by the last visit), gone (not found since; nobody outside knows whether it was deleted), moved, blocked, refused-by-robots or failed.';
COMMENT ON COLUMN frontier.since IS 'The first visit that found it in this state, UTC; of unchanged, the first that brought what is there now; null where it was never asked for.';
COMMENT ON COLUMN frontier.last_asked_at IS 'The last visit, UTC; null where there was none.';
COMMENT ON COLUMN frontier.next_attempt_at IS 'Not asked for again before this time, UTC; null where the next night may ask. Null beside unchanged or changed: never, since it is a web archive''s copy.';
COMMENT ON COLUMN frontier.tries IS 'Visits in a row that ended in this state.';
COMMENT ON COLUMN frontier.detail IS 'Why it is gone, moved, blocked or failed: an HTTP status, the reason of an attempt, or the state of a reading.';
COMMENT ON COLUMN frontier.first_listed_at IS 'When a listing, sitemap or feed first named it, UTC; null where none did.';
COMMENT ON COLUMN frontier.last_listed_at IS 'When one last named it, UTC.';
COMMENT ON COLUMN frontier.listed_date IS 'The latest day that one gave with it: of the report or of its last change. Never a publication date.';

CREATE TABLE attempts AS
SELECT
    "source", address, document_key, "role", attempted_at, reason, next_at AS next_attempt_at, archive_address, run_id
FROM staging.attempt_rows
ORDER BY "source", address, attempted_at;
COMMENT ON TABLE attempts IS 'One row per address and time that gave no capture: a gap in the record that is known.';
COMMENT ON COLUMN attempts.source IS 'The source.';
COMMENT ON COLUMN attempts.address IS 'The address that was asked for, or that could not be.';
COMMENT ON COLUMN attempts.document_key IS 'The document it names; null where the address names none.';
COMMENT ON COLUMN attempts.role IS 'What it was asked for: document, listing, robots or other.';
COMMENT ON COLUMN attempts.attempted_at IS 'When, UTC.';
COMMENT ON COLUMN attempts.reason IS 'refused-by-robots, robots-unreachable, address-refused, timed-out, unreachable, broken-off, malformed, tls-failed, asked-to-wait, too-many-redirects, or what a web archive''s copy lacked.';
COMMENT ON COLUMN attempts.next_attempt_at IS 'Not asked for again before this time, where the site named one, UTC.';
COMMENT ON COLUMN attempts.archive_address IS 'Of a web archive''s copy: where it lies.';
COMMENT ON COLUMN attempts.run_id IS 'The run.';

CREATE TABLE walks AS
SELECT "source", start AS start_address, walked_at, reason, reach AS reach_pages
FROM staging.walk_rows
ORDER BY "source", start;
COMMENT ON TABLE walks IS 'One row per listing, sitemap or feed that was walked without a gap: how far the last such walk can vouch that nothing on it was overlooked.';
COMMENT ON COLUMN walks.source IS 'The source.';
COMMENT ON COLUMN walks.start_address IS 'Where it begins.';
COMMENT ON COLUMN walks.walked_at IS 'End of the last walk that left no gap, UTC.';
COMMENT ON COLUMN walks.reason IS 'Why it ended: end (there was no more), known (at a page of reports known from earlier walks, so that runs.listed_count is a part only), since or max-pages (it was cut short).';
COMMENT ON COLUMN walks.reach_pages IS 'Pages known without a gap from the first one on; null for all of it.';

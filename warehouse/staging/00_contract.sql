-- What the readings hold, leaf by leaf: the SQL side of the types in tasks/report.py and tasks/batch/context.py.
-- Declared and not inferred: an empty first night builds the same tables, and a field that only the files know is an
-- error instead of a column that nobody sees.
CREATE TABLE staging.readings (
    report STRUCT(
        capture STRUCT(
            capture_id VARCHAR, source VARCHAR, address VARCHAR, captured_at TIMESTAMPTZ, status BIGINT,
            media_type VARCHAR, payload_sha256 VARCHAR, payload_bytes BIGINT,
            warc_file VARCHAR, warc_offset BIGINT, warc_length BIGINT, origin VARCHAR, run_id VARCHAR,
            original_address VARCHAR, archive_address VARCHAR, archived_at TIMESTAMPTZ, truncated VARCHAR
        ),
        state VARCHAR,
        document_key VARCHAR,
        aliases VARCHAR[],
        citation STRUCT(
            title STRUCT("value" VARCHAR, "rule" VARCHAR),
            standfirst STRUCT("value" VARCHAR, "rule" VARCHAR),
            publisher STRUCT("value" VARCHAR, "rule" VARCHAR),
            publisher_code STRUCT("value" VARCHAR, "rule" VARCHAR),
            authors STRUCT("name" VARCHAR, is_pseudonym BOOLEAN, "rule" VARCHAR)[],
            published STRUCT("value" DATE, "precision" VARCHAR, printed VARCHAR, "rule" VARCHAR),
            last_updated_at STRUCT("value" TIMESTAMPTZ, "rule" VARCHAR),
            accessed_on STRUCT("value" DATE, "rule" VARCHAR),
            symbol STRUCT("value" VARCHAR, "rule" VARCHAR),
            reference STRUCT("value" VARCHAR, "rule" VARCHAR),
            document_type STRUCT("value" VARCHAR, "rule" VARCHAR),
            report_kind STRUCT("value" VARCHAR, "rule" VARCHAR),
            "language" STRUCT("value" VARCHAR, "rule" VARCHAR),
            countries STRUCT(code VARCHAR, printed VARCHAR, "rule" VARCHAR)[],
            topics STRUCT("value" VARCHAR, "rule" VARCHAR)[],
            related STRUCT(relation VARCHAR, title VARCHAR, address VARCHAR, "rule" VARCHAR)[],
            canonical_address STRUCT("value" VARCHAR, "rule" VARCHAR),
            cite_as STRUCT("value" VARCHAR, "rule" VARCHAR),
            cite_complete STRUCT("value" VARCHAR, "rule" VARCHAR),
            candidates STRUCT(field VARCHAR, "value" VARCHAR, "rule" VARCHAR, is_chosen BOOLEAN, reason VARCHAR)[]
        ),
        body VARCHAR,
        passages STRUCT(kind VARCHAR, "rule" VARCHAR, start_char BIGINT, end_char BIGINT)[],
        quotes STRUCT(
            kind VARCHAR,
            segments STRUCT(start_char BIGINT, end_char BIGINT, "text" VARCHAR)[],
            cue STRUCT(start_char BIGINT, end_char BIGINT, "text" VARCHAR),
            mention STRUCT(start_char BIGINT, end_char BIGINT, "text" VARCHAR),
            speaker STRUCT(start_char BIGINT, end_char BIGINT, "text" VARCHAR),
            "role" STRUCT(start_char BIGINT, end_char BIGINT, "text" VARCHAR),
            affiliation STRUCT(start_char BIGINT, end_char BIGINT, "text" VARCHAR),
            speaker_kind VARCHAR,
            confidence DOUBLE,
            "rule" VARCHAR
        )[],
        issues STRUCT("rule" VARCHAR, seen VARCHAR, start_char BIGINT, end_char BIGINT)[],
        signature BIGINT[]
    ),
    rules_version VARCHAR,
    read_at TIMESTAMPTZ
);

CREATE TABLE staging.source_rows (
    source VARCHAR, title VARCHAR, publisher VARCHAR, publisher_code VARCHAR, licence VARCHAR, terms VARCHAR,
    hosts VARCHAR[], pace_seconds DOUBLE, listed_min BIGINT, listed_max BIGINT
);

CREATE TABLE staging.run_rows (
    run_id VARCHAR, flow VARCHAR, source VARCHAR, started_at TIMESTAMPTZ, ended_at TIMESTAMPTZ, state VARCHAR,
    is_sample BOOLEAN, listed BIGINT, fetched BIGINT, unchanged BIGINT, failed BIGINT, blocked BIGINT, refused BIGINT,
    issues STRUCT("rule" VARCHAR, seen VARCHAR, start_char BIGINT, end_char BIGINT)[]
);

CREATE TABLE staging.frontier_rows (
    source VARCHAR, address VARCHAR, document_key VARCHAR, state VARCHAR, since TIMESTAMPTZ, asked_at TIMESTAMPTZ,
    next_at TIMESTAMPTZ, tries BIGINT, detail VARCHAR, first_listed_at TIMESTAMPTZ, last_listed_at TIMESTAMPTZ,
    dated DATE
);

CREATE TABLE staging.attempt_rows (
    source VARCHAR, address VARCHAR, document_key VARCHAR, "role" VARCHAR, attempted_at TIMESTAMPTZ, reason VARCHAR,
    next_at TIMESTAMPTZ, archive_address VARCHAR, run_id VARCHAR
);

CREATE TABLE staging.walk_rows (source VARCHAR, start VARCHAR, walked_at TIMESTAMPTZ, reason VARCHAR, reach BIGINT);

CREATE TABLE staging.version_rows (
    document_key VARCHAR, version BIGINT, story BIGINT, previous_version BIGINT, capture_id VARCHAR, title VARCHAR,
    first_seen_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ, capture_ids VARCHAR[], text_sha256 VARCHAR,
    paragraphs BIGINT, characters BIGINT
);

CREATE TABLE staging.change_rows (
    document_key VARCHAR, version BIGINT, "position" BIGINT, change VARCHAR, is_same_words BOOLEAN,
    before_capture_id VARCHAR, before_position BIGINT, before_start_char BIGINT, before_end_char BIGINT,
    before_text VARCHAR, after_capture_id VARCHAR, after_position BIGINT, after_start_char BIGINT,
    after_end_char BIGINT, after_text VARCHAR
);

CREATE TABLE staging.copy_rows (
    document_key VARCHAR, other_document_key VARCHAR, relation VARCHAR, similarity DOUBLE, containment DOUBLE,
    other_containment DOUBLE, estimate DOUBLE, is_same_title BOOLEAN, capture_id VARCHAR, other_capture_id VARCHAR
);

CREATE TABLE staging.fill_rate_rows (
    source VARCHAR, field VARCHAR, "over" VARCHAR, captures BIGINT, filled BIGINT, expected DOUBLE, is_fallen BOOLEAN,
    lacking VARCHAR[]
);

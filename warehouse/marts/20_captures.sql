CREATE TABLE captures AS
SELECT
    c.capture_id, c.document_key, c.source, c.address, c.captured_at, c.state, c.http_status, c.media_type,
    c.payload_sha256, c.payload_bytes, c.warc_file, c.warc_offset_bytes, c.warc_length_bytes, c.origin, c.run_id,
    c.original_address, c.archive_address, c.archived_at, c.truncated,
    coalesce(e.newest_rank = 1, false) AS is_current, c.rules_version, c.read_at
FROM staging.captures AS c
LEFT JOIN staging.editions AS e USING (capture_id)
ORDER BY c.captured_at, c.capture_id;
COMMENT ON TABLE captures IS 'One row per capture: one payload as one address gave it at one time, of every state, and where in the archive it lies.';
COMMENT ON COLUMN captures.capture_id IS 'WARC-Record-ID of the record, urn:uuid:….';
COMMENT ON COLUMN captures.document_key IS 'The document it is a capture of; null where the address names none (a listing, a robots.txt).';
COMMENT ON COLUMN captures.source IS 'The source.';
COMMENT ON COLUMN captures.address IS 'The address as it was asked for; of a web archive''s copy, the replay address.';
COMMENT ON COLUMN captures.captured_at IS 'When the payload was captured, UTC.';
COMMENT ON COLUMN captures.state IS 'report, listing, robots, redirect, not-found, soft-404, blocked, login-wall, empty-shell, truncated, server-error, unreadable or unidentified.';
COMMENT ON COLUMN captures.http_status IS 'HTTP status; null where a file without HTTP was imported.';
COMMENT ON COLUMN captures.media_type IS 'Media type the server gave, lower case; empty where unknown.';
COMMENT ON COLUMN captures.payload_sha256 IS 'SHA-256 of the payload after transfer and content decoding, lower-case hexadecimal.';
COMMENT ON COLUMN captures.payload_bytes IS 'Length of that payload, in bytes.';
COMMENT ON COLUMN captures.warc_file IS 'WARC file in the archive.';
COMMENT ON COLUMN captures.warc_offset_bytes IS 'Where the record''s gzip member starts in that file, in bytes.';
COMMENT ON COLUMN captures.warc_length_bytes IS 'Length of that member, in bytes.';
COMMENT ON COLUMN captures.origin IS 'fetch: this archive asked the site itself; import: it was handed a file.';
COMMENT ON COLUMN captures.run_id IS 'The run that wrote the record.';
COMMENT ON COLUMN captures.original_address IS 'Of a web archive''s copy: where the page stood; null where no web archive is between.';
COMMENT ON COLUMN captures.archive_address IS 'Of a web archive''s copy: where the copy lies, a replay address or a WARC file''s with #offset-length.';
COMMENT ON COLUMN captures.archived_at IS 'Of a web archive''s copy: when the web archive captured it, UTC; captured_at is when it was had from there. Not the date of the text.';
COMMENT ON COLUMN captures.truncated IS 'Why the payload is not whole, in WARC''s words: disconnect, length or time; null where it is whole.';
COMMENT ON COLUMN captures.is_current IS 'Whether this capture''s text is the one that reports, passages and quotes show.';
COMMENT ON COLUMN captures.rules_version IS 'Version of OnRecord whose rules read the capture.';
COMMENT ON COLUMN captures.read_at IS 'When it was read, UTC.';

CREATE TABLE documents AS
SELECT
    c.document_key, min(c.source) AS "source", min(c.captured_at) AS first_captured_at,
    max(c.captured_at) AS last_captured_at, count(*) AS capture_count,
    count(*) FILTER (c.is_readable) AS readable_capture_count,
    max(e.capture_id) FILTER (e.newest_rank = 1) AS current_capture_id
FROM staging.captures AS c
LEFT JOIN staging.editions AS e USING (capture_id)
WHERE c.document_key IS NOT NULL
GROUP BY c.document_key
ORDER BY c.document_key;
COMMENT ON TABLE documents IS 'One row per document, also those of which no capture could be read as a report.';
COMMENT ON COLUMN documents.document_key IS 'Source and identity; every address of one document has the same key.';
COMMENT ON COLUMN documents.source IS 'The source.';
COMMENT ON COLUMN documents.first_captured_at IS 'First capture, of any state, UTC.';
COMMENT ON COLUMN documents.last_captured_at IS 'Last capture, of any state, UTC.';
COMMENT ON COLUMN documents.capture_count IS 'Captures, of every state.';
COMMENT ON COLUMN documents.readable_capture_count IS 'Captures that could be read as a report.';
COMMENT ON COLUMN documents.current_capture_id IS 'The capture whose text counts now: the latest that could be read, a web archive''s copy counting from the web archive''s own capture; null where none could.';

-- An address that two documents claim (a page of one names the address of the other as its own) belongs to the one
-- that answered there, then to the one seen first: the address of a citation must lead to one document.
CREATE TABLE aliases AS
WITH seen AS (
    SELECT
        "alias" AS address, document_key, captured_at, capture_id,
        CASE
            WHEN "alias" = asked_address THEN 'asked'
            WHEN "alias" = canonical_address THEN 'canonical'
            ELSE 'named'
        END AS how
    FROM staging.aliases
),
claims AS (
    SELECT
        address, document_key, arg_min(how, (how, captured_at, capture_id)) AS how,
        min(captured_at) AS first_seen_at, max(captured_at) AS last_seen_at
    FROM seen
    GROUP BY address, document_key
)
SELECT
    address, document_key, how, first_seen_at, last_seen_at,
    normal_address(address) AS address_key
FROM claims
QUALIFY row_number() OVER (PARTITION BY address ORDER BY how != 'asked', first_seen_at, document_key) = 1
ORDER BY address;
COMMENT ON TABLE aliases IS 'One row per address: the document it belongs to. The macro resolve(address) asks it.';
COMMENT ON COLUMN aliases.address IS 'An address, character by character as it was seen.';
COMMENT ON COLUMN aliases.document_key IS 'The document.';
COMMENT ON COLUMN aliases.how IS 'asked: it was captured there; canonical: the page names it as its own; named: seen otherwise, such as the original of a web archive''s copy.';
COMMENT ON COLUMN aliases.first_seen_at IS 'First capture that shows this address, UTC.';
COMMENT ON COLUMN aliases.last_seen_at IS 'Last capture that shows this address, UTC.';
COMMENT ON COLUMN aliases.address_key IS 'The address without scheme, www., port, fragment, closing slash and replay prefix, decoded, in lower case: normal_address(address).';

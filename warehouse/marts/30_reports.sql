CREATE TABLE report_authors AS
SELECT e.document_key, a.position, a.name, a.is_pseudonym, a.rule, a.capture_id, e.source
FROM staging.chosen AS ch
JOIN staging.authors AS a USING (capture_id)
JOIN staging.editions AS e USING (capture_id)
WHERE ch.field = 'author'
ORDER BY e.document_key, a.position;
COMMENT ON TABLE report_authors IS 'One row per report and author as printed.';
COMMENT ON COLUMN report_authors.document_key IS 'The report.';
COMMENT ON COLUMN report_authors.position IS 'Order on the page, from 1.';
COMMENT ON COLUMN report_authors.name IS 'The name as printed.';
COMMENT ON COLUMN report_authors.is_pseudonym IS 'Whether the page says that the name is a pseudonym. Do not try to resolve it.';
COMMENT ON COLUMN report_authors.rule IS 'Rule that found the name, and after + the one that called it a pseudonym.';
COMMENT ON COLUMN report_authors.capture_id IS 'The capture that prints it: not always the report''s current one.';
COMMENT ON COLUMN report_authors.source IS 'The source.';

CREATE TABLE report_countries AS
SELECT e.document_key, c.position, c.country_code, c.printed, c.rule, c.capture_id, e.source
FROM staging.chosen AS ch
JOIN staging.countries AS c USING (capture_id)
JOIN staging.editions AS e USING (capture_id)
WHERE ch.field = 'country_code'
ORDER BY e.document_key, c.position;
COMMENT ON TABLE report_countries IS 'One row per report and country it is about.';
COMMENT ON COLUMN report_countries.document_key IS 'The report.';
COMMENT ON COLUMN report_countries.position IS 'Order in which the countries were found, from 1.';
COMMENT ON COLUMN report_countries.country_code IS 'ISO 3166-1 alpha-3; XKX for Kosovo; of a state that is no more its ISO 3166-3 code, such as YUG.';
COMMENT ON COLUMN report_countries.printed IS 'The name or code as found.';
COMMENT ON COLUMN report_countries.rule IS 'Rule that found it: a country in a title weighs more than one in the address by which somebody browsed.';
COMMENT ON COLUMN report_countries.capture_id IS 'The capture it was found on.';
COMMENT ON COLUMN report_countries.source IS 'The source.';

CREATE TABLE report_topics AS
SELECT e.document_key, t.position, t.topic, t.rule, t.capture_id, e.source
FROM staging.chosen AS ch
JOIN staging.topics AS t USING (capture_id)
JOIN staging.editions AS e USING (capture_id)
WHERE ch.field = 'topic'
ORDER BY e.document_key, t.position;
COMMENT ON TABLE report_topics IS 'One row per report and topic that the page prints.';
COMMENT ON COLUMN report_topics.document_key IS 'The report.';
COMMENT ON COLUMN report_topics.position IS 'Order on the page, from 1.';
COMMENT ON COLUMN report_topics.topic IS 'The topic as printed.';
COMMENT ON COLUMN report_topics.rule IS 'Rule that found it.';
COMMENT ON COLUMN report_topics.capture_id IS 'The capture that prints it.';
COMMENT ON COLUMN report_topics.source IS 'The source.';

CREATE TABLE reports AS
WITH authors AS (
    SELECT
        document_key, list("name" ORDER BY "position") AS authors, string_agg("name", '; ' ORDER BY "position") AS authors_text,
        bool_or(is_pseudonym) AS is_any_author_pseudonym
    FROM report_authors
    GROUP BY document_key
),
countries AS (
    SELECT document_key, list(country_code ORDER BY "position") AS country_codes FROM report_countries GROUP BY document_key
),
topics AS (
    SELECT document_key, list(topic ORDER BY "position") AS topics FROM report_topics GROUP BY document_key
),
quotes AS (
    SELECT
        capture_id, count(*) AS quote_count, count(*) FILTER (kind = 'direct') AS direct_quote_count,
        count(*) FILTER (kind = 'mixed') AS mixed_quote_count, count(*) FILTER (kind = 'indirect') AS indirect_quote_count
    FROM staging.quotes
    GROUP BY capture_id
),
issues AS (
    SELECT capture_id, count(*) AS issue_count FROM staging.issues WHERE capture_id IS NOT NULL GROUP BY capture_id
)
SELECT
    e.document_key, v.title, v.standfirst, v.publisher, v.publisher_code,
    coalesce(a.authors, []::VARCHAR[]) AS authors, a.authors_text,
    coalesce(a.is_any_author_pseudonym, false) AS is_any_author_pseudonym,
    v.published_on, v.published_precision, v.published_printed, v.published_rule, v.last_updated_at, v.accessed_on,
    v.symbol, v.reference, v.document_type, v.report_kind, v.language_code,
    coalesce(k.country_codes, []::VARCHAR[]) AS country_codes, coalesce(t.topics, []::VARCHAR[]) AS topics,
    v.cite_as, v.cite_complete, coalesce(v.canonical_address, c.original_address, c.address) AS address,
    c.address AS captured_address, c.captured_at, c.payload_sha256, e.capture_id, e.source,
    coalesce(x.text, '') AS "text", length(coalesce(x.text, '')) AS text_chars,
    coalesce(q.quote_count, 0) AS quote_count, coalesce(q.direct_quote_count, 0) AS direct_quote_count,
    coalesce(q.mixed_quote_count, 0) AS mixed_quote_count, coalesce(q.indirect_quote_count, 0) AS indirect_quote_count,
    coalesce(i.issue_count, 0) AS issue_count
FROM staging.editions AS e
JOIN staging.captures AS c USING (capture_id)
LEFT JOIN staging.document_values AS v ON v.document_key = e.document_key
LEFT JOIN authors AS a ON a.document_key = e.document_key
LEFT JOIN countries AS k ON k.document_key = e.document_key
LEFT JOIN topics AS t ON t.document_key = e.document_key
LEFT JOIN staging.texts AS x ON x.document_key = e.document_key
LEFT JOIN quotes AS q ON q.capture_id = e.capture_id
LEFT JOIN issues AS i ON i.capture_id = e.capture_id
WHERE e.newest_rank = 1
ORDER BY e.document_key;
COMMENT ON TABLE reports IS 'Start here. One row per report: what it says of itself, how to cite it, where the archived copy lies, and its clean text.';
COMMENT ON COLUMN reports.document_key IS 'The report; every address of it has this key (aliases).';
COMMENT ON COLUMN reports.title IS 'The title as printed.';
COMMENT ON COLUMN reports.standfirst IS 'The summary between title and text, as printed.';
COMMENT ON COLUMN reports.publisher IS 'Who published the report: on Refworld not the site, but the organisation that wrote it.';
COMMENT ON COLUMN reports.publisher_code IS 'Short code of the publisher.';
COMMENT ON COLUMN reports.authors IS 'Names of the authors as printed, in order; empty where none is printed.';
COMMENT ON COLUMN reports.authors_text IS 'The same joined by "; "; null where none is printed.';
COMMENT ON COLUMN reports.is_any_author_pseudonym IS 'Whether the page says that an author''s name is a pseudonym.';
COMMENT ON COLUMN reports.published_on IS 'Publication date; of a month or a year, its first day: read published_precision with it.';
COMMENT ON COLUMN reports.published_precision IS 'day, month or year: what of published_on is really printed.';
COMMENT ON COLUMN reports.published_printed IS 'The date as printed.';
COMMENT ON COLUMN reports.published_rule IS 'Rule that found the date.';
COMMENT ON COLUMN reports.last_updated_at IS 'The site''s own last update as the current capture prints it, UTC. Never the report''s date.';
COMMENT ON COLUMN reports.accessed_on IS 'The date after "accessed" in the current capture''s printed citation.';
COMMENT ON COLUMN reports.symbol IS 'Citation or document symbol.';
COMMENT ON COLUMN reports.reference IS 'Reference as printed.';
COMMENT ON COLUMN reports.document_type IS 'Type of document, as the page or its address gives it.';
COMMENT ON COLUMN reports.report_kind IS 'reporting, project-review, house-news, newsletter, annual-report, country-report, query-response, legislation, case-law or press-release; null where nothing says so.';
COMMENT ON COLUMN reports.language_code IS 'ISO 639-1 code of the text, by detection.';
COMMENT ON COLUMN reports.country_codes IS 'Countries the report is about, ISO 3166-1 alpha-3; ask with list_contains(country_codes, ''KAZ'').';
COMMENT ON COLUMN reports.topics IS 'Topics as printed.';
COMMENT ON COLUMN reports.cite_as IS 'The citation exactly as printed.';
COMMENT ON COLUMN reports.cite_complete IS 'The citation to use: the printed one, or one composed, with the address it lacks.';
COMMENT ON COLUMN reports.address IS 'The address by which the report is best cited.';
COMMENT ON COLUMN reports.captured_address IS 'The address at which the current capture was asked for.';
COMMENT ON COLUMN reports.captured_at IS 'When the current capture was made, UTC.';
COMMENT ON COLUMN reports.payload_sha256 IS 'SHA-256 of the current capture''s payload: proof of what was read.';
COMMENT ON COLUMN reports.capture_id IS 'The current capture.';
COMMENT ON COLUMN reports.source IS 'The source it was collected from.';
COMMENT ON COLUMN reports.text IS 'The clean text: all passages with is_text, as printed, without notices, headers and furniture. Offsets do not refer to it but to report_bodies.body.';
COMMENT ON COLUMN reports.text_chars IS 'Length of text, in characters (code points).';
COMMENT ON COLUMN reports.quote_count IS 'Quotes of every kind.';
COMMENT ON COLUMN reports.direct_quote_count IS 'Quotes between quotation marks.';
COMMENT ON COLUMN reports.mixed_quote_count IS 'Indirect speech with quoted words in it.';
COMMENT ON COLUMN reports.indirect_quote_count IS 'Indirect speech.';
COMMENT ON COLUMN reports.issue_count IS 'What was not understood on the current capture; see issues.';

CREATE TABLE report_bodies AS
SELECT e.document_key, e.capture_id, b.body, b.body_chars
FROM staging.editions AS e
JOIN staging.bodies AS b USING (capture_id)
WHERE e.newest_rank = 1
ORDER BY e.document_key;
COMMENT ON TABLE report_bodies IS 'One row per report: the printed text of the whole page, furniture included, to which every start_char and end_char refers.';
COMMENT ON COLUMN report_bodies.document_key IS 'The report.';
COMMENT ON COLUMN report_bodies.capture_id IS 'The capture it was read from.';
COMMENT ON COLUMN report_bodies.body IS 'The text as printed; not one character normalised away inside a block.';
COMMENT ON COLUMN report_bodies.body_chars IS 'Its length, in characters (code points).';

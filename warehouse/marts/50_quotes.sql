-- The id is made of the document and the words, not of offsets or captures: it stays the same when the site moves its
-- furniture or the page is captured again, so that an analyst can keep it in notes.
CREATE TABLE quotes AS
WITH current_quotes AS (
    SELECT
        e.document_key, e.source, q.*,
        row_number() OVER (PARTITION BY e.document_key, q.text ORDER BY q.position) AS occurrence
    FROM staging.editions AS e
    JOIN staging.quotes AS q USING (capture_id)
    WHERE e.newest_rank = 1
),
pseudonyms AS (
    SELECT DISTINCT document_key, "name" AS pseudonym FROM report_authors WHERE is_pseudonym
)
SELECT
    left(md5(concat_ws(chr(10), q.document_key, q.text, q.occurrence)), 16) AS quote_id,
    q.document_key, q.position, q.kind, q.text, q.speaker.text AS speaker, q.mention.text AS speaker_mention,
    q.role.text AS speaker_role, q.affiliation.text AS affiliation, q.speaker_kind, q.cue.text AS cue,
    coalesce(q.speaker_kind = 'pseudonym', false) OR p.pseudonym IS NOT NULL AS is_protected,
    q.confidence, q.rule, r.title, r.publisher, r.published_on, r.published_precision, r.language_code,
    r.country_codes, r.cite_complete, r.address, q.source, q.capture_id,
    q.start_char, q.end_char, q.segment_count,
    q.cue.start_char AS cue_start_char, q.cue.end_char AS cue_end_char,
    q.mention.start_char AS mention_start_char, q.mention.end_char AS mention_end_char,
    q.speaker.start_char AS speaker_start_char, q.speaker.end_char AS speaker_end_char,
    q.role.start_char AS role_start_char, q.role.end_char AS role_end_char,
    q.affiliation.start_char AS affiliation_start_char, q.affiliation.end_char AS affiliation_end_char
FROM current_quotes AS q
JOIN reports AS r USING (document_key)
LEFT JOIN pseudonyms AS p ON p.document_key = q.document_key AND p.pseudonym = q.speaker.text
ORDER BY q.document_key, q.position;
COMMENT ON TABLE quotes IS 'One row per quote: the words, who said them and as what, and the report they stand in.';
COMMENT ON COLUMN quotes.quote_id IS 'Made of the document and the words; the same in every build as long as the words stand.';
COMMENT ON COLUMN quotes.document_key IS 'The report.';
COMMENT ON COLUMN quotes.position IS 'Order among the quotes of the report, from 1.';
COMMENT ON COLUMN quotes.kind IS 'direct: between quotation marks; mixed: indirect speech with quoted words in it; indirect: without any.';
COMMENT ON COLUMN quotes.text IS 'The words without outer quotation marks; where the cue interrupts them, the segments joined by " … ".';
COMMENT ON COLUMN quotes.speaker IS 'The speaker by the fullest name this report prints; null where nobody could be named.';
COMMENT ON COLUMN quotes.speaker_mention IS 'The speaker as printed beside the quote: "he", a surname.';
COMMENT ON COLUMN quotes.speaker_role IS 'The role as printed, without its article.';
COMMENT ON COLUMN quotes.affiliation IS 'The body the speaker belongs to, as printed.';
COMMENT ON COLUMN quotes.speaker_kind IS 'named, role, group, organisation, anonymous, pseudonym or document.';
COMMENT ON COLUMN quotes.cue IS 'The verb or phrase that says someone spoke.';
COMMENT ON COLUMN quotes.is_protected IS 'Whether the speaker goes by a pseudonym. Do not join such speakers across reports.';
COMMENT ON COLUMN quotes.confidence IS '0 to 1: how sure the attribution is.';
COMMENT ON COLUMN quotes.rule IS 'Rule that attributed the quote.';
COMMENT ON COLUMN quotes.title IS 'Title of the report.';
COMMENT ON COLUMN quotes.publisher IS 'Publisher of the report.';
COMMENT ON COLUMN quotes.published_on IS 'Publication date of the report; read published_precision with it.';
COMMENT ON COLUMN quotes.published_precision IS 'day, month or year.';
COMMENT ON COLUMN quotes.language_code IS 'ISO 639-1 code of the report''s text.';
COMMENT ON COLUMN quotes.country_codes IS 'Countries the report is about, ISO 3166-1 alpha-3.';
COMMENT ON COLUMN quotes.cite_complete IS 'The citation to use for the report.';
COMMENT ON COLUMN quotes.address IS 'The address by which the report is best cited.';
COMMENT ON COLUMN quotes.source IS 'The source.';
COMMENT ON COLUMN quotes.capture_id IS 'The capture it was read from.';
COMMENT ON COLUMN quotes.start_char IS 'First character of the first segment in report_bodies.body, from 0.';
COMMENT ON COLUMN quotes.end_char IS 'First character after the last segment.';
COMMENT ON COLUMN quotes.segment_count IS 'Number of segments; see quote_segments.';
COMMENT ON COLUMN quotes.cue_start_char IS 'First character of the cue in report_bodies.body.';
COMMENT ON COLUMN quotes.cue_end_char IS 'First character after the cue.';
COMMENT ON COLUMN quotes.mention_start_char IS 'First character of speaker_mention in report_bodies.body.';
COMMENT ON COLUMN quotes.mention_end_char IS 'First character after speaker_mention.';
COMMENT ON COLUMN quotes.speaker_start_char IS 'First character of the mention that speaker is taken from.';
COMMENT ON COLUMN quotes.speaker_end_char IS 'First character after that mention.';
COMMENT ON COLUMN quotes.role_start_char IS 'First character of speaker_role in report_bodies.body.';
COMMENT ON COLUMN quotes.role_end_char IS 'First character after speaker_role.';
COMMENT ON COLUMN quotes.affiliation_start_char IS 'First character of affiliation in report_bodies.body.';
COMMENT ON COLUMN quotes.affiliation_end_char IS 'First character after affiliation.';

CREATE TABLE quote_segments AS
SELECT q.quote_id, q.document_key, s.position, s.start_char, s.end_char, s.text
FROM quotes AS q
JOIN staging.quote_segments AS s ON s.capture_id = q.capture_id AND s.quote_position = q.position
ORDER BY q.document_key, q.position, s.position;
COMMENT ON TABLE quote_segments IS 'One row per quote and unbroken stretch of its words, to the character.';
COMMENT ON COLUMN quote_segments.quote_id IS 'The quote.';
COMMENT ON COLUMN quote_segments.document_key IS 'The report.';
COMMENT ON COLUMN quote_segments.position IS 'Order within the quote, from 1.';
COMMENT ON COLUMN quote_segments.start_char IS 'First character in report_bodies.body, from 0.';
COMMENT ON COLUMN quote_segments.end_char IS 'First character after it.';
COMMENT ON COLUMN quote_segments.text IS 'The words: substring(body, start_char + 1, end_char - start_char).';

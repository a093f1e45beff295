CREATE TABLE passage_kinds AS
SELECT kind, part, is_text, description FROM staging.passage_kinds;
COMMENT ON TABLE passage_kinds IS 'One row per kind of passage, and whether it is the report''s own text.';
COMMENT ON COLUMN passage_kinds.kind IS 'The label.';
COMMENT ON COLUMN passage_kinds.part IS 'text, header, notice, caption, furniture or separator.';
COMMENT ON COLUMN passage_kinds.is_text IS 'Whether passages of this kind make up reports.text.';
COMMENT ON COLUMN passage_kinds.description IS 'What such a passage is.';

CREATE TABLE passages AS
SELECT
    e.document_key, p.position, p.kind, p.part, p.is_text, p.start_char, p.end_char, p.text, p.rule, e.capture_id, e.source
FROM staging.editions AS e
JOIN staging.passages AS p USING (capture_id)
WHERE e.newest_rank = 1
ORDER BY e.document_key, p.position;
COMMENT ON TABLE passages IS 'One row per report and labelled stretch of its body. In order they cover the body without gap: nothing of a page is thrown away.';
COMMENT ON COLUMN passages.document_key IS 'The report.';
COMMENT ON COLUMN passages.position IS 'Order on the page, from 1.';
COMMENT ON COLUMN passages.kind IS 'The label; see passage_kinds.';
COMMENT ON COLUMN passages.part IS 'text, header, notice, caption, furniture or separator.';
COMMENT ON COLUMN passages.is_text IS 'Whether it is part of reports.text. Choose others with a WHERE clause of your own.';
COMMENT ON COLUMN passages.start_char IS 'First character in report_bodies.body, from 0.';
COMMENT ON COLUMN passages.end_char IS 'First character after it.';
COMMENT ON COLUMN passages.text IS 'The words: substring(body, start_char + 1, end_char - start_char).';
COMMENT ON COLUMN passages.rule IS 'Rule that gave the label.';
COMMENT ON COLUMN passages.capture_id IS 'The capture it was read from.';
COMMENT ON COLUMN passages.source IS 'The source.';

CREATE VIEW notices AS
SELECT document_key, "position", kind, start_char, end_char, "text", rule, capture_id, "source"
FROM passages
WHERE part = 'notice';
COMMENT ON VIEW notices IS 'One row per report and notice on its page: disclaimers, funding, copyright, pseudonyms. Quote with care where a pseudonym notice stands.';
COMMENT ON COLUMN notices.document_key IS 'The report.';
COMMENT ON COLUMN notices.position IS 'Order among all passages of the page, from 1.';
COMMENT ON COLUMN notices.kind IS 'Which notice; see passage_kinds.';
COMMENT ON COLUMN notices.start_char IS 'First character in report_bodies.body, from 0.';
COMMENT ON COLUMN notices.end_char IS 'First character after it.';
COMMENT ON COLUMN notices.text IS 'The notice as printed.';
COMMENT ON COLUMN notices.rule IS 'Rule that gave the label.';
COMMENT ON COLUMN notices.capture_id IS 'The capture it was read from.';
COMMENT ON COLUMN notices.source IS 'The source.';

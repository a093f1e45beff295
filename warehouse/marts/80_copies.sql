CREATE TABLE report_versions AS
SELECT
    v.document_key, v.version, coalesce(list_contains(v.capture_ids, d.current_capture_id), false) AS is_current,
    v.story, v.previous_version, v.title, v.first_seen_at, v.last_seen_at, len(v.capture_ids) AS capture_count,
    v.capture_ids, v.capture_id, v.text_sha256, v.paragraphs AS paragraph_count, v.characters AS text_chars, d.source
FROM staging.version_rows AS v
JOIN documents AS d USING (document_key)
ORDER BY v.document_key, v.version;
COMMENT ON TABLE report_versions IS 'One row per document and text it had, as its captures show it one after the other. One row of a document: its captures all show the same text, to the character. A text between two captures, nobody saw.';
COMMENT ON COLUMN report_versions.document_key IS 'The document.';
COMMENT ON COLUMN report_versions.version IS 'From 1, by time; a text that came back is a version again.';
COMMENT ON COLUMN report_versions.is_current IS 'Whether it is the text that reports shows.';
COMMENT ON COLUMN report_versions.story IS 'From 1: another number is another story at a used-again address, with another title and less than half of the words. A report with a new title and its old words is the same story.';
COMMENT ON COLUMN report_versions.previous_version IS 'The version before it of the same story, which report_changes compares it with; null of the first.';
COMMENT ON COLUMN report_versions.title IS 'The title as printed on the first capture that shows the text.';
COMMENT ON COLUMN report_versions.first_seen_at IS 'Time of the first capture that shows it, UTC: of a web archive''s copy, when the web archive captured it.';
COMMENT ON COLUMN report_versions.last_seen_at IS 'Time of the last such capture, UTC.';
COMMENT ON COLUMN report_versions.capture_count IS 'Captures that show it.';
COMMENT ON COLUMN report_versions.capture_ids IS 'These captures, by time.';
COMMENT ON COLUMN report_versions.capture_id IS 'The first of them.';
COMMENT ON COLUMN report_versions.text_sha256 IS 'SHA-256 of the text: passages with is_text in UTF-8, two line feeds between them. The same in two rows: the same text.';
COMMENT ON COLUMN report_versions.paragraph_count IS 'Passages of the text.';
COMMENT ON COLUMN report_versions.text_chars IS 'Their length together, in characters (code points).';
COMMENT ON COLUMN report_versions.source IS 'The source.';

CREATE TABLE report_changes AS
SELECT
    document_key, version, "position", change, is_same_words,
    before_text, after_text, before_position, after_position, before_start_char, before_end_char, before_capture_id,
    after_start_char, after_end_char, after_capture_id
FROM staging.change_rows
ORDER BY document_key, version, "position";
COMMENT ON TABLE report_changes IS 'One row per version and paragraph that is not as it was in the version before. The macro changes(document_key) shows them. Of texts of over 2000 paragraphs order is not compared.';
COMMENT ON COLUMN report_changes.document_key IS 'The document.';
COMMENT ON COLUMN report_changes.version IS 'The version in which the change is first seen.';
COMMENT ON COLUMN report_changes.position IS 'From 1, in order of the text.';
COMMENT ON COLUMN report_changes.change IS 'added, removed, or changed: a paragraph that shares half its words with the one that stood there.';
COMMENT ON COLUMN report_changes.is_same_words IS 'Of a changed paragraph: whether only its signs differ (quotation marks, blanks, capitals, accents), and no word.';
COMMENT ON COLUMN report_changes.before_text IS 'The paragraph as it was; null where it was added.';
COMMENT ON COLUMN report_changes.after_text IS 'The paragraph as it became; null where it was removed.';
COMMENT ON COLUMN report_changes.before_position IS 'Number of the paragraph in the text before, from 1.';
COMMENT ON COLUMN report_changes.after_position IS 'Number of the paragraph in the text after, from 1.';
COMMENT ON COLUMN report_changes.before_start_char IS 'Where it starts in the body of before_capture_id.';
COMMENT ON COLUMN report_changes.before_end_char IS 'First character after it.';
COMMENT ON COLUMN report_changes.before_capture_id IS 'The first capture that shows the text before.';
COMMENT ON COLUMN report_changes.after_start_char IS 'Where it starts in the body of after_capture_id.';
COMMENT ON COLUMN report_changes.after_end_char IS 'First character after it.';
COMMENT ON COLUMN report_changes.after_capture_id IS 'The first capture that shows the text after.';

CREATE TABLE report_copies AS
SELECT
    document_key, other_document_key, relation, similarity, containment, other_containment, estimate, is_same_title,
    capture_id, other_capture_id
FROM staging.copy_rows
UNION ALL
SELECT
    other_document_key, document_key,
    CASE relation WHEN 'contains' THEN 'contained-in' WHEN 'contained-in' THEN 'contains' ELSE relation END,
    similarity, other_containment, containment, estimate, is_same_title, other_capture_id, capture_id
FROM staging.copy_rows
ORDER BY document_key, similarity DESC, other_document_key;
COMMENT ON TABLE report_copies IS 'One row per report and other report that shares words with it: each pair stands twice, once from either side. Texts of fewer than 33 words are not compared, nor are readings made before there were signatures (onrecord reread); of over 50 reports with one text, each has a row with the first of them only. Nothing is left out of reports because of it.';
COMMENT ON COLUMN report_copies.document_key IS 'The report.';
COMMENT ON COLUMN report_copies.other_document_key IS 'The other report.';
COMMENT ON COLUMN report_copies.relation IS 'copy: the same report; contains, contained-in: at least 90 % of one stands in the other, and is less than 75 % of it; near-duplicate: at least half is shared. Years of an annual report and months of a project review are never copies, however alike.';
COMMENT ON COLUMN report_copies.similarity IS 'Shared runs of four words among all of both texts, 0 to 1; exact. Signs, capitals and accents do not count.';
COMMENT ON COLUMN report_copies.containment IS 'Share of this report that stands in the other, 0 to 1.';
COMMENT ON COLUMN report_copies.other_containment IS 'Share of the other that stands in this report, 0 to 1.';
COMMENT ON COLUMN report_copies.estimate IS 'Similarity as the signatures alone give it; report_signatures.';
COMMENT ON COLUMN report_copies.is_same_title IS 'Whether the two titles are the same words.';
COMMENT ON COLUMN report_copies.capture_id IS 'The capture whose text was compared.';
COMMENT ON COLUMN report_copies.other_capture_id IS 'The capture of the other report.';

CREATE TABLE report_signatures AS
SELECT e.document_key, e.capture_id, CAST(s.signature AS UINTEGER[]) AS signature
FROM staging.editions AS e
JOIN staging.signatures AS s USING (capture_id)
WHERE e.newest_rank = 1
ORDER BY e.document_key;
COMMENT ON TABLE report_signatures IS 'One row per report that can be compared: the macro resembling(document_key, least) holds it against all others at any threshold.';
COMMENT ON COLUMN report_signatures.document_key IS 'The report.';
COMMENT ON COLUMN report_signatures.capture_id IS 'The capture whose text it is of.';
COMMENT ON COLUMN report_signatures.signature IS 'MinHash of the text''s runs of four words, 128 values: the share of equal values of two reports estimates their similarity, give or take 0.04.';

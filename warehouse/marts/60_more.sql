CREATE TABLE related_documents AS
WITH named AS (
    SELECT
        e.document_key, e.source, r.capture_id, r.relation, r.title, r.address, r.rule, r.position AS printed_position
    FROM staging.chosen AS ch
    JOIN staging.related AS r ON r.capture_id = ch.capture_id AND ch.field = 'related:' || r.relation
    JOIN staging.editions AS e ON e.capture_id = r.capture_id
),
-- The page links to https and was had under http: the same page. An address that may be of two documents leads to neither.
pages AS (
    SELECT address_key, min(document_key) AS document_key
    FROM aliases
    GROUP BY address_key
    HAVING count(DISTINCT document_key) = 1
)
SELECT
    n.document_key, row_number() OVER (PARTITION BY n.document_key ORDER BY n.printed_position, n.relation) AS "position",
    n.relation, n.title, n.address, coalesce(a.document_key, p.document_key) AS related_document_key, n.rule, n.capture_id, n.source
FROM named AS n
LEFT JOIN aliases AS a ON a.address = n.address
LEFT JOIN pages AS p ON p.address_key = normal_address(n.address)
ORDER BY n.document_key, "position";
COMMENT ON TABLE related_documents IS 'One row per report and other document that its page names.';
COMMENT ON COLUMN related_documents.document_key IS 'The report.';
COMMENT ON COLUMN related_documents.position IS 'Order on the page, from 1.';
COMMENT ON COLUMN related_documents.relation IS 'see-also (a cross reference in the text), related-document, translation or supersedes.';
COMMENT ON COLUMN related_documents.title IS 'Title of the other document as printed.';
COMMENT ON COLUMN related_documents.address IS 'Where the link leads; null where the capture kept none.';
COMMENT ON COLUMN related_documents.related_document_key IS 'The other document, where it is in this warehouse under that address, whatever its scheme or www.; null where two documents have it.';
COMMENT ON COLUMN related_documents.rule IS 'Rule that found it.';
COMMENT ON COLUMN related_documents.capture_id IS 'The capture that prints it.';
COMMENT ON COLUMN related_documents.source IS 'The source.';

CREATE TABLE citation_values AS
SELECT
    e.document_key, e.capture_id, v.field, v.position, v.value, v.rule, ch.capture_id IS NOT NULL AS is_in_report
FROM staging.editions AS e
JOIN staging.citation_values AS v USING (capture_id)
LEFT JOIN staging.chosen AS ch
    ON ch.document_key = e.document_key AND ch.field = v.field AND ch.capture_id = e.capture_id
ORDER BY e.document_key, v.field, e.newest_rank, v.position;
COMMENT ON TABLE citation_values IS 'One row per readable capture, field and value: what each capture prints of itself, by which rule it was found, and which one reports shows.';
COMMENT ON COLUMN citation_values.document_key IS 'The document.';
COMMENT ON COLUMN citation_values.capture_id IS 'The capture that prints the value.';
COMMENT ON COLUMN citation_values.field IS 'Name of the column of reports, or author, country_code, topic, related:<relation>.';
COMMENT ON COLUMN citation_values.position IS 'Order among several values of one field, from 1.';
COMMENT ON COLUMN citation_values.value IS 'The value as text; times in UTC.';
COMMENT ON COLUMN citation_values.rule IS 'Rule that found it.';
COMMENT ON COLUMN citation_values.is_in_report IS 'Whether reports shows this capture''s value for the field.';

CREATE TABLE citation_candidates AS
SELECT
    e.document_key, c.capture_id, c.position, coalesce(n.shown, c.field) AS field, c.value, c.rule, c.is_chosen, c.reason
FROM staging.candidates AS c
JOIN staging.editions AS e USING (capture_id)
LEFT JOIN (
    VALUES
    ('published', 'published_on'), ('authors', 'author'), ('countries', 'country_code'), ('language', 'language_code')
) AS n (field, shown) ON n.field = c.field
ORDER BY e.document_key, e.newest_rank, c.position;
COMMENT ON TABLE citation_candidates IS 'One row per readable capture and value of a field whose sources disagree: the header says one date, the printed citation another. Which was chosen, and why. No row: they agree, or only one was found.';
COMMENT ON COLUMN citation_candidates.document_key IS 'The document.';
COMMENT ON COLUMN citation_candidates.capture_id IS 'The capture whose sources disagree.';
COMMENT ON COLUMN citation_candidates.position IS 'Order within the capture, from 1.';
COMMENT ON COLUMN citation_candidates.field IS 'The field, named as in citation_values.';
COMMENT ON COLUMN citation_candidates.value IS 'The value as text; a date as far as it is precise.';
COMMENT ON COLUMN citation_candidates.rule IS 'Rule that found it.';
COMMENT ON COLUMN citation_candidates.is_chosen IS 'Whether it is the one that counts.';
COMMENT ON COLUMN citation_candidates.reason IS 'Why it was chosen, or why it was not.';

CREATE TABLE issues AS
SELECT raised_by, rule, seen, "source", capture_id, document_key, run_id, address, start_char, end_char, seen_at
FROM staging.issues
ORDER BY seen_at, raised_by, "source", run_id, capture_id, rule, "position";
COMMENT ON TABLE issues IS 'One row per thing that was not understood: a gap in the record that is known. No row does not mean no gap.';
COMMENT ON COLUMN issues.raised_by IS 'page: while reading a capture; run: outside any page; check: a value that is hard to believe.';
COMMENT ON COLUMN issues.rule IS 'The rule that failed; of a check, check:<name>.';
COMMENT ON COLUMN issues.seen IS 'What was seen, shortened.';
COMMENT ON COLUMN issues.source IS 'The source.';
COMMENT ON COLUMN issues.capture_id IS 'The capture; null where the issue is of a run, or of an address that gave none.';
COMMENT ON COLUMN issues.document_key IS 'The document, where the capture or the address is of one.';
COMMENT ON COLUMN issues.run_id IS 'The run that captured the page, or whose issue it is; null where no one run is meant.';
COMMENT ON COLUMN issues.address IS 'The address of the capture, or the one that gave none.';
COMMENT ON COLUMN issues.start_char IS 'First character in the capture''s body, where the rule knows it.';
COMMENT ON COLUMN issues.end_char IS 'First character after it.';
COMMENT ON COLUMN issues.seen_at IS 'Capture time, end of the run, or last visit to the address, UTC.';

-- One row per capture, field and value: every value travels with the rule that found it.
CREATE TABLE staging.citation_values AS
WITH scalars AS (
    SELECT report.capture.capture_id, report.citation AS c FROM staging.readings
),
found AS (
    SELECT capture_id, unnest([
        {'field': 'title', 'value': c.title.value, 'rule': c.title.rule},
        {'field': 'standfirst', 'value': c.standfirst.value, 'rule': c.standfirst.rule},
        {'field': 'publisher', 'value': c.publisher.value, 'rule': c.publisher.rule},
        {'field': 'publisher_code', 'value': c.publisher_code.value, 'rule': c.publisher_code.rule},
        {'field': 'published_on', 'value': CAST(c.published.value AS VARCHAR), 'rule': c.published.rule},
        {'field': 'published_precision', 'value': c.published.precision, 'rule': c.published.rule},
        {'field': 'published_printed', 'value': c.published.printed, 'rule': c.published.rule},
        {
            'field': 'last_updated_at',
            'value': strftime(c.last_updated_at.value, '%Y-%m-%dT%H:%M:%S.%fZ'),
            'rule': c.last_updated_at.rule
        },
        {'field': 'accessed_on', 'value': CAST(c.accessed_on.value AS VARCHAR), 'rule': c.accessed_on.rule},
        {'field': 'symbol', 'value': c.symbol.value, 'rule': c.symbol.rule},
        {'field': 'reference', 'value': c.reference.value, 'rule': c.reference.rule},
        {'field': 'document_type', 'value': c.document_type.value, 'rule': c.document_type.rule},
        {'field': 'report_kind', 'value': c.report_kind.value, 'rule': c.report_kind.rule},
        {'field': 'language_code', 'value': c.language.value, 'rule': c.language.rule},
        {'field': 'canonical_address', 'value': c.canonical_address.value, 'rule': c.canonical_address.rule},
        {'field': 'cite_as', 'value': c.cite_as.value, 'rule': c.cite_as.rule},
        {'field': 'cite_complete', 'value': c.cite_complete.value, 'rule': c.cite_complete.rule}
    ]) AS f
    FROM scalars
)
SELECT capture_id, f.field, 1::BIGINT AS "position", f.value, f.rule
FROM found
WHERE f.value IS NOT NULL;

-- One row per capture and author.
CREATE TABLE staging.authors AS
SELECT capture_id, "position", a.name, a.is_pseudonym, a.rule
FROM (
    SELECT
        report.capture.capture_id, unnest(report.citation.authors) AS a,
        generate_subscripts(report.citation.authors, 1) AS "position"
    FROM staging.readings
);

-- One row per capture and country.
CREATE TABLE staging.countries AS
SELECT capture_id, "position", c.code AS country_code, c.printed, c.rule
FROM (
    SELECT
        report.capture.capture_id, unnest(report.citation.countries) AS c,
        generate_subscripts(report.citation.countries, 1) AS "position"
    FROM staging.readings
);

-- One row per capture and topic.
CREATE TABLE staging.topics AS
SELECT capture_id, "position", t.value AS topic, t.rule
FROM (
    SELECT
        report.capture.capture_id, unnest(report.citation.topics) AS t,
        generate_subscripts(report.citation.topics, 1) AS "position"
    FROM staging.readings
);

-- One row per capture and document it names.
CREATE TABLE staging.related AS
SELECT capture_id, "position", r.relation, r.title, r.address, r.rule
FROM (
    SELECT
        report.capture.capture_id, unnest(report.citation.related) AS r,
        generate_subscripts(report.citation.related, 1) AS "position"
    FROM staging.readings
);

INSERT INTO staging.citation_values
SELECT capture_id, 'author', "position", "name", "rule" FROM staging.authors
UNION ALL
SELECT capture_id, 'country_code', "position", country_code, "rule" FROM staging.countries
UNION ALL
SELECT capture_id, 'topic', "position", topic, "rule" FROM staging.topics
UNION ALL
SELECT capture_id, 'related:' || relation, "position", title, "rule" FROM staging.related;

-- One row per capture, field and value, where the sources of a field do not agree.
CREATE TABLE staging.candidates AS
SELECT capture_id, "position", c.field, c.value, c.rule, c.is_chosen, c.reason
FROM (
    SELECT
        report.capture.capture_id, unnest(report.citation.candidates) AS c,
        generate_subscripts(report.citation.candidates, 1) AS "position"
    FROM staging.readings
);

-- One row per grain: else every count an analyst makes would be too high.
SELECT table_name, id, count(*) AS times
FROM (
    SELECT 'sources' AS table_name, "source" AS id FROM sources
    UNION ALL
    SELECT 'runs', concat_ws(' ', run_id, "source") FROM runs
    UNION ALL
    SELECT 'captures', capture_id FROM captures
    UNION ALL
    SELECT 'documents', document_key FROM documents
    UNION ALL
    SELECT 'reports', document_key FROM reports
    UNION ALL
    SELECT 'report_bodies', document_key FROM report_bodies
    UNION ALL
    SELECT 'passages', concat_ws(' ', document_key, "position") FROM passages
    UNION ALL
    SELECT 'passage_kinds', kind FROM passage_kinds
    UNION ALL
    SELECT 'quotes', quote_id FROM quotes
    UNION ALL
    SELECT 'quote_segments', concat_ws(' ', quote_id, "position") FROM quote_segments
    UNION ALL
    SELECT 'citations', document_key FROM citations
    UNION ALL
    SELECT 'citations', 'citation_key ' || citation_key FROM citations
    UNION ALL
    SELECT 'report_authors', concat_ws(' ', document_key, "position") FROM report_authors
    UNION ALL
    SELECT 'report_countries', concat_ws(' ', document_key, "position") FROM report_countries
    UNION ALL
    SELECT 'report_topics', concat_ws(' ', document_key, "position") FROM report_topics
    UNION ALL
    SELECT 'related_documents', concat_ws(' ', document_key, "position") FROM related_documents
    UNION ALL
    SELECT 'frontier', concat_ws(' ', "source", md5(address)) FROM frontier
    UNION ALL
    SELECT 'attempts', concat_ws(' ', "source", md5(address), attempted_at, reason) FROM attempts
    UNION ALL
    SELECT 'walks', concat_ws(' ', "source", md5(start_address)) FROM walks
    UNION ALL
    SELECT 'fill_rates', concat_ws(' ', "source", field, counted_over) FROM fill_rates
    UNION ALL
    SELECT 'citation_values', concat_ws(' ', capture_id, field, "position") FROM citation_values
    UNION ALL
    SELECT 'citation_candidates', concat_ws(' ', capture_id, "position") FROM citation_candidates
    UNION ALL
    SELECT 'report_versions', concat_ws(' ', document_key, version) FROM report_versions
    UNION ALL
    SELECT 'report_changes', concat_ws(' ', document_key, version, "position") FROM report_changes
    UNION ALL
    SELECT 'report_copies', concat_ws(' ', document_key, other_document_key) FROM report_copies
    UNION ALL
    SELECT 'report_signatures', document_key FROM report_signatures
)
GROUP BY table_name, id
HAVING count(*) > 1 OR id IS NULL
ORDER BY table_name, id;

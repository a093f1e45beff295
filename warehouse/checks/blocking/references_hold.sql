-- Every row that names a document, capture, source, quote or kind names one that is there: else joins would lose rows in silence.
SELECT 'captures' AS table_name, 'source' AS field, capture_id AS id
FROM captures ANTI JOIN sources USING ("source")
UNION ALL
SELECT 'captures', 'document_key', capture_id
FROM captures ANTI JOIN documents USING (document_key)
WHERE document_key IS NOT NULL
UNION ALL
SELECT 'documents', 'current_capture_id', d.document_key
FROM documents AS d ANTI JOIN captures AS c ON c.capture_id = d.current_capture_id AND c.document_key = d.document_key AND c.is_current
WHERE d.current_capture_id IS NOT NULL
UNION ALL
SELECT 'documents', 'aliases', document_key FROM documents ANTI JOIN aliases USING (document_key)
WHERE document_key NOT IN (SELECT document_key FROM issues WHERE rule = 'check:address_of_two_documents' AND document_key IS NOT NULL)
UNION ALL
SELECT 'aliases', 'document_key', document_key FROM aliases ANTI JOIN documents USING (document_key)
UNION ALL
SELECT 'reports', 'document_key', document_key FROM reports ANTI JOIN documents USING (document_key)
UNION ALL
SELECT 'report_bodies', 'document_key', document_key FROM report_bodies ANTI JOIN reports USING (document_key, capture_id)
UNION ALL
SELECT 'passages', 'document_key', document_key FROM passages ANTI JOIN report_bodies USING (document_key, capture_id)
UNION ALL
SELECT 'quotes', 'document_key', quote_id FROM quotes ANTI JOIN reports USING (document_key, capture_id)
UNION ALL
SELECT 'quote_segments', 'quote_id', quote_id FROM quote_segments ANTI JOIN quotes USING (quote_id, document_key)
UNION ALL
SELECT 'citations', 'document_key', document_key FROM citations ANTI JOIN reports USING (document_key)
UNION ALL
SELECT 'reports', 'citations', document_key FROM reports ANTI JOIN citations USING (document_key)
UNION ALL
SELECT 'report_authors', 'document_key', document_key FROM report_authors ANTI JOIN reports USING (document_key)
UNION ALL
SELECT 'report_countries', 'document_key', document_key FROM report_countries ANTI JOIN reports USING (document_key)
UNION ALL
SELECT 'report_topics', 'document_key', document_key FROM report_topics ANTI JOIN reports USING (document_key)
UNION ALL
SELECT 'related_documents', 'document_key', document_key FROM related_documents ANTI JOIN reports USING (document_key)
UNION ALL
SELECT 'citation_values', 'capture_id', capture_id FROM citation_values ANTI JOIN captures USING (document_key, capture_id)
UNION ALL
SELECT 'citation_candidates', 'capture_id', capture_id FROM citation_candidates ANTI JOIN captures USING (document_key, capture_id)
UNION ALL
SELECT 'report_versions', 'capture_ids', document_key
FROM (SELECT document_key, unnest(capture_ids) AS capture_id FROM report_versions) ANTI JOIN captures USING (document_key, capture_id)
UNION ALL
SELECT 'report_versions', 'previous_version', v.document_key
FROM report_versions AS v
ANTI JOIN report_versions AS p ON p.document_key = v.document_key AND p.version = v.previous_version AND p.story = v.story
WHERE v.previous_version IS NOT NULL
UNION ALL
SELECT 'report_changes', 'version', document_key FROM report_changes ANTI JOIN report_versions USING (document_key, version)
UNION ALL
SELECT 'report_copies', 'document_key', document_key FROM report_copies ANTI JOIN reports USING (document_key, capture_id)
UNION ALL
SELECT 'report_signatures', 'document_key', document_key FROM report_signatures ANTI JOIN reports USING (document_key, capture_id)
UNION ALL
SELECT 'issues', 'capture_id', capture_id FROM issues ANTI JOIN captures USING (capture_id)
WHERE capture_id IS NOT NULL
UNION ALL
SELECT 'frontier', 'source', md5(address) FROM frontier ANTI JOIN sources USING ("source")
UNION ALL
SELECT 'attempts', 'source', md5(address) FROM attempts ANTI JOIN sources USING ("source")
UNION ALL
SELECT 'walks', 'source', md5(start_address) FROM walks ANTI JOIN sources USING ("source")
UNION ALL
SELECT 'fill_rates', 'source', field FROM fill_rates ANTI JOIN sources USING ("source")
UNION ALL
SELECT 'fill_rates', 'lacking_capture_ids', capture_id
FROM (SELECT unnest(lacking_capture_ids) AS capture_id FROM fill_rates) ANTI JOIN captures USING (capture_id)
UNION ALL
SELECT 'issues', 'source', rule FROM issues ANTI JOIN sources USING ("source")
ORDER BY ALL;

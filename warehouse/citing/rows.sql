-- One row per report: all that a citation is made of, in the order of ReportRow. A site goes by its title as far as the
-- first comma: "Refworld", not "Refworld, the retired site".
SELECT
    r.document_key, r.title, r.publisher,
    coalesce(a.names, []::VARCHAR[]) AS author_names, coalesce(a.pseudonyms, []::BOOLEAN[]) AS author_pseudonyms,
    r.published_on, r.published_precision, r.symbol, r.report_kind, r.document_type, r.language_code, r.address,
    r.accessed_on, r.cite_as, r.cite_complete, nullif(trim(split_part(s.title, ',', 1)), '') AS site,
    r.capture_id, r.captured_at, r.payload_sha256, c.archive_address, c.archived_at
FROM reports AS r
JOIN captures AS c USING (capture_id)
JOIN sources AS s ON s.source = r.source
LEFT JOIN (
    SELECT
        document_key, list("name" ORDER BY "position") AS names,
        list(is_pseudonym ORDER BY "position") AS pseudonyms
    FROM report_authors
    GROUP BY document_key
) AS a ON a.document_key = r.document_key
ORDER BY r.document_key

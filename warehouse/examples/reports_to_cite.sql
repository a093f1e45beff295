-- How is each report on a country cited, with the archived copy that proves it, and as an entry for a bibliography?
SELECT r.published_on, r.published_precision, k.cite_archived, k.bibtex
FROM reports AS r
JOIN citations AS k USING (document_key)
WHERE list_contains(r.country_codes, 'KAZ')
ORDER BY r.published_on, r.document_key;

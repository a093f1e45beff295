-- How many reports are there on each country in each year, how many are reporting in the narrow sense, and how many are a copy of another?
SELECT
    c.country_code, year(r.published_on) AS published_year, count(*) AS reports,
    count(*) FILTER (r.report_kind = 'reporting') AS of_kind_reporting,
    count(*) FILTER (r.published_precision IS DISTINCT FROM 'day') AS without_exact_date,
    count(*) FILTER (c.document_key IN (
        SELECT document_key FROM report_copies WHERE relation = 'copy' AND other_document_key < document_key
    )) AS copies_of_others
FROM report_countries AS c
JOIN reports AS r USING (document_key)
GROUP BY ALL
ORDER BY c.country_code, published_year;

-- How many reports are there on each country in each year, and how many of them are reporting in the narrow sense?
SELECT
    c.country_code, year(r.published_on) AS published_year, count(*) AS reports,
    count(*) FILTER (r.report_kind = 'reporting') AS of_kind_reporting,
    count(*) FILTER (r.published_precision != 'day') AS without_exact_date
FROM report_countries AS c
JOIN reports AS r USING (document_key)
GROUP BY ALL
ORDER BY c.country_code, published_year;

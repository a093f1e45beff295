-- Which rules found the publication dates, how exact are they, and which came from an older capture of the same page?
SELECT
    v.rule, r.published_precision, count(*) AS reports,
    count(*) FILTER (v.capture_id != r.capture_id) AS from_an_older_capture
FROM reports AS r
JOIN citation_values AS v ON v.document_key = r.document_key AND v.field = 'published_on' AND v.is_in_report
GROUP BY ALL
ORDER BY reports DESC, v.rule, r.published_precision;

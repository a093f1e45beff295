-- Which reports carry the same title, as two copies of one story would?
SELECT folded(title) AS folded_title, count(*) AS copies, list(document_key ORDER BY document_key) AS document_keys
FROM reports
WHERE title IS NOT NULL
GROUP BY folded_title
HAVING count(*) > 1
ORDER BY copies DESC, folded_title;

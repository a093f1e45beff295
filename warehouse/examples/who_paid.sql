-- Which reports say who paid for them, or who does not answer for them?
SELECT r.title, r.publisher, n.kind, n.text
FROM notices AS n
JOIN reports AS r USING (document_key)
WHERE n.kind IN ('funding', 'publisher-disclaimer')
ORDER BY r.publisher, r.title, n.position;

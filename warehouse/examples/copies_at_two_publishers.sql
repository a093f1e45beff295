-- Which reports stand in two sources, how alike are the copies, and what does each print that the other lacks?
SELECT
    c.document_key, c.other_document_key, c.relation, round(c.similarity, 3) AS similarity,
    a.title, b.title AS other_title, a.published_on, b.published_on AS other_published_on,
    a.authors_text, b.authors_text AS other_authors_text, a.cite_complete, b.cite_complete AS other_cite_complete
FROM report_copies AS c
JOIN reports AS a ON a.document_key = c.document_key
JOIN reports AS b ON b.document_key = c.other_document_key
WHERE c.relation = 'copy' AND a.source < b.source
ORDER BY c.similarity DESC, c.document_key, c.other_document_key;

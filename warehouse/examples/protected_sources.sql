-- Where must I be careful: pseudonyms of authors or speakers, changed names?
SELECT
    r.document_key, r.title, r.is_any_author_pseudonym,
    (SELECT count(*) FROM quotes AS q WHERE q.document_key = r.document_key AND q.is_protected) AS protected_quotes,
    (SELECT count(*) FROM notices AS n WHERE n.document_key = r.document_key AND n.kind = 'pseudonym') AS notices
FROM reports AS r
WHERE r.is_any_author_pseudonym OR protected_quotes > 0 OR notices > 0
ORDER BY r.document_key;

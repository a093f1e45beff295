-- An address that two documents claim: a redirect, or a canonical link that names another page. The table aliases keeps one.
WITH claimed AS (
    SELECT "alias", count(DISTINCT document_key) AS documents
    FROM staging.aliases
    GROUP BY "alias"
    HAVING count(DISTINCT document_key) > 1
)
SELECT a.capture_id, c.documents || ' documents claim ' || a.alias AS seen
FROM staging.aliases AS a
JOIN claimed AS c USING ("alias")
GROUP BY ALL;

-- The same bytes under the addresses of several documents: a front page or an error page that answers for all of them.
WITH shared AS (
    SELECT "source", payload_sha256, count(DISTINCT document_key) AS documents
    FROM staging.captures
    WHERE is_readable
    GROUP BY "source", payload_sha256
    HAVING count(DISTINCT document_key) > 1
)
SELECT c.capture_id, s.documents || ' documents with this payload' AS seen
FROM staging.captures AS c
JOIN shared AS s USING ("source", payload_sha256)
WHERE c.is_readable;

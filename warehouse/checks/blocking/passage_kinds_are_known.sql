-- Every label is one of passage_kinds: an unknown one would belong to no part, and its words would drop out of every view.
SELECT kind, min(document_key) AS document_key, count(*) AS times
FROM passages
WHERE part IS NULL
GROUP BY kind
ORDER BY kind;

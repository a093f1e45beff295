-- A decision cites an address: which report is that today, and where is its archived copy?
SELECT a.address, c.*
FROM (SELECT address, document_key FROM aliases ORDER BY address LIMIT 1) AS a, cite(a.document_key) AS c;

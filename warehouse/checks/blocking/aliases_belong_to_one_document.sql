-- Every address leads to one document and is found by the macro resolve: else a footnote could lead to another report than the one it cites.
-- Shown is a digest of the address: an address can hold a name.
SELECT md5(address) AS address_md5, min(document_key) AS document_key, count(DISTINCT document_key) AS documents
FROM aliases
GROUP BY address
HAVING count(*) > 1 OR bool_or(address_key IS DISTINCT FROM normal_address(address))
ORDER BY address_md5;

-- An address that failed more than five times in a row: for two weeks no night got a page there, and the nights to come will ask ever more rarely.
SELECT "source", document_key, address, asked_at AS seen_at, concat(tries, ' times in a row: ', detail) AS seen
FROM staging.frontier_rows
WHERE state = 'failed' AND tries > 5;

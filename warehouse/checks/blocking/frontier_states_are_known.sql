-- An address stands in one of the states that the frontier knows, and was asked for unless it is new: else a gap would not be
-- counted. An address may hold a name, so what is shown is its digest.
SELECT 'frontier' AS table_name, md5(address) AS id
FROM frontier
WHERE state NOT IN ('new', 'due', 'unchanged', 'changed', 'gone', 'moved', 'blocked', 'refused-by-robots', 'failed')
    OR (state = 'new') != (last_asked_at IS NULL)
    OR since > last_asked_at
ORDER BY id;

-- What could not be had of each source, why, and since when?
SELECT "source", state, detail, count(*) AS addresses, min(since) AS since, max(tries) AS tries_at_most
FROM frontier
WHERE state IN ('new', 'gone', 'blocked', 'refused-by-robots', 'failed')
GROUP BY "source", state, detail
UNION ALL
-- web archives' copies that were asked for in vain and never had
SELECT "source", 'copy-missed', last_reason, count(*), min(first_at), max(times)
FROM (
    SELECT
        a.source, a.archive_address, arg_max(a.reason, a.attempted_at) AS last_reason,
        min(a.attempted_at) AS first_at, count(*) AS times
    FROM attempts AS a ANTI JOIN captures USING (archive_address)
    WHERE a.archive_address IS NOT NULL
    GROUP BY a.source, a.archive_address
)
GROUP BY "source", last_reason
ORDER BY addresses DESC, "source", state, detail;

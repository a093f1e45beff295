-- What is known to be missing or doubtful, by source and rule?
SELECT i.source, i.raised_by, i.rule, count(*) AS times, max(i.seen_at) AS last_seen_at
FROM issues AS i
GROUP BY ALL
ORDER BY times DESC, i.source, i.rule;

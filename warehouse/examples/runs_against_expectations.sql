-- Did each night see as many reports on the listings as its source is expected to show?
SELECT
    r.started_at, r.source, r.state, r.listed_count, s.listed_count_min, s.listed_count_max,
    r.listed_count BETWEEN s.listed_count_min AND s.listed_count_max AS is_as_expected,
    r.fetched_count, r.unchanged_count, r.failed_count, r.blocked_count, r.refused_count
FROM runs AS r
JOIN sources AS s USING ("source")
WHERE r.flow = 'nightly'
ORDER BY r.started_at DESC, r.source;

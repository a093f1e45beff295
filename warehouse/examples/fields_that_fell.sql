-- Which fields are given less often than expected, and which pages lack them?
SELECT
    f.source, f.field, f.counted_over, f.filled_count, f.capture_count, round(f.rate, 2) AS rate, f.expected_rate,
    f.is_fallen, c.capture_id, c.address, c.captured_at
FROM (SELECT *, unnest(lacking_capture_ids) AS capture_id FROM fill_rates WHERE rate < expected_rate) AS f
JOIN captures AS c USING (capture_id)
ORDER BY f.is_fallen DESC, f.source, f.field, f.counted_over, c.captured_at DESC;

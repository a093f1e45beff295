-- Countries are three upper-case letters (ISO 3166-1, XKX, ISO 3166-3 of states that are no more), languages two or three lower-case ones, digests hexadecimal: else joins with any other data set would fail in silence.
SELECT 'report_countries' AS table_name, document_key AS id
FROM report_countries
WHERE NOT regexp_full_match(coalesce(country_code, ''), '[A-Z]{3}')
UNION ALL
SELECT 'reports', document_key FROM reports WHERE NOT regexp_full_match(language_code, '[a-z]{2,3}')
UNION ALL
SELECT 'captures', capture_id FROM captures WHERE NOT regexp_full_match(coalesce(payload_sha256, ''), '[0-9a-f]{64}')
ORDER BY ALL;

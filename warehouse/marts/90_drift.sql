CREATE TABLE fill_rates AS
SELECT
    "source", field, "over" AS counted_over, captures AS capture_count, filled AS filled_count,
    filled / nullif(captures, 0) AS rate, expected AS expected_rate, is_fallen, lacking AS lacking_capture_ids
FROM staging.fill_rate_rows
ORDER BY "source", field, "over";
COMMENT ON TABLE fill_rates IS 'One row per source, field and way of counting: how many reports give the field. A site that was redesigned still answers and is still read; that its dates are not found any more shows here.';
COMMENT ON COLUMN fill_rates.source IS 'The source.';
COMMENT ON COLUMN fill_rates.field IS 'A field of a reading''s citation, as source.toml names it (title, published, authors, …), or body: whether there is running text.';
COMMENT ON COLUMN fill_rates.counted_over IS 'newest: the 60 documents captured last; all: all documents.';
COMMENT ON COLUMN fill_rates.capture_count IS 'Captures counted: the newest of each document that reads as a report.';
COMMENT ON COLUMN fill_rates.filled_count IS 'Of these, how many give the field.';
COMMENT ON COLUMN fill_rates.rate IS 'Their share.';
COMMENT ON COLUMN fill_rates.expected_rate IS 'The share that source.toml expects, as counted on real pages; null where it expects nothing.';
COMMENT ON COLUMN fill_rates.is_fallen IS 'Whether so few give the field that chance does not explain it: an exact binomial test against nine tenths of the expected share, p < 0.001, never of fewer than 20 captures. A run that finds it is red.';
COMMENT ON COLUMN fill_rates.lacking_capture_ids IS 'Up to three captures that do not give it, the newest first.';

-- How often each field is given, as the readings stood.
INSERT INTO staging.fill_rate_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

-- Addresses that gave no capture, as the archive recorded them.
INSERT INTO staging.attempt_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

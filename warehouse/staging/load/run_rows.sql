-- The runs as the archive recorded them.
INSERT INTO staging.run_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

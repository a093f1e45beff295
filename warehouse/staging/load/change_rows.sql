-- What changed between two of them.
INSERT INTO staging.change_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

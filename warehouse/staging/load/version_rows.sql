-- The texts that documents had, as comparing their captures found them.
INSERT INTO staging.version_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

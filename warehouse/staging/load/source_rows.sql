-- The sources as their source.toml describes them.
INSERT INTO staging.source_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

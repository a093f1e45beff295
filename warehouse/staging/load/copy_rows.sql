-- Documents that share words, as comparing their signatures and shingles found them.
INSERT INTO staging.copy_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

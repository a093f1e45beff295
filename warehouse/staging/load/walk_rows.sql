-- How the walks over listings, sitemaps and feeds ended.
INSERT INTO staging.walk_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

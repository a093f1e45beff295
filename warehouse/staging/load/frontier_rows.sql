-- Where each address stands, as the archive and its readings say.
INSERT INTO staging.frontier_rows BY NAME FROM read_parquet(getvariable('files'), union_by_name = true);

-- The kinds a passage can have, and which of them are the report's own text.
CREATE TABLE staging.passage_kinds AS
SELECT kind, part, is_text, description
FROM read_csv(
    getvariable('passage_kinds'), header = true, delim = ',', quote = '"',
    "columns" = {'kind': 'VARCHAR', 'part': 'VARCHAR', 'is_text': 'BOOLEAN', 'description': 'VARCHAR'}
);

-- Every public table, view, column and macro says what it is: a column nobody explains is read as what it is not.
SELECT 'table' AS what, table_name AS id
FROM duckdb_tables()
WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''
UNION ALL
SELECT 'view', view_name
FROM duckdb_views()
WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''
UNION ALL
SELECT 'column', table_name || '.' || column_name
FROM duckdb_columns()
WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''
UNION ALL
SELECT 'macro', function_name
FROM duckdb_functions()
WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''
ORDER BY ALL;

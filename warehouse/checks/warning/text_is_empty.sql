-- A report without a text of its own, of which no issue says so: the layout changed, or the labels took the text for furniture.
SELECT e.capture_id, 'no text passage' AS seen
FROM staging.editions AS e
LEFT JOIN staging.texts AS x USING (document_key)
WHERE
    e.newest_rank = 1 AND coalesce(trim(x.text), '') = ''
    AND e.capture_id NOT IN (SELECT capture_id FROM staging.issues WHERE capture_id IS NOT NULL AND rule = 'body');

-- What stands around the longest quote on its page?
SELECT c.text_before, c.text_as_printed, c.text_after, c.cite_complete
FROM context_of((SELECT quote_id FROM quotes ORDER BY length("text") DESC, quote_id LIMIT 1), 200) AS c;

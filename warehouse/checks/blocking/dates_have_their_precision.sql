-- A date is no more precise than it says: of a month or a year it is the first day. Else "1 May" would be read where only "May" is printed.
SELECT document_key, published_on, published_precision
FROM reports
WHERE
    (published_on IS NULL) != (published_precision IS NULL)
    OR published_precision NOT IN ('day', 'month', 'year')
    OR (published_precision = 'month' AND day(published_on) != 1)
    OR (published_precision = 'year' AND (day(published_on) != 1 OR month(published_on) != 1))
ORDER BY document_key;

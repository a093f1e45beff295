-- Captures of one document print one title: under another one it may be another story at a used-again address, and its
-- date or author would be given to the wrong report. Such a capture completes nothing; somebody should look.
SELECT other.capture_id, 'its title is not that of the capture that counts' AS seen
FROM staging.editions AS other
JOIN staging.editions AS newest ON newest.document_key = other.document_key AND newest.newest_rank = 1
JOIN staging.citation_values AS theirs ON theirs.capture_id = other.capture_id AND theirs.field = 'title'
JOIN staging.citation_values AS ours ON ours.capture_id = newest.capture_id AND ours.field = 'title'
WHERE regexp_replace(lower(theirs.value), '[^\p{L}\p{N}]+', '', 'g')
    <> regexp_replace(lower(ours.value), '[^\p{L}\p{N}]+', '', 'g')

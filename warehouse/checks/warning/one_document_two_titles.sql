-- Captures of one document print one title: under another one it may be another story at a used-again address, and its
-- date or author would be given to the wrong report. Such a capture completes nothing; somebody should look.
SELECT capture_id, 'its title is not that of the capture that counts' AS seen
FROM staging.titles
WHERE title <> story_title;

-- Who is quoted most in direct speech, as what, and in how many reports, a report that stands at two sites counted once?
SELECT
    speaker, arg_max(speaker_role, length(speaker_role)) AS fullest_role, count(*) AS quotes,
    count(DISTINCT document_key) AS reports
FROM quotes
ANTI JOIN (
    SELECT document_key FROM report_copies WHERE relation = 'copy' AND other_document_key < document_key
) USING (document_key)
WHERE kind = 'direct' AND speaker_kind = 'named' AND NOT is_protected
GROUP BY speaker
ORDER BY quotes DESC, speaker
LIMIT 20;

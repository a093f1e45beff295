-- Who is quoted most in direct speech, as what, and in how many reports?
SELECT
    speaker, arg_max(speaker_role, length(speaker_role)) AS fullest_role, count(*) AS quotes,
    count(DISTINCT document_key) AS reports
FROM quotes
WHERE kind = 'direct' AND speaker_kind = 'named' AND NOT is_protected
GROUP BY speaker
ORDER BY quotes DESC, speaker
LIMIT 20;

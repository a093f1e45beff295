-- Cue, mention, speaker, role and affiliation stand in the body where their offsets say: else an attribution could not be checked.
WITH spans AS (
    SELECT
        document_key, quote_id,
        unnest([
            {'span': 'cue', 'start_char': cue_start_char, 'end_char': cue_end_char, 'printed': cue},
            {
                'span': 'mention', 'start_char': mention_start_char, 'end_char': mention_end_char,
                'printed': speaker_mention
            },
            {'span': 'speaker', 'start_char': speaker_start_char, 'end_char': speaker_end_char, 'printed': speaker},
            {'span': 'role', 'start_char': role_start_char, 'end_char': role_end_char, 'printed': speaker_role},
            {
                'span': 'affiliation', 'start_char': affiliation_start_char, 'end_char': affiliation_end_char,
                'printed': affiliation
            }
        ], recursive := true)
    FROM quotes
)
SELECT s.quote_id, s.document_key, s.span, s.start_char, s.end_char
FROM spans AS s
LEFT JOIN report_bodies AS b USING (document_key)
WHERE
    (s.printed IS NOT NULL OR s.start_char IS NOT NULL)
    AND (
        s.start_char < 0
        OR substring(b.body, s.start_char + 1, s.end_char - s.start_char) IS DISTINCT FROM s.printed
    )
ORDER BY s.document_key, s.quote_id, s.span;

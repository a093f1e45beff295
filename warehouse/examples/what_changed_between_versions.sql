-- Which reports were changed after they were first captured: which paragraphs, how, and between which two sightings?
SELECT
    v.document_key, v.title, v.version, before.last_seen_at AS seen_before_at, v.first_seen_at AS seen_changed_at,
    c.change, c.before_text, c.after_text
FROM report_changes AS c
JOIN report_versions AS v USING (document_key, version)
JOIN report_versions AS before ON before.document_key = v.document_key AND before.version = v.previous_version
WHERE NOT c.is_same_words
ORDER BY v.first_seen_at DESC, v.document_key, c.position;

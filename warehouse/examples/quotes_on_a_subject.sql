-- Who spoke of being paid, or not, in reports on Kazakhstan, sure attributions first?
SELECT q.speaker, q.speaker_role, q.text, q.confidence, q.title, q.published_on, q.address
FROM quotes AS q
WHERE contains(folded(q.text), 'paid') AND list_contains(q.country_codes, 'KAZ')
ORDER BY q.confidence DESC, q.published_on DESC, q.quote_id;

-- What has one person said, when, to whom, and how is each quote cited?
SELECT published_on, speaker_role, "text", cite_complete
FROM quotes_by('Osh');

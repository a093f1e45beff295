-- Macros an analyst may call. Arguments are plain words: no wildcard signs, no regular expressions.

-- Curly marks at one site are straight ones at the other, and on every keyboard.
CREATE MACRO folded(words) AS translate(strip_accents(lower(words)), '‘’ʼ“”„«»' || chr(160), repeat(chr(39), 3) || '""""" ');
COMMENT ON MACRO folded IS 'folded(words): lower case without accents, with straight quotation marks, to compare names as people type them.';

CREATE MACRO resolve(wanted_address) AS TABLE
    SELECT DISTINCT a.document_key, r.title, r.cite_complete, d.current_capture_id, v.story_count
    FROM aliases AS a
    JOIN documents AS d USING (document_key)
    LEFT JOIN reports AS r USING (document_key)
    LEFT JOIN (SELECT document_key, max(story) AS story_count FROM report_versions GROUP BY document_key) AS v USING (document_key)
    WHERE a.address_key = normal_address(wanted_address)
    ORDER BY a.document_key;
COMMENT ON MACRO TABLE resolve IS 'resolve(address): the document an address belongs to, whatever its scheme, www., port, encoding or replay prefix. Two rows: the address is ambiguous. A story_count above 1: the address was used again, and an old footnote may mean another story (report_versions).';

CREATE MACRO report(wanted_key) AS TABLE
    FROM reports WHERE document_key = wanted_key;
COMMENT ON MACRO TABLE report IS 'report(document_key): the one report, all columns.';

CREATE MACRO cite(wanted_key) AS TABLE
    SELECT
        r.cite_complete, k.cite_archived, r.cite_as, r.address, r.captured_at, r.payload_sha256, c.warc_file,
        c.warc_offset_bytes, r.capture_id
    FROM reports AS r
    JOIN captures AS c USING (capture_id)
    JOIN citations AS k ON k.document_key = r.document_key
    WHERE r.document_key = wanted_key;
COMMENT ON MACRO TABLE cite IS 'cite(document_key): how to cite the report, and the archived copy that proves it: capture time, SHA-256, place in the archive.';

CREATE MACRO quotes_by(wanted_name) AS TABLE
    SELECT speaker, speaker_role, kind, "text", title, publisher, published_on, cite_complete, confidence, is_protected, quote_id, document_key
    FROM quotes
    WHERE contains(folded(speaker), folded(wanted_name))
    ORDER BY published_on DESC, document_key, "position";
COMMENT ON MACRO TABLE quotes_by IS 'quotes_by(name): what a speaker said, newest report first; part of the name is enough, case and accents do not matter.';

CREATE MACRO said_about(wanted_word) AS TABLE
    SELECT speaker, speaker_role, kind, "text", title, publisher, published_on, cite_complete, confidence, is_protected, quote_id, document_key
    FROM quotes
    WHERE contains(folded("text"), folded(wanted_word))
    ORDER BY published_on DESC, document_key, "position";
COMMENT ON MACRO TABLE said_about IS 'said_about(word): quotes in which a word or part of one stands, newest report first.';

CREATE MACRO search(wanted_words) AS TABLE
    WITH wanted AS (
        SELECT list_distinct(list_filter(string_split_regex(replace(lower(wanted_words), '’', ''''), '\s+'), lambda w: w != '')) AS words
    ),
    read AS (
        -- not folded(): taking accents off whole texts costs six times the search itself
        SELECT
            document_key, replace(lower(title), '’', '''') AS in_title, replace(lower(standfirst), '’', '''') AS in_standfirst,
            replace(lower("text"), '’', '''') AS in_text
        FROM reports
    ),
    hits AS (
        SELECT
            document_key,
            list_sum(list_transform(words, lambda w:
                20 * contains(coalesce(in_title, ''), w)::INTEGER + 5 * contains(coalesce(in_standfirst, ''), w)::INTEGER
                + (length(in_text) - length(replace(in_text, w, ''))) // length(w)
            )) AS score
        FROM read, wanted
        WHERE len(words) > 0 AND list_bool_and(list_transform(words, lambda w:
            contains(in_text, w) OR contains(coalesce(in_title, ''), w) OR contains(coalesce(in_standfirst, ''), w)
        ))
    )
    SELECT r.document_key, r.title, r.publisher, r.published_on, r.country_codes, h.score::BIGINT AS score, r.standfirst, r.address
    FROM hits AS h
    JOIN reports AS r USING (document_key)
    ORDER BY h.score DESC, r.published_on DESC, r.document_key;
COMMENT ON MACRO TABLE search IS 'search(words): reports that hold all the words in title, standfirst or text, the ones that hold them most often first. Parts of words count; case and the form of an apostrophe do not matter, accents do.';

CREATE MACRO context_of(wanted_quote, wanted_chars) AS TABLE
    SELECT
        q.quote_id, q.speaker, q.speaker_role, q.is_protected,
        substring(b.body, greatest(q.start_char - wanted_chars, 0) + 1, least(wanted_chars, q.start_char)) AS text_before,
        substring(b.body, q.start_char + 1, q.end_char - q.start_char) AS text_as_printed,
        substring(b.body, q.end_char + 1, wanted_chars) AS text_after,
        q.cite_complete, q.document_key
    FROM quotes AS q
    JOIN report_bodies AS b USING (document_key)
    WHERE q.quote_id = wanted_quote;
COMMENT ON MACRO TABLE context_of IS 'context_of(quote_id, chars): a quote as it is printed, with so many characters of the page before and after it.';

CREATE MACRO changes(wanted_key) AS TABLE
    SELECT v.version, v.first_seen_at, c.position, c.change, c.before_text, c.after_text, c.is_same_words, c.before_capture_id, c.after_capture_id
    FROM report_changes AS c
    JOIN report_versions AS v USING (document_key, version)
    WHERE c.document_key = wanted_key
    ORDER BY c.version, c.position;
COMMENT ON MACRO TABLE changes IS 'changes(document_key): what changed in a report, paragraph by paragraph, each with the time of the first capture that shows it.';

CREATE MACRO copies_of(wanted_key) AS TABLE
    SELECT
        c.relation, c.similarity, c.containment, c.other_containment, r.title, r.publisher, r.published_on, r.authors_text,
        r.cite_complete, r.address, c.other_document_key AS document_key
    FROM report_copies AS c
    JOIN reports AS r ON r.document_key = c.other_document_key
    WHERE c.document_key = wanted_key
    ORDER BY c.similarity DESC, c.other_document_key;
COMMENT ON MACRO TABLE copies_of IS 'copies_of(document_key): the reports that share half of its words or more, the most alike first: copies at another publisher, near-duplicates, parts.';

CREATE MACRO resembling(wanted_key, least) AS TABLE
    WITH wanted AS (
        SELECT signature FROM report_signatures WHERE document_key = wanted_key
    ),
    estimated AS (
        SELECT
            s.document_key,
            len(list_filter(list_zip(s.signature, w.signature), lambda pair: pair[1] = pair[2])) / len(w.signature) AS estimate
        FROM report_signatures AS s, wanted AS w
        WHERE s.document_key <> wanted_key
    )
    SELECT e.estimate, r.title, r.publisher, r.published_on, e.document_key
    FROM estimated AS e
    JOIN reports AS r USING (document_key)
    WHERE e.estimate >= least
    ORDER BY e.estimate DESC, e.document_key;
COMMENT ON MACRO TABLE resembling IS 'resembling(document_key, least): reports whose texts are at least so similar (0 to 1, an estimate, give or take 0.04): also below the half at which report_copies begins.';

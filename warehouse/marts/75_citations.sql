-- Filled by warehouse/citing/table.py.
CREATE TABLE citations (
    document_key VARCHAR, citation_key VARCHAR, cite_as VARCHAR, cite_complete VARCHAR, cite_archived VARCHAR,
    csl_json JSON, bibtex VARCHAR, ris VARCHAR
);
COMMENT ON TABLE citations IS 'One row per report: how to cite it, as text and as citation programs read it. All forms are made of the same values.';
COMMENT ON COLUMN citations.document_key IS 'The report.';
COMMENT ON COLUMN citations.citation_key IS 'Key of the report in csl_json, bibtex and ris; the same in every build.';
COMMENT ON COLUMN citations.cite_as IS 'The citation exactly as printed; null where the page prints none.';
COMMENT ON COLUMN citations.cite_complete IS 'The printed citation, or one composed, with the address it lacks; null where there is not even a title.';
COMMENT ON COLUMN citations.cite_archived IS 'The same with the archived copy: its time, where it lies and the SHA-256 of its payload.';
COMMENT ON COLUMN citations.csl_json IS 'One item of CSL-JSON (CSL 1.0.2), for Zotero, Pandoc and others. Names are literal; a date is as long as it is printed.';
COMMENT ON COLUMN citations.bibtex IS 'One entry of BibTeX, UTF-8.';
COMMENT ON COLUMN citations.ris IS 'One record of RIS, for EndNote and others; lines end with CR LF.';

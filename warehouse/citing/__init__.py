"""Citations of reports: as text with the archived copy, as CSL-JSON, BibTeX and RIS, all from one `CitationItem`."""

-- Stands before the tables, and not in macros.sql, since aliases holds what it makes of an address.
-- The same page under http and https, with and without www., with its port, a fragment or a closing slash, percent-encoded
-- or as a browser shows it, or as a web archive's copy, is one address to whoever holds a footnote. Only of a WARC file's
-- address the fragment stays: it says which record. Percent signs that encode no UTF-8 (cp1251) stay as they are.
CREATE MACRO normal_address(address) AS
    list_transform([rtrim(regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(lower(trim(address)), '^([a-z]+:)?(//)?[^/?#]+/(web/)?[0-9]{14}[a-z_]*/', ''),
                '^([a-z]+:)?//', ''
            ),
            '^(www\.)?([^/?#:]+?)\.?(:80|:443)?($|[/?#])', '\2\4'
        ),
        '(\.w?arc(\.gz)?#[0-9]+-[0-9]+$)|#.*$', '\1'
    ), '/')], lambda plain: lower(coalesce(TRY(url_decode(plain)), plain)))[1];
COMMENT ON MACRO normal_address IS 'normal_address(address): an address without scheme, www., port, fragment, closing slash and replay prefix, decoded, in lower case.';

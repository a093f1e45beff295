"""Only lines that can tell of names are searched for protection, and all of those."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.reading.quotes.naming_lines import naming_lines

LINES = st.lists(
    st.sampled_from(
        ["It rained.", "Names were changed.", "HER NAME IS NOT GIVEN", "(not her real one)", "", "They called."]
    )
)


@given(LINES)
def test_every_line_that_tells_of_names_is_found_once_and_in_order(lines: list[str]) -> None:
    body = "\n".join(lines)
    found = [body[start:end] for start, end in naming_lines(body)]
    assert found == [line for line in lines if line not in ("It rained.", "")]

"""Whether two texts are the same words: shingles of a text, the signature stored with it, and how alike two are.

A text is compared by its words alone, folded: letters and digits, in lower case, without accents. So curly and straight
marks (sources.md §3), soft hyphens, joiners and line breaks make no difference. A shingle is a run of four words; of
scripts that set no blanks between words (Chinese, Japanese, Thai …) every character counts as a word.

The signature (MinHash, 128 permutations) says of any two texts how alike they are, give or take some 0.04, without the
texts: it finds candidates, which `resemblance` then weighs by the shingles themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tasks.reading.labels import RUNNING_TEXT
from tasks.report import Report

WORDS_PER_SHINGLE = 4
MIN_SHINGLES = 30
"""A text with fewer different shingles has no signature: a caption or a date line is like many others by chance."""
MAX_CHARACTERS = 500_000
"""A longer text (some 250 pages) is compared by its beginning."""
PERMUTATIONS = 128
SEED = 1
"""Stored signatures are comparable only while this, the scheme, the folding and the shingles stay as they are."""
SCHEME = "affine32"

BANDS, ROWS = 42, 3
"""Texts that share half their shingles are found by one of 42 bands of 3 values with a probability of 0.996, those that
share a third with 0.8, those that share a twentieth with 0.005."""
MANY = 50
"""Of a crowd in one band (the same page under thousands of addresses) each text is held against the first alone."""
MIN_ESTIMATE = 0.3

Shingles: TypeAlias = NDArray[np.uint64]
Signatures: TypeAlias = NDArray[np.uint32]

_CHUNK = 1024
_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_INSIDE_WORDS = frozenset("'\u2018\u2019\u02bc\u00b4`\u2032\uff07")
_WITHOUT_BLANKS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Japanese
    (0x3400, 0x9FFF),  # Chinese
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How alike two texts are, by their different shingles."""

    similarity: float
    """Shared shingles among all of both (Jaccard)."""
    containment: float
    """Shared shingles among those of the first: 1 where the second holds all of it."""
    other_containment: float
    """The same of the second."""


def sign(report: Report) -> Report:
    """Adds the signature of the running text; none where the text is too short to be told from others."""
    return replace(report, signature=signature(shingles(running_text(report))))


def running_text(report: Report) -> str:
    """The report's own words, a line a passage: without notices, captions and furniture, which copies do not share."""
    kept = (passage for passage in report.passages if passage.kind in RUNNING_TEXT)
    return "\n".join(report.body[passage.start_char : passage.end_char] for passage in kept)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order.

    Folded a character at a time: normalising a whole text takes quadratic time where a page stacks combining marks.
    """
    return text.translate({ord(character): _folded(character) for character in set(text)}).split()


def _folded(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    folded = decomposed.casefold()
    if folded != decomposed:
        folded = unicodedata.normalize("NFKD", folded)
    return "".join(map(_written, folded))


def _written(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LN":
        number = ord(character)
        alone = number >= _WITHOUT_BLANKS[0][0] and any(low <= number <= high for low, high in _WITHOUT_BLANKS)
        return f" {character} " if alone else character
    return "" if category[0] == "M" or category == "Cf" or character in _INSIDE_WORDS else " "


def shingles(text: str) -> Shingles:
    """The different shingles of a text, of its first `MAX_CHARACTERS`, as 64-bit hashes in order of size."""
    found = words(text[:MAX_CHARACTERS])
    count = len(found) - WORDS_PER_SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    hashed = {word: crc32(word.encode()) for word in set(found)}
    hashes = np.fromiter(map(hashed.__getitem__, found), np.uint64, len(found))
    mixed = np.zeros(count, np.uint64)
    for nth in range(WORDS_PER_SHINGLE):
        mixed = mixed * _ODD + hashes[nth : nth + count]
    return np.unique((mixed ^ (mixed >> _HALF)) * _ODD)


def signature(of: Shingles) -> tuple[int, ...]:
    """The MinHash values of a text; empty where it has fewer shingles than `MIN_SHINGLES`."""
    if of.size < MIN_SHINGLES:
        return ()
    # Here and not above: the package brings scipy along, half a second that comparing and publishing need not wait.
    from datasketch import MinHash  # type: ignore[import-untyped]

    made = MinHash(num_perm=PERMUTATIONS, seed=SEED, hashfunc=int, scheme=SCHEME)
    upper = of >> _HALF
    for start in range(0, upper.size, _CHUNK):
        made.update_batch(upper[start : start + _CHUNK].tolist())
    return tuple(made.hashvalues.tolist())


def packed(values: Sequence[int]) -> bytes:
    """A signature as four bytes a value; of another length than ours, which nothing could be compared with, none."""
    return np.array(values, np.uint32).tobytes() if len(values) == PERMUTATIONS else b""


def unpacked(signatures: Iterable[bytes]) -> Signatures:
    """Packed signatures as a table, one a row. None may be empty."""
    return np.frombuffer(b"".join(signatures), np.uint32).reshape(-1, PERMUTATIONS)


def estimate(one: Signatures, other: Signatures) -> NDArray[np.float64]:
    """Estimated similarity of each row of a table to the same row of another."""
    alike: NDArray[np.float64] = (one == other).mean(axis=1)
    return alike


def resemblance(one: Shingles, other: Shingles) -> Resemblance:
    """How alike two texts are. Neither may be empty."""
    shared = np.intersect1d(one, other, assume_unique=True).size
    return Resemblance(shared / (one.size + other.size - shared), shared / one.size, shared / other.size)


def candidates(signatures: Signatures) -> Iterator[tuple[int, int, float]]:
    """Pairs of rows that may be copies, the smaller first, with their estimated similarity; in order.

    Locality-sensitive hashing over bands of values; time and memory grow with the rows and the pairs found, not with
    the square of the rows.
    """
    count = len(signatures)
    pairs = np.unique(np.concatenate([_alike(signatures[:, nth * ROWS : (nth + 1) * ROWS]) for nth in range(BANDS)]))
    for start in range(0, pairs.size, _CHUNK):
        first, second = np.divmod(pairs[start : start + _CHUNK], np.int64(max(count, 1)))
        estimates = estimate(signatures[first], signatures[second])
        for one, other, alike in zip(first.tolist(), second.tolist(), estimates.tolist(), strict=True):
            if alike >= MIN_ESTIMATE:
                yield one, other, alike


def _alike(band: Signatures) -> NDArray[np.int64]:
    """Pairs of rows whose values in one band are the same, each as one number: first row times rows, plus second."""
    order = np.lexsort(band.T)
    ordered = band[order]
    starts = np.flatnonzero(np.r_[True, (ordered[1:] != ordered[:-1]).any(axis=1)]) if len(band) else np.zeros(0, int)
    sizes = np.diff(np.r_[starts, len(band)])
    found = [np.zeros(0, np.int64)]
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        rows = np.sort(order[start : start + size]).astype(np.int64)
        first, second = np.triu_indices(size, 1) if size <= MANY else (np.zeros(size - 1, int), np.arange(1, size))
        found.append(rows[first] * len(band) + rows[second])
    return np.concatenate(found)

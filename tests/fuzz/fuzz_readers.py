"""Coverage-guided fuzzing of the readers: any bytes must end in a report that holds, and in time.

    python -m tests.fuzz.fuzz_readers --seeds FOLDER             # writes the first inputs and the kept ones
    python -m tests.fuzz.fuzz_readers FOLDER -max_total_time=3600 -max_len=8000 -len_control=0 -timeout=60
    python -m tests.fuzz.fuzz_readers SMALL FOLDER -set_cover_merge=1 -use_counters=0
    python -m tests.fuzz.fuzz_readers --pack SMALL               # makes it the kept corpus
    python -m tests.fuzz.fuzz_readers INPUT                      # runs one input again

Needs atheris; options with one hyphen are libFuzzer's. An input that breaks something is written to ``crash-…`` in the
working folder, with the traceback on the screen.
"""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

REPEATED = 8
"""One input in so many is read twice: it costs as much as an input more."""


def main() -> None:
    """Hands over to libFuzzer, which does not come back."""
    if sys.argv[1:2] == ["--seeds"]:
        _write_seeds(Path(sys.argv[2]))
        return
    if sys.argv[1:2] == ["--pack"]:
        _pack(Path(sys.argv[2]))
        return
    atheris = importlib.import_module("atheris")  # no part of the environment that everybody installs
    with atheris.instrument_imports(include=["tasks.reading", "tasks.sources", "tasks.weighing"]):
        from tests.fuzz.inputs import parted
        from tests.fuzz.invariants import check

    def one(data: bytes) -> None:
        asked, body = parted(data)
        check(asked, body, is_repeated=crc32(data) % REPEATED == 0)

    # libFuzzer starts itself again by this name, through a shell, to merge.
    command = f"{sys.executable} -m tests.fuzz.fuzz_readers"
    atheris.Setup([command, *sys.argv[1:]], one, custom_mutator=_mutator(atheris))
    atheris.Fuzz()


def _mutator(atheris: Any) -> Any:
    """Every other change is in words and markup; the rest is libFuzzer's, in bytes."""
    from tests.fuzz.snippets import SNIPPETS

    pieces = [snippet.encode("utf-8") for snippet in SNIPPETS]

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if not data or chance.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        for _ in range(chance.choice((1, 1, 2, 4))):
            data = _changed(data, chance, pieces)
        return data[:max_size]

    return mutate


def _changed(data: bytes, chance: random.Random, pieces: list[bytes]) -> bytes:
    ends = [0, *(at for at, byte in enumerate(data) if byte in b"<>\n" and at), len(data)]
    start, end = sorted(chance.choices(ends, k=2))
    start = max(start, 1)  # the first byte says how the page was asked for
    part = data[start : max(start, min(end, start + 2000))]
    match chance.randrange(6):
        case 0:
            return data[:start] + data[start + len(part) :]
        case 1:
            return data[:start] + part * 2 + data[start + len(part) :]
        case 2:
            at = max(1, chance.choice(ends))
            return data[:at] + part + data[at:]
        case 3:
            return bytes([chance.randrange(256)]) + data[1:]
        case _:
            at = max(1, chance.choice(ends))
            return data[:at] + b"".join(chance.choices(pieces, k=chance.choice((1, 2, 5)))) + data[at:]


# The readers must not be imported before atheris can instrument them: nothing of the project stands above.
def _write_seeds(folder: Path) -> None:
    from tests.fuzz.inputs import corpus, seeds

    folder.mkdir(parents=True, exist_ok=True)
    for name, data in (*seeds(), *corpus()):
        (folder / name).write_bytes(data)


def _pack(folder: Path) -> None:
    from tests.fuzz.inputs import pack

    pack(folder)


if __name__ == "__main__":
    main()

"""One bundle or pair of the search, and the search in parts that can go on where it stopped.

`make soak` looks at all of them one after the other. On more cores or with less time:
`python -m tests.evaluation.redteam.searching FILE 1/2` looks at every second number of SEED,
bundles and pairs by turns, and adds a line to FILE for each; what is there already is left out.
"""

import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from mentorship.evaluation.disclosure.protection.suppression import Proof
from tests.evaluation.redteam import draws
from tests.evaluation.redteam.attacks import Target, usual, won
from tests.evaluation.redteam.bundles import Columns, Release
from tests.evaluation.redteam.region import places
from tests.soak.budget import SEED

FIRST = (SEED - 1) * 10_000
BUNDLES = PAIRS = 2_000
# Questions are counted for every tenth number only.
COUNTED = 10


@dataclass(frozen=True)
class Seen:
    """What came of one; the tables are those of the last release, as cells told and hidden."""

    kind: str
    number: int
    a_year: int
    dimensions: int
    lost: dict[str, int]
    tables: dict[str, tuple[int, int]]
    is_proven: bool
    questions: dict[str, int]
    seconds: float


def look_at(kind: str, number: int) -> Seen:
    """Released by the program, attacked by all usual attacks."""
    started = time.process_time()
    asked = draws.pair(number) if kind == "pair" else (draws.bundle(number),)
    releases = draws.released(asked)
    lost = won(releases)
    return Seen(
        kind,
        number,
        asked[0].a_year,
        max(map(len, asked[0].tables)),
        dict(lost),
        {" x ".join(one): told_of(releases[-1], one) for one in asked[0].tables},
        all(one.plan.proof is Proof.OPTIMAL for one in releases)
        and all(one.plan.loss == one.plan.bound for one in releases),
        _questions(releases) if number % COUNTED == 0 else {},
        round(time.process_time() - started, 2),
    )


def told_of(one: Release, columns: Columns) -> tuple[int, int]:
    """How many cells of a table are told, margins too, and how many are hidden."""
    some, cells = frozenset(one.asked.half_years), list(places(columns))
    told = sum((some, place) in one.told for place in cells)
    return told, sum((some, place) in one.hidden for place in cells)


def _questions(releases: list[Release]) -> dict[str, int]:
    target = Target(releases)
    attacks = usual(releases[0].asked)
    return dict(Counter(one.attack for attack in attacks for one in attack(target)))


def numbers_of(part: str) -> range:
    """Of "1/2" the first, the third and so on."""
    which, _, parts = part.partition("/")
    return range(FIRST + int(which) - 1, FIRST + max(BUNDLES, PAIRS), int(parts))


def search(to: Path, part: str) -> None:
    lines = to.read_text("utf-8").splitlines() if to.exists() else []
    done = {(one["kind"], one["number"]) for one in map(json.loads, lines)}
    with to.open("a", encoding="utf-8") as file:
        for number in numbers_of(part):
            for kind in ("bundle", "pair"):
                if (kind, number) not in done:
                    file.write(json.dumps(asdict(look_at(kind, number))) + "\n")
                    file.flush()


if __name__ == "__main__":
    search(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "1/1")

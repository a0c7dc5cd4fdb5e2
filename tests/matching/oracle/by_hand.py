"""Works the points of a proposal out again from the words of the report, as a reader would."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from .naive import CRITERIA


@dataclass(frozen=True)
class ToldPair:
    """What the report tells of one pair: facts in words, points, weights, products and the fit.

    `sums`: what the sum beside each fact comes to.
    """

    mentee: str
    mentor: str
    facts: dict[str, str]
    points: dict[str, int]
    weights: dict[str, int]
    products: dict[str, int]
    sums: dict[str, int]
    fit: int


def told_pairs(report: Path) -> list[ToldPair]:
    """The pairs of an English report, in its order."""
    page = BeautifulSoup(report.read_text("utf-8"), "html.parser")
    return [_told(article) for article in page.select("article.pair")]


def _told(article: Tag) -> ToldPair:
    heading, table = article.find("h3"), article.find("table")
    assert heading
    assert table
    names = re.fullmatch(r"Mentee (\S+) with mentor (\S+)", heading.get_text(" ", strip=True))
    assert names
    sums = [one.extract().get_text() for one in table.select(".points__sum")]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]
    assert len(rows) == len(CRITERIA) + 2, "a header, the criteria, the fit"
    lines = dict(zip(CRITERIA, rows[1:-1], strict=True))
    return ToldPair(
        *names.groups(),
        facts={name: cells[0] for name, cells in lines.items()},
        points={name: _whole(cells[1]) for name, cells in lines.items()},
        weights={name: _whole(cells[2]) for name, cells in lines.items()},
        products={name: _whole(cells[3]) for name, cells in lines.items()},
        sums={
            name: _whole(words.rpartition("=")[2])
            for name, words in zip(CRITERIA, sums, strict=True)
        },
        fit=_whole(rows[-1][-1]),
    )


def _whole(cell: str) -> int:
    return int(re.sub(r"[×,\s]", "", cell))


def by_hand(criterion: str, fact: str) -> int:
    """The points that the words of the report lead to, by the table of the specification."""
    ways: dict[str, Callable[[str], int]] = {
        "travel": _travel,
        "slots": lambda text: {1: 50, 2: 80}.get(int(_numbers(text)[0]), 100),
        "interests": lambda text: _share(text, at_most=5),
        "dislikes": lambda text: _share(text, at_most=3),
        "load": lambda text: 100 if "the only place was free" in text else _share(text),
    }
    return ways.get(criterion, _share)(fact)


def _numbers(text: str) -> list[Fraction]:
    return [Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))]


def _travel(text: str) -> int:
    distance, limit = _numbers(text)
    return floor(100 * (1 - distance / limit))


def _share(text: str, at_most: int = 100) -> int:
    counts = re.search(r"(\d+|none) (?:of|shared,) (\d+)", text)
    if not counts:
        assert "half the points" in text
        return 50
    shared = 0 if counts[1] == "none" else int(counts[1])
    return min(100, floor(Fraction(100 * shared, min(int(counts[2]), at_most))))

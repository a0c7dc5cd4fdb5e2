"""Drawings, report and files of a bundle tell no more of what is hidden than that it is hidden.

Other numbers behind what is refused or told coarser change no byte: so no bar, no axis, no share,
no alternative text and nothing in a PDF can be read for them, by whatever attack.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import Outcome, judge
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.build import bundle
from mentorship.evaluation.package.content import Content, Measured
from tests.evaluation.samples import FINE, KEY, cohort, content, counted, specification, words
from tests.soak.budget import SEED, examples

USUAL, OPEN = Limits(), Limits(threshold=0)


def told(hidden: tuple[int, ...], limits: Limits = USUAL) -> Content:
    """Of the second table a and b together are told, of the third nothing."""
    few, first, second, third = hidden
    wanted = [
        (specification(name="first-table"), {"a": 20, "b": 21, "c": 22}),
        (
            specification(name="second-table", population="others"),
            {"a": 26 - few, "b": few, "c": 22},
        ),
        (
            specification(FINE, name="third-table", population="more"),
            {"a": first, "b": second, "c": third},
        ),
    ]
    measured = tuple(
        Measured(
            judge(one, ["2024-1"], counted(cohort("2024-1", **counts)), (), limits),
            question=words("Whom did it reach?"),
            definition=words("All who were counted."),
        )
        for one, counts in wanted
    )
    return content(measured=measured)


def draws() -> Iterator[tuple[int, ...]]:
    """One cell is few in any case, as it is few that hides the others."""
    for number in range(examples(2, 40)):
        dice = Random(f"report {SEED} {number}")
        yield tuple(dice.randint(0, 9) for _ in range(4))


@pytest.fixture(scope="module")
def usual() -> dict[str, bytes]:
    return unpacked(bundle(told((3, 1, 2, 3)), KEY))


def test_what_is_hidden_changes_no_byte_of_any_file(usual: dict[str, bytes]) -> None:
    plain = told((3, 1, 2, 3))
    outcomes = [one.verdict.outcome for one in plain.measured]
    assert outcomes == [Outcome.AS_ASKED, Outcome.COARSENED, Outcome.REFUSED]
    assert "report.pdf" in usual
    for hidden in draws():
        other = unpacked(bundle(told(hidden), KEY))
        assert [name for name in usual if other[name] != usual[name]] == [], hidden
        assert other.keys() == usual.keys()


def test_what_is_told_changes_drawings_report_and_tables(usual: dict[str, bytes]) -> None:
    """The control: nothing is hidden, and the same other number is seen in each of them."""
    one, other = (
        unpacked(bundle(replace(told(hidden, OPEN), limits=OPEN), KEY))
        for hidden in ((3, 1, 2, 3), (4, 1, 2, 3))
    )
    changed = {name for name in one if one[name] != other[name]}
    assert {"report.pdf", "data/second-table.csv"} <= changed
    assert "data/first-table.csv" not in changed

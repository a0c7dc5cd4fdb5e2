"""What several tables tell together: crossed ones that share one, and tables that come later."""

from collections import Counter
from collections.abc import Mapping
from random import Random

from mentorship.evaluation.crosstabs import CrossSpecification, pair_code
from mentorship.evaluation.disclosure.crossed.guarding import (
    Family,
    attack_together,
    guarded,
)
from mentorship.evaluation.disclosure.crossed.ledger import Before, Numbers
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict, judge_crossed
from mentorship.evaluation.disclosure.releases import Release, release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.tables import CohortCounts, Specification
from tests.evaluation.samples import level, specification, words

TEN = Limits()
Cells = Mapping[str, Mapping[str, int]]  # per half-year, by the letters of row and column


def table(name: str, letters: str) -> Specification:
    finest = level("each", **{one: one for one in letters})
    return specification(finest, level("all", all=letters), name=name)


def numbers(cells: Cells) -> Numbers:
    def counted(place: int | None) -> dict[str, CohortCounts]:
        found = {}
        for cohort, told in cells.items():
            counts = Counter[str]()
            for code, number in told.items():
                counts[pair_code(*code) if place is None else code[place]] += number
            found[cohort] = CohortCounts(cohort, {one: n for one, n in counts.items() if n})
        return found

    return Numbers(counted(None), counted(0), counted(1))


def crossed(name: str, rows: Specification, columns: Specification) -> CrossSpecification:
    return CrossSpecification(name, 1, words(name), rows, columns)


MET, STEPS, KIND = table("met", "ab"), table("steps", "fpn"), table("kind", "xy")
MET_BY_KIND, STEPS_BY_KIND = crossed("met-kind", MET, KIND), crossed("steps-kind", STEPS, KIND)
MET_CELLS = {
    "1": {"ax": 14, "ay": 0, "bx": 20, "by": 48},
    "2": {"ax": 26, "ay": 12, "bx": 0, "by": 12},
    "3": {"ax": 40, "ay": 44, "bx": 22, "by": 44},
}
STEPS_CELLS = {
    "1": {"fx": 14, "fy": 18, "px": 10, "py": 15, "nx": 10, "ny": 15},
    "2": {"fx": 10, "fy": 0, "px": 6, "py": 24, "nx": 10, "ny": 0},
    "3": {"fx": 20, "fy": 20, "px": 2, "py": 8, "nx": 40, "ny": 60},
}
OF_MET, OF_STEPS = numbers(MET_CELLS), numbers(STEPS_CELLS)
FAMILY: Family = {"met-kind": (MET_BY_KIND, OF_MET), "steps-kind": (STEPS_BY_KIND, OF_STEPS)}


class Ledger:
    """Bundles one after the other, each with one crossed table and its own two."""

    def __init__(self) -> None:
        self.before = Before()

    def tell(
        self, one: Specification, counted: Mapping[str, CohortCounts], *half_years: str
    ) -> None:
        found = judge(one, half_years, counted, self.before.tables, TEN)
        assert found.table is not None
        self._add(release_of_table(found.table))

    def cross(self, name: str, *half_years: str, family: Family | None = None) -> CrossVerdict:
        one, own = FAMILY[name]
        margins = []
        for part, counted in ((one.rows, own.rows), (one.columns, own.columns)):
            margins.append(judge(part, half_years, counted, self.before.tables, TEN))
            assert margins[-1].table is not None
            self._add(release_of_table(margins[-1].table))
        found = judge_crossed(
            one, half_years, own, (margins[0], margins[1]), self.before, TEN, family
        )
        if found.release is not None:
            self.before = Before(self.before.tables, [*self.before.crossed, found.release])
        return found

    def _add(self, release: Release) -> None:
        self.before = Before([*self.before.tables, release], self.before.crossed)


def told_in_part(family: Family | None) -> tuple[Ledger, CrossVerdict]:
    """The kinds of end are told over 1 and 2 together and over 2 and 3, not over each of them."""
    ledger = Ledger()
    assert ledger.cross("met-kind", "1", "2", family=family).table is not None
    ledger.tell(MET, OF_MET.rows, "1")
    ledger.tell(STEPS, OF_STEPS.rows, "2")
    return ledger, ledger.cross("steps-kind", "2", "3", family=family)


def test_two_crossed_tables_that_share_a_table_are_attacked_together() -> None:
    """No ring, and yet: where the table they share isn't known in each half-year, one bounds it
    there for the other."""
    ledger, alone = told_in_part(None)
    assert alone.table is not None
    assert alone.attack is not None
    assert alone.attack.is_safe
    together = attack_together(FAMILY, "people", ledger.before, TEN)
    assert together["steps-kind"].unsafe > 0
    ledger, found = told_in_part(FAMILY)
    assert found.table is None or found.table.plain != alone.table.plain
    assert all(
        one.is_safe for one in attack_together(FAMILY, "people", ledger.before, TEN).values()
    )


def test_a_later_table_gives_no_earlier_crossed_one_away() -> None:
    """Its own two tables over a part of the half-years bound each of the parts."""
    rows, columns = table("rows", "abc"), table("columns", "xyz")
    one = crossed("crossed", rows, columns)
    kept_back = tried = 0
    for seed in (*range(40), 71, 198):  # of 300 worlds the last two are given away
        own = numbers(_patterned(Random(seed)))
        family: Family = {"crossed": (one, own)}
        half_years = ["1", "2"]
        margins = (
            judge(rows, half_years, own.rows, (), TEN),
            judge(columns, half_years, own.columns, (), TEN),
        )
        found = judge_crossed(one, half_years, own, margins, Before(), TEN, family)
        if found.table is None or not found.table.hidden or found.release is None:
            continue
        told = [release_of_table(each.table) for each in margins if each.table is not None]
        before = Before(told, [found.release])
        later = (
            judge(rows, ["1"], own.rows, told, TEN),
            judge(columns, ["1"], own.columns, told, TEN),
        )
        kept = guarded(later, family, before, TEN)
        more = [release_of_table(each.table) for each in kept if each.table is not None]
        after = Before([*told, *more], before.crossed)
        assert attack_together(family, "people", after, TEN)["crossed"].is_safe, seed
        tried += bool(more)
        for was, now in zip(later, kept, strict=True):
            if was.table is not None and now.table is None:
                kept_back += 1
                assert now.broken[-1] is Rule.DIFFERENCE
    assert tried > 15
    assert kept_back > 1


def _patterned(dice: Random) -> Cells:
    """Half-years in which other cells are the large ones, so that parts bound a whole."""
    found: dict[str, dict[str, int]] = {}
    for half_year in ("1", "2"):
        base = dice.choice(["diag", "anti", "mix", "mix"])
        found[half_year] = {}
        for i, row in enumerate("abc"):
            for j, column in enumerate("xyz"):
                known = {"diag": i == j, "anti": (i + j) % 3 == 1}
                is_large = known[base] if base in known else dice.random() < 0.4
                found[half_year][row + column] = dice.choice(
                    [11, 14, 18, 25, 40] if is_large else [0, 0, 1, 2, 4]
                )
    return found

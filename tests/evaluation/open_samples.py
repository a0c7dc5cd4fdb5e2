"""A year as it is published: one table in full, one as a total, one with a zero by definition."""

from typing import Any

from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Verdict
from mentorship.evaluation.judging import Judged
from mentorship.evaluation.measures import closures, matches, referrals, training
from mentorship.evaluation.open_figures.telling import told_of
from mentorship.evaluation.tables import (
    CohortCounts,
    Dimension,
    Group,
    Level,
    Specification,
    Words,
)
from mentorship.evaluation.tabulating import table_of

_COHORTS = ("2025-1", "2025-2")


def _group(code: str, *parts: str) -> Group:
    return Group(code, Words(f"groep {code}", f"group {code}"), frozenset(parts or (code,)))


def _specification(measure: str) -> Specification:
    levels = (
        Level(Words("per groep", "per group"), (_group("started"), _group("other"))),
        Level(Words("samen", "together"), (_group("all", "started", "other"),)),
    )
    return Specification(
        id=measure, edition=1, title=Words("Titel", "Title"), unit=Words("stuks", "pieces"),
        population="people", dimension=Dimension(Words("Soort", "Kind"), levels),
    )  # fmt: skip


def told() -> dict[str, Any]:
    """Of matches, referrals, mentors and trajectories, in the order in which nobody looks."""
    both = CohortCounts("2025-1", {"started": 12, "other": 20})
    nobody = CohortCounts("2025-1", {"started": 31}, frozenset({"other"}))
    judged = []
    for measure, level, counts, broken in (
        (matches.BY_ANSWER, 0, both, ()),
        (referrals.BY_OUTCOME, 1, both, (Rule.SMALL_CELL,)),
        (training.TRAINED, 0, nobody, ()),
        (closures.BY_KIND, None, both, (Rule.SMALL_CELL, Rule.DIFFERENCE)),
    ):
        specification = _specification(measure.id)
        table = None if level is None else table_of(specification, level, [counts])
        judged.append(Judged(measure, Verdict(specification, _COHORTS, table, tuple(broken))))
    return told_of(judged, Limits(threshold=10))

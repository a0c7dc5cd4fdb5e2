"""Small tables of invented people."""

from collections.abc import Mapping

from mentorship.evaluation.tables import (
    CohortCounts,
    Dimension,
    Group,
    Level,
    Specification,
    Words,
)


def words(text: str) -> Words:
    return Words(f"{text} (nl)", text)


def level(name: str, **groups: str) -> Level:
    """`level("side", justice="ab", other="c")`: each letter is a finest category."""
    return Level(
        words(name),
        tuple(Group(code, words(code), frozenset(parts)) for code, parts in groups.items()),
    )


FINE = level("per kind", a="a", b="b", c="c")
PAIRED = level("in two", ab="ab", c="c")
WHOLE = level("all", all="abc")


def specification(
    *levels: Level, name: str = "sample", population: str = "people", edition: int = 1
) -> Specification:
    return Specification(
        id=name,
        edition=edition,
        title=words("Sample"),
        unit=words("people"),
        population=population,
        dimension=Dimension(words("Kind"), levels or (FINE, PAIRED, WHOLE)),
    )


def cohort(
    name: str,
    *,
    impossible: str = "",
    contributors: Mapping[str, Mapping[str, int]] | None = None,
    **counts: int,
) -> CohortCounts:
    return CohortCounts(name, counts, frozenset(impossible), contributors or {})


def counted(*cohorts: CohortCounts) -> dict[str, CohortCounts]:
    return {one.cohort: one for one in cohorts}

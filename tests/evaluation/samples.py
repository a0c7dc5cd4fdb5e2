"""Small tables of invented people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.package.content import Change, Content, Measured, Terms
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
        title=words(f"Table {name}"),
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


def content(**changed: object) -> Content:
    """A bundle of three tables: one as asked, one coarser, one refused."""
    wanted = [
        (specification(name="first-table"), {"a": 20, "b": 21, "c": 22}),
        (specification(name="second-table", population="others"), {"a": 20, "b": 3, "c": 22}),
        (specification(FINE, name="third-table", population="more"), {"a": 1, "b": 2, "c": 3}),
    ]
    measured = tuple(
        Measured(
            judge(spec, ["2024-1"], counted(cohort("2024-1", **counts)), (), Limits()),
            question=words("Whom did it reach?"),
            definition=words("All who were counted."),
        )
        for spec, counts in wanted
    )
    plain = Content(
        id=UUID("0f8fad5b-d9cb-469f-a165-70867728950e"),
        language="nl",
        terms=Terms(
            organisation="Hogeschool van de Proef",
            purpose="Procesevaluatie 2024",
            legal_basis=words("Task of public interest"),
            agreement="OVK-2024-7",
            released_on=date(2026, 3, 2),
            expires_on=date(2026, 5, 31),
            destroy_by=date(2026, 12, 31),
        ),
        limits=Limits(),
        cohorts=("2024-1",),
        measured=measured,
        changes=(Change(date(2024, 2, 1), "staff", words("staff"), "=Twee consulenten erbij"),),
        earlier=(),
        fingerprint="00" * 32,
        version="0.1.0",
        settings={"disclosure_threshold": 10},
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

"""Rows about single trajectories in a bundle: as plain data, and what is said of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mentorship.evaluation.package.columns import Column
from mentorship.evaluation.tables import Words
from mentorship.foundation.i18n import current_language, format_list, format_number
from mentorship.foundation.i18n import gettext as _

RECORDS = "records"
TITLE = Words("Rijen over losse trajecten, zonder namen", "Rows about single trajectories")
MEANING = Words(
    "Een rij voor elk traject dat in de tabellen over trajecten geteld is, zonder namen. Er staan "
    "geen datums in, ook niet als aantal dagen vanaf een eerste dag. Van de tijd wordt alleen "
    "verteld in welk halfjaar een traject begon en hoe lang het ongeveer duurde.",
    "A row for each trajectory that the tables about trajectories count, without names. There are "
    "no dates in it, not as days since a first day either. Of time it is only told in which "
    "half-year a trajectory began and about how long it lasted.",
)
PSEUDONYM = Column(
    "pseudonym", "string", Words("Pseudoniem", "Pseudonym"),
    Words(
        "Houdt de rijen uit elkaar; alleen voor deze bundel en deze ontvanger gemaakt.",
        "Tells the rows apart; made for this bundle and this recipient only.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """`level` is the detail in which it is told; by one that others may know (`is_known`) somebody
    might be recognised, the others answer a question."""

    name: str
    title: Words
    description: Words
    labels: Mapping[str, Words]
    level: Words
    is_known: bool


@dataclass(frozen=True, slots=True)
class RecordsTold:
    """Each row begins with its pseudonym, by which they are sorted."""

    columns: tuple[RecordColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    k: int
    l: int  # noqa: E741 (its name in the literature)

    @property
    def known(self) -> tuple[RecordColumn, ...]:
        return tuple(one for one in self.columns if one.is_known)

    @property
    def answers(self) -> tuple[RecordColumn, ...]:
        return tuple(one for one in self.columns if not one.is_known)


@dataclass(frozen=True, slots=True)
class RecordsAnswer:
    """Rows, or why there are none, as far as a stranger may know."""

    told: RecordsTold | None = None
    reason: str = ""
    why: Words = field(default_factory=lambda: Words("", ""))


def columns_of(told: RecordsTold) -> tuple[Column, ...]:
    named = (Column(one.name, "string", one.title, one.description) for one in told.columns)
    return (PSEUDONYM, *named)


def codes_of(told: RecordsTold) -> Iterator[tuple[str, Words, Words]]:
    """Every code with its column before it, what it is called, and what the column says."""
    for column in told.columns:
        for code, label in column.labels.items():
            yield f"{column.name}={code}", label, column.title


def level_of(told: RecordsTold) -> Words:
    return Words(*(_levels(told, language) for language in ("nl", "en")))


def _levels(told: RecordsTold, language: str) -> str:
    return "; ".join(
        f"{one.title.said_in(language)}: {one.level.said_in(language)}" for one in told.columns
    )


def about(answer: RecordsAnswer) -> dict[str, object]:
    """For programs; never how many people are alike in one class."""
    told = answer.told
    if told is None:
        return {"outcome": "refused", "reasons": {answer.reason: _in_both(answer.why)}}
    return {
        "outcome": "told",
        "rows": len(told.rows),
        "k": told.k,
        "l": told.l,
        "levels": {one.name: one.level.en for one in told.known},
        "answers": {one.name: one.level.en for one in told.answers},
        "rules": {
            "k": (
                "in every class of rows that are alike in all columns under levels there are at "
                "least as many people as the threshold, also without those whom one referrer or "
                "mentor knows, or one House where the House isn't told"
            ),
            "answers": (
                "each answer is as fine as a table of it about each group of half-years may be; "
                "one that isn't there may not"
            ),
            "l": "in every class every other column has at least two values",
            "share": (
                "in every class no value of another column is that of more than nine tenths: not "
                "of all, not of the others for somebody who has a row in it, and not of the others "
                "for a referrer, a mentor, or a House that isn't told"
            ),
            "once": "of a half-year rows go out once, to one recipient",
        },
    }


def _in_both(words: Words) -> dict[str, str]:
    return {"nl": words.nl, "en": words.en}


def said(answer: RecordsAnswer | None, threshold: int) -> list[str]:
    """What the papers say of it; nothing where nobody asked for rows."""
    if answer is None:
        return []
    told, language = answer.told, current_language()
    if told is None:
        why = answer.why.said_in(language)
        return [
            _(
                "Rows about single young people were asked for too, and are not in it. %(why)s",
                why=why,
            )
        ]
    return [
        _(
            "In data/records there is one row for each of the %(rows)s trajectories that are "
            "counted in the tables about trajectories, without names, places or dates. Others may "
            "know some things of somebody: %(columns)s. In these at least %(k)s rows are alike. "
            "Whoever knows some young people in such a group, because they came through one "
            "organisation or have one mentor, still finds at least %(threshold)s others in it. And "
            "whoever leaves out themselves, or the young people they know, finds no answer in any "
            "other column that more than nine in ten of the others have. A pseudonym holds for "
            "this bundle and this recipient only. Of a half-year rows go out once.",
            rows=format_number(len(told.rows)),
            columns=_in_detail(told.known),
            k=format_number(told.k),
            threshold=format_number(threshold),
        ),
        _(
            "What the rows answer: %(columns)s. Each of these is as fine as a table of it may be. "
            "Taken together numbers can be counted that are too small for a table. So the rows "
            "stay with this one evaluator, who promised not to look for anybody in them.",
            columns=_in_detail(told.answers),
        ),
    ]


def _in_detail(columns: Iterable[RecordColumn]) -> str:
    language = current_language()
    return format_list(
        _("%(column)s (%(level)s)", column=one.title.said_in(language),
          level=one.level.said_in(language))
        for one in columns
    )  # fmt: skip


def promise() -> str:
    return _(
        "The rows about single young people are for the persons named in this agreement only. Do "
        "not link them to any other data, and do not look for anybody in them."
    )

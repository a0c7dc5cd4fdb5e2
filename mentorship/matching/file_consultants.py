"""Joins the column of consultants with the caseloads that the settings give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Consultant, Mentee
from mentorship.matching.faults import BadInput, Fault, Faults
from mentorship.matching.reading import FilePeople
from mentorship.matching.round_settings import RoundSettings


def with_capped_consultants(
    people: Iterable[Mentee], caseloads: Mapping[str, int]
) -> tuple[Mentee, ...]:
    """Sorted by id; a consultant without a caseload says nothing to a round."""
    known = (
        one if one.consultant in caseloads else replace(one, consultant=None) for one in people
    )
    return tuple(sorted(known, key=lambda mentee: mentee.id))


def consultants_in(
    mentees: FilePeople[Mentee], settings: RoundSettings, warnings: Faults, path: Path | None
) -> tuple[Consultant, ...]:
    """Those of the settings whose young people wait; others are noted.

    Raises `BadInput`: a caseload across two Houses isn't one inside a House.
    """
    houses: dict[str, str | None] = {}
    faults = Faults()
    for one in mentees.people:
        if one.consultant is not None and one.consultant in settings.consultants:
            first = houses.setdefault(one.consultant, one.house)
            if first != one.house:
                faults.add(_of_two_houses(mentees, one, first))
    if faults.count:
        raise BadInput(faults)
    for id_ in sorted(settings.consultants.keys() - houses.keys()):
        warnings.add(_without_anybody(path, id_))
    return tuple(
        Consultant(id=id_, house=house, places=settings.consultants[id_])
        for id_, house in sorted(houses.items())
    )


def _of_two_houses(mentees: FilePeople[Mentee], one: Mentee, first: str | None) -> Fault:
    return Fault(
        file=mentees.file,
        row=mentees.row_of[one.id],
        column=mentees.header.called("consultant"),
        value=one.consultant,
        problem=_l(
            "Young people of this consultant are of two Houses: %(first)s and %(second)s.",
            first=first or "–",
            second=one.house or "–",
        ),
        remedy=_l(
            "Give the consultant a name for each House, with a caseload of its own in the settings."
        ),
    )


def _without_anybody(path: Path | None, id_: str) -> Fault:
    return Fault(
        file=path.name if path else "",
        setting=f"consultants.{id_}",
        problem=_l("Nobody in the file of mentees has this consultant."),
        remedy=_l("Write it as in the column consultant."),
    )

"""Says of every criterion how its points come about, with the numbers of the engine.

In general, and for one pair with its own figures: both are filled in the same forms here.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from mentorship.foundation.i18n import format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.criteria import FULL, POINTS_PER_SHARED_SLOT, UNKNOWN
from mentorship.matching.assignment.model import (
    DISLIKES_THAT_COUNT,
    INTERESTS_THAT_COUNT,
    Criterion,
)
from mentorship.matching.words.told import Told, wishes_met
from mentorship.matching.words.wording import exact_kilometres

_FRACTION = 100  # of a point, in which a sum that is no whole number is told


def points_words(criterion: Criterion) -> str:
    """In general, as the entry of the algorithm register has it."""
    return _POINTS[criterion]()


def sum_words(told: Told, criterion: Criterion, weight: int) -> str:
    """For this pair, up to the product with the weight, so that it can be done again by hand."""
    return "; ".join((_points_of(told, criterion), _times(told.pair.points[criterion], weight)))


def _times(points: int, weight: int) -> str:
    return f"× {format_number(weight)} = {format_number(points * weight)}"


def _points_of(told: Told, criterion: Criterion) -> str:
    if criterion is Criterion.SLOTS:
        return _slots_here(len(told.pair.shared_slots), told.pair.points[criterion])
    if criterion is Criterion.TRAVEL:
        return _distance_here(told)
    shared, asked = _PARTS[criterion](told)
    if not asked:
        return _("unknown: %(unknown)s", unknown=UNKNOWN)
    return _worked_out(_part(str(shared), str(asked)), FULL * shared, asked)


def _distance_here(told: Told) -> str:
    metres = told.pair.metres
    limit = min(told.mentee.max_travel_m, told.mentor.max_travel_m)
    form = _nearer(exact_kilometres(metres), exact_kilometres(limit))
    return _worked_out(form, FULL * (limit - metres), limit)


def _slots_here(shared: int, points: int) -> str:
    return _("%(steps)s; here %(shared)s, so %(points)s",
             steps=_slots(), shared=shared, points=points)  # fmt: skip


def _worked_out(form: str, above: int, below: int) -> str:
    """What comes out, cut off after two decimals, so that it never looks like a point more."""
    value = format_number(above * _FRACTION // below / _FRACTION)
    if above > FULL * below:
        return _("%(form)s = %(value)s, at most %(full)s", form=form, value=value, full=FULL)
    if above % below:
        return _("%(form)s = %(value)s; rounded down %(points)s",
                 form=form, value=value, points=above // below)  # fmt: skip
    return f"{form} = {value}"


def _nearer(distance: str, limit: str) -> str:
    return f"{FULL} × (1 − {distance} / {limit})"


def _part(shared: str, asked: str) -> str:
    return f"{FULL} × {shared} / {asked}"


_PARTS: MappingProxyType[Criterion, Callable[[Told], tuple[int, int]]] = MappingProxyType(
    {
        Criterion.INTERESTS: lambda told: (
            len(told.shared_interests),
            min(len(told.mentee.interests), INTERESTS_THAT_COUNT),
        ),
        Criterion.THEMES: lambda told: (len(told.shared_themes), len(told.mentee.themes)),
        Criterion.LANGUAGES: lambda told: (len(told.shared_languages), len(told.mentee.languages)),
        Criterion.DISLIKES: lambda told: (
            len(told.shared_dislikes),
            min(len(told.mentee.dislikes), DISLIKES_THAT_COUNT),
        ),
        Criterion.WISHES: wishes_met,
        Criterion.LOAD: lambda told: (told.mentor.free_seats, told.mentor.seats),
    }
)


def _travel() -> str:
    return _nearer(_("distance"), _("the shorter travel limit of the two"))


def _slots() -> str:
    _none, *steps, most = (int(points) for points in POINTS_PER_SHARED_SLOT)
    told = [f"{shared}: {points}" for shared, points in enumerate(steps, 1)]
    return _(
        "shared parts of the week: %(steps)s; %(number)s or more: %(most)s",
        steps="; ".join(told),
        number=len(steps) + 1,
        most=most,
    )


def _interests() -> str:
    asked = _("interests of the mentee, of which at most %(most)s count", most=INTERESTS_THAT_COUNT)
    return _or_unknown(_part(_("shared"), asked))


def _themes() -> str:
    return _or_unknown(_part(_("themes wanted and offered"), _("themes wanted")))


def _languages() -> str:
    return _part(_("shared languages"), _("languages of the mentee"))


def _dislikes() -> str:
    asked = _("dislikes of the mentee, of which at most %(most)s count", most=DISLIKES_THAT_COUNT)
    return _or_unknown(_part(_("shared"), asked))


def _wishes() -> str:
    form = _part(_("wishes met"), _("wishes about the mentor that are no conditions"))
    return _("%(form)s; no wishes: %(unknown)s", form=form, unknown=UNKNOWN)


def _load() -> str:
    return _part(_("free places before the round"), _("places of the mentor"))


def _or_unknown(form: str) -> str:
    return _("%(form)s; not filled in: %(unknown)s", form=form, unknown=UNKNOWN)


_POINTS: MappingProxyType[Criterion, Callable[[], str]] = MappingProxyType(
    {
        Criterion.TRAVEL: _travel,
        Criterion.SLOTS: _slots,
        Criterion.INTERESTS: _interests,
        Criterion.THEMES: _themes,
        Criterion.LANGUAGES: _languages,
        Criterion.DISLIKES: _dislikes,
        Criterion.WISHES: _wishes,
        Criterion.LOAD: _load,
    }
)

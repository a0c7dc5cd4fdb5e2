"""Says of every criterion how its points come about, with the numbers of the engine."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.criteria import FULL, POINTS_PER_SHARED_SLOT, UNKNOWN
from mentorship.matching.assignment.model import (
    DISLIKES_THAT_COUNT,
    INTERESTS_THAT_COUNT,
    Criterion,
)


def points_words(criterion: Criterion) -> str:
    return _POINTS[criterion]()


def _travel() -> str:
    return _("%(full)s × (1 − distance / the shorter travel limit of the two)", full=FULL)


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
    return _(
        "%(full)s × shared / interests of the mentee, of which at most %(most)s count; not filled "
        "in: %(unknown)s",
        full=FULL,
        most=INTERESTS_THAT_COUNT,
        unknown=UNKNOWN,
    )


def _themes() -> str:
    return _(
        "%(full)s × themes wanted and offered / themes wanted; not filled in: %(unknown)s",
        full=FULL,
        unknown=UNKNOWN,
    )


def _languages() -> str:
    return _("%(full)s × shared languages / languages of the mentee", full=FULL)


def _dislikes() -> str:
    return _(
        "%(full)s × shared / dislikes of the mentee, of which at most %(most)s count; not filled "
        "in: %(unknown)s",
        full=FULL,
        most=DISLIKES_THAT_COUNT,
        unknown=UNKNOWN,
    )


def _wishes() -> str:
    return _(
        "%(full)s × wishes met / wishes about the mentor that are no conditions; no wishes: "
        "%(unknown)s",
        full=FULL,
        unknown=UNKNOWN,
    )


def _load() -> str:
    return _("%(full)s × free places before the round / places of the mentor", full=FULL)


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

"""Tells the facts from which a reader can work out the points of each criterion."""

from __future__ import annotations

from mentorship.foundation.i18n import format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import (
    DISLIKES_THAT_COUNT,
    INTERESTS_THAT_COUNT,
    Criterion,
)
from mentorship.matching.words.told import Told, labels, wish_words, wishes_met
from mentorship.matching.words.wording import exact_kilometres
from mentorship.profiles.languages import language_names
from mentorship.profiles.vocabulary import TagList


def criterion_words(told: Told, criterion: Criterion) -> str:
    """The facts from which the points of this criterion can be computed by hand."""
    return _CRITERION_WORDS[criterion](told)


def _travel_words(told: Told) -> str:
    return _(
        "exactly %(km)s km; the shorter limit is %(limit)s km",
        km=exact_kilometres(told.pair.metres),
        limit=exact_kilometres(min(told.mentee.max_travel_m, told.mentor.max_travel_m)),
    )


def _slots_words(told: Told) -> str:
    count = len(told.pair.shared_slots)
    return ngettext("%(num)d shared part", "%(num)d shared parts", count)


def _interests_words(told: Told) -> str:
    asked = min(len(told.mentee.interests), INTERESTS_THAT_COUNT)
    return _tag_words(told.shared_interests, asked, told.vocabulary.interests)


def _themes_words(told: Told) -> str:
    return _tag_words(told.shared_themes, len(told.mentee.themes), told.vocabulary.themes)


def _dislikes_words(told: Told) -> str:
    asked = min(len(told.mentee.dislikes), DISLIKES_THAT_COUNT)
    return _tag_words(told.shared_dislikes, asked, told.vocabulary.interests)


def _languages_words(told: Told) -> str:
    return _(
        "%(shared)d of %(asked)d: %(names)s",
        shared=len(told.shared_languages),
        asked=len(told.mentee.languages),
        names=language_names(told.shared_languages),
    )


def _tag_words(shared: frozenset[str], asked: int, tags: TagList) -> str:
    if not asked:
        return _("not filled in by the mentee, so half the points")
    if not shared:
        return _("none of %(asked)d", asked=asked)
    if len(shared) > asked:
        return _(
            "%(shared)d shared, %(most)d count: %(names)s",
            shared=len(shared),
            most=asked,
            names=labels(shared, tags),
        )
    return _(
        "%(shared)d of %(asked)d: %(names)s",
        shared=len(shared),
        asked=asked,
        names=labels(shared, tags),
    )


def _wishes_words(told: Told) -> str:
    met, asked = wishes_met(told)
    if not asked:
        return _("no wishes, so half the points")
    return _(
        "%(met)d of %(asked)d met: %(wishes)s",
        met=met,
        asked=asked,
        wishes=format_list(wish_words(told)),
    )


def _load_words(told: Told) -> str:
    if told.mentor.free_seats == told.mentor.seats == 1:
        return _("the only place was free before the round")
    return _(
        "%(free)d of %(seats)d places free before the round",
        free=told.mentor.free_seats,
        seats=told.mentor.seats,
    )


_CRITERION_WORDS = {
    Criterion.TRAVEL: _travel_words,
    Criterion.SLOTS: _slots_words,
    Criterion.INTERESTS: _interests_words,
    Criterion.THEMES: _themes_words,
    Criterion.LANGUAGES: _languages_words,
    Criterion.DISLIKES: _dislikes_words,
    Criterion.WISHES: _wishes_words,
    Criterion.LOAD: _load_words,
}

"""What is supposed of a round, as the question that a consultant asks, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mentorship.foundation.i18n import format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Criterion, Price, Rule
from mentorship.matching.rounds.supposing import Kind, Question
from mentorship.matching.words.prices import outcome_words
from mentorship.matching.words.wording import CRITERION_NAMES, whole_or_tenths
from mentorship.profiles.languages import language_name
from mentorship.profiles.week import slot_name


def question_words(
    asked: Question, mentee: str, mentor: str, weights: Mapping[Criterion, int]
) -> str:
    who = mentee or mentor
    if asked.kind is Kind.PIN:
        return _("What if %(mentee)s and %(mentor)s belong together?",
                 mentee=mentee, mentor=mentor)  # fmt: skip
    if asked.kind is Kind.BAN:
        return _("What if %(mentee)s and %(mentor)s don't come together?",
                 mentee=mentee, mentor=mentor)  # fmt: skip
    if asked.kind is Kind.TRAVEL:
        return _travel(asked, mentee, mentor)
    if asked.kind is Kind.SLOT:
        return _("What if %(who)s is also free on %(slot)s?", who=who, slot=slot_name(asked.slot))
    if asked.kind is Kind.LANGUAGE:
        return _("What if %(who)s can also talk in this language: %(language)s?",
                 who=who, language=language_name(asked.language))  # fmt: skip
    if asked.kind is Kind.SEAT:
        return _("What if %(mentor)s has one more place?", mentor=mentor)
    return _weight(asked, weights) if asked.kind is Kind.WEIGHT else _wish(asked, mentee)


def came_of_it(kind: Kind, loss: Price) -> str:
    """What is won and lost, as one sentence; of other weights no points, which say nothing."""
    if kind is not Kind.WEIGHT:
        return _("Then the round as a whole has %(outcome)s.", outcome=outcome_words(loss))
    if not (loss.class_1 or loss.class_2 or loss.class_3):
        return _("Then the round as a whole has just as many matches in each priority.")
    matches = replace(loss, worst_fit=None, points=0)
    return _("Then the round as a whole has %(outcome)s.", outcome=outcome_words(matches))


def _travel(asked: Question, mentee: str, mentor: str) -> str:
    theirs, ours = (whole_or_tenths(m) for m in (asked.mentee_metres, asked.mentor_metres))
    if mentee and mentor:
        return _("What if %(mentee)s travels %(theirs)s km and %(mentor)s %(ours)s km further?",
                 mentee=mentee, theirs=theirs, mentor=mentor, ours=ours)  # fmt: skip
    return _("What if %(who)s travels %(km)s km further?",
             who=mentee or mentor, km=theirs if mentee else ours)  # fmt: skip


def _wish(asked: Question, mentee: str) -> str:
    if asked.wish is Rule.WISH_GENDER:
        return _("What if the condition of %(mentee)s about the mentor's gender becomes a wish?",
                 mentee=mentee)  # fmt: skip
    return _("What if the condition of %(mentee)s about the mentor's age becomes a wish?",
             mentee=mentee)  # fmt: skip


def _weight(asked: Question, weights: Mapping[Criterion, int]) -> str:
    criterion = asked.criterion or Criterion.TRAVEL
    return _(
        "What if “%(criterion)s” weighs %(weight)s instead of %(before)s?",
        criterion=CRITERION_NAMES[criterion],
        weight=format_number(asked.weight),
        before=format_number(weights[criterion]),
    )

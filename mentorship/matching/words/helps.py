"""What would help somebody who waits, in sentences that can be read aloud to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mentorship.foundation.i18n import format_either, format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.helps import Help, Helps, Verdict
from mentorship.matching.assignment.model import Reason, Rule
from mentorship.matching.words.conditions import (
    if_words,
    languages_condition,
    seat_condition,
    slots_condition,
    travel_condition,
    wish_condition,
)
from mentorship.profiles.languages import language_name
from mentorship.profiles.week import slot_name


@dataclass(frozen=True, slots=True)
class Names:
    """Of mentors by the id the round knows them by, and of mentees who may be named.

    Without `mentees` everybody goes by that id, as in files.
    """

    mentors: Mapping[str, str] = field(default_factory=dict)
    mentees: Mapping[str, str] | None = None

    def mentor(self, id_: str) -> str:
        return self.mentors.get(id_, id_)

    def named(self, ids: Sequence[str]) -> list[str]:
        """Those of these mentees who may be named."""
        if self.mentees is None:
            return list(ids)
        return [self.mentees[id_] for id_ in ids if id_ in self.mentees]


@dataclass(frozen=True, slots=True)
class HelpPart:
    """What is said of it: a line for each change, and how much wasn't said."""

    heading: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    helps: bool


def help_part(helps: Helps, mentee: str, names: Names, reason: Reason | None = None) -> HelpPart:
    """`reason` is why the mentee waits."""
    verdict = helps.told[0].verdict if helps.told else None
    is_full = reason in (Reason.CASELOAD, Reason.CONSULTANT) and verdict not in _GIVES_A_MENTOR
    return HelpPart(
        heading=_heading_when_full(verdict) if is_full else _heading(verdict, mentee),
        lines=tuple(help_words(one, mentee, names) for one in helps.told),
        notes=tuple(_notes(helps, mentee)),
        helps=verdict is Verdict.HELPS,
    )


def help_words(one: Help, mentee: str, names: Names) -> str:
    said = if_words(_condition(one, mentee, names.mentor(one.by)), _outcome(one, names))
    return " ".join((said, *_losers(one, names)))


def value_name(rule: Rule, value: str) -> str:
    """A part of the week or a language, as pages call it."""
    return slot_name(value) if rule is Rule.SLOTS else language_name(value)


def guided_words(mentor: str, number: int) -> str:
    """Beside a place more: how many that mentor has now, or is asked for."""
    if not number:
        return _("%(mentor)s guides nobody now.", mentor=mentor)
    return ngettext(
        "%(mentor)s now guides or is asked for %(num)s young person.",
        "%(mentor)s now guides or is asked for %(num)s young people.",
        number,
        mentor=mentor,
    )


def pinned_words(mentor: str, mentees: Sequence[str], names: Names) -> str:
    """Who holds every place of this mentor; of colleagues nobody is named."""
    named = names.named(mentees)
    whom = format_list(named) if len(named) == len(mentees) else _("somebody else")
    return ngettext(
        "The place of %(mentor)s is pinned for %(whom)s.",
        "The places of %(mentor)s are pinned for %(whom)s.",
        len(mentees),
        mentor=mentor,
        whom=whom,
    )


_GIVES_A_MENTOR = (Verdict.HELPS, Verdict.COSTS)


def _heading_when_full(verdict: Verdict | None) -> str:
    """Of one who would have a mentor if there were a place with the House or the consultant."""
    lacking = _(
        "One change gives no mentor yet: a place with a consultant is lacking, not a mentor."
    )
    if verdict is Verdict.FITS:
        return " ".join((lacking, _("With this one more mentor would fit:")))
    return lacking


def _heading(verdict: Verdict | None, mentee: str) -> str:
    if verdict is Verdict.HELPS:
        return _("This helps:")
    if verdict is Verdict.COSTS:
        return _(
            "With one change no mentor comes unless somebody else waits. With this %(mentee)s "
            "has a mentor, at the cost of another young person:",
            mentee=mentee,
        )
    if verdict is Verdict.FITS:
        return _(
            "One change gives no mentor yet. With this one fits, but in this round that place goes "
            "to somebody who counts more:"
        )
    return _("One change gives no mentor yet.")


def _condition(one: Help, mentee: str, by: str) -> str:
    who = by if one.by else mentee
    named = format_either(value_name(one.rule, value) for value in one.values)
    if one.rule is Rule.SLOTS:
        return slots_condition(who, named)
    if one.rule is Rule.LANGUAGE:
        return languages_condition(mentee, named)
    if one.rule is Rule.TRAVEL:
        return travel_condition(mentee, one.mentee_extra_m, by, one.mentor_extra_m)
    return seat_condition(by) if one.rule is Rule.CAPACITY else wish_condition(one.rule, mentee)


def _outcome(one: Help, names: Names) -> str:
    if one.by and one.mentors == (one.by,):
        if one.rule is Rule.CAPACITY:
            return _("this mentor fits")
        return _("they fit")
    named = [names.mentor(mentor) for mentor in one.mentors]
    if one.more_mentors:
        named.append(ngettext("%(num)s other", "%(num)s others", one.more_mentors))
    mentors = format_either(named)
    if one.rule is Rule.CAPACITY:
        return _("there is room with %(mentors)s", mentors=mentors)
    return _("%(name)s fits", name=mentors)


def _losers(one: Help, names: Names) -> Iterator[str]:
    named = names.named(one.losers)
    if named:
        yield _("Then %(names)s has to wait.", names=format_list(named))
    if others := len(one.losers) - len(named):
        yield ngettext(
            "Then %(num)s other young person has to wait.",
            "Then %(num)s other young people have to wait.",
            others,
        )


def _notes(helps: Helps, mentee: str) -> Iterator[str]:
    if helps.told and helps.told[0].verdict is Verdict.HELPS:
        yield _("Then %(mentee)s has a mentor, and nobody else loses theirs.", mentee=mentee)
    if helps.more:
        yield ngettext(
            "%(num)s more change would do as much.",
            "%(num)s more changes would do as much.",
            helps.more,
        )
    if not helps.is_complete:
        yield _("This round is too large to look at every change of a mentor.")

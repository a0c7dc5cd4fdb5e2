"""Says in sentences why two people were proposed to each other, and why somebody waits."""

from __future__ import annotations

from collections.abc import Iterator

from mentorship.foundation.i18n import format_list, format_number, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Mentee, Reason, Unmatched
from mentorship.matching.words.told import Told, labels, wish_words, wishes_met
from mentorship.matching.words.wording import kilometres
from mentorship.profiles.languages import language_names
from mentorship.profiles.week import slot_names


def reasons(told: Told) -> tuple[str, ...]:
    """What speaks for this pair and what less, in the order in which a person would tell it."""
    return (*_for(told), *_less(told))


def _for(told: Told) -> Iterator[str]:
    pair, tags = told.pair, told.vocabulary
    if pair.is_pinned:
        yield _("A consultant has pinned this pair.")
    if pair.metres:
        yield _("They live %(km)s km apart.", km=kilometres(pair.metres))
    else:
        yield _("They live in the same place.")
    yield _("Both are free on %(slots)s.", slots=slot_names(pair.shared_slots))
    yield _("They can talk in %(languages)s.", languages=language_names(told.shared_languages))
    if shared := told.shared_interests:
        yield _("Both like %(tags)s.", tags=labels(shared, tags.interests))
    if shared := told.shared_themes:
        yield _(
            "Mentor %(mentor)s can help with %(tags)s.",
            mentor=pair.mentor,
            tags=labels(shared, tags.themes),
        )
    if shared := told.shared_dislikes:
        yield _("Neither cares for %(tags)s.", tags=labels(shared, tags.interests))
    met, asked = wishes_met(told)
    if asked and met == asked:
        yield _(
            "The mentor is what the mentee wishes: %(wishes)s.",
            wishes=format_list(wish_words(told)),
        )


def _less(told: Told) -> Iterator[str]:
    mentee, mentor = told.mentee, told.mentor
    if mentee.interests and not told.shared_interests:
        yield _("They share no interests.")
    if mentee.themes and not told.shared_themes:
        yield _("The mentor brings none of the themes asked for.")
    met, asked = wishes_met(told)
    if met < asked:
        yield _wishes_missed(met, asked, format_list(wish_words(told)))
    if told.pair.lending_penalty:
        yield _(
            "House %(theirs)s may lend this mentor to House %(ours)s, but has to agree first.",
            theirs=mentor.house,
            ours=mentee.house,
        )


def _wishes_missed(met: int, asked: int, wishes: str) -> str:
    if met:
        return _("Not every wish about the mentor is met (%(wishes)s).", wishes=wishes)
    return ngettext(
        "The wish about the mentor isn't met (%(wishes)s).",
        "None of the wishes about the mentor is met (%(wishes)s).",
        asked,
        wishes=wishes,
    )


def waiting_reason(waiting: Unmatched, mentee: Mentee, floor: int) -> str:
    """Why this mentee has no proposal, in one or two sentences."""
    if waiting.reason is Reason.BELOW_FLOOR:
        why = ngettext(
            "%(num)d mentor passes all rules but fits too little, under %(floor)s points.",
            "%(num)d mentors pass all rules but fit too little, under %(floor)s points.",
            waiting.below_floor,
            floor=format_number(floor),
        )
        return why + " " + _("Waiting is better than a bad match.")
    return {
        Reason.NO_MENTORS: _("There is no mentor in this round."),
        Reason.BLOCKED: _("With every mentor at least one rule stands in the way."),
        Reason.CASELOAD: _(
            "House %(house)s can't take on more mentees in this round.", house=mentee.house or "–"
        ),
        Reason.CONSULTANT: _(
            "%(consultant)s can't take on more young people in this round. "
            "A place with the consultant is lacking, not a mentor.",
            consultant=mentee.consultant or "–",
        ),
        Reason.OTHERS_SERVED: _(
            "There are mentors who fit, but in this round their places go to others."
        ),
    }[waiting.reason]

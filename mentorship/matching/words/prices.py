"""What another choice gives up, in words: matches per priority, and points."""

from __future__ import annotations

from collections.abc import Iterator

from mentorship.foundation.i18n import format_number, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.price import Price, Prices, RunnerUp


def outcome_words(price: Price) -> str:
    """What the round has then, as it ends the sentence "then the round has …"."""
    parts = list(_parts(price))
    if not parts:
        return _("just as many matches and points")
    *before, last = parts
    if not (price.class_1 or price.class_2 or price.class_3 or price.worst_fit):
        return _("just as many matches, and together %(points)s", points=last)
    if not before:
        return last
    return _("%(these)s and %(this)s", these=", ".join(before), this=last)


def without_words(price: Price) -> str:
    return _("Without this match the round as a whole has %(outcome)s.",
             outcome=outcome_words(price))  # fmt: skip


def other_mentor_words(mentor: str, price: Price) -> str:
    return _("With %(mentor)s instead the round as a whole has %(outcome)s.",
             mentor=mentor, outcome=outcome_words(price))  # fmt: skip


def serving_words(mentor: str, price: Price) -> str:
    """Of somebody who waits: the cheapest mentor, and what that costs others."""
    return _(
        "With a match now, with %(mentor)s, the round as a whole would have %(outcome)s.",
        mentor=mentor,
        outcome=outcome_words(price),
    )


def otherwise(prices: Prices | None, mentee: str) -> Iterator[str]:
    """All that is known about another choice than this mentee's proposal; by the ids of a round."""
    if prices is None or mentee not in prices.refusal:
        return
    yield without_words(prices.refusal[mentee])
    if other := prices.other_mentor.get(mentee):
        yield other_mentor_words(other.mentor, other.price)
    if other := prices.other_mentee.get(mentee):
        yield _other_mentee_words(other)


def _other_mentee_words(other: RunnerUp) -> str:
    return _(
        "With %(mentor)s for %(mentee)s the round as a whole has %(outcome)s.",
        mentor=other.mentor,
        mentee=other.mentee,
        outcome=outcome_words(other.price),
    )


def _parts(price: Price) -> Iterator[str]:
    for number, lost in enumerate((price.class_1, price.class_2, price.class_3), 1):
        if lost > 0:
            yield ngettext(
                "%(num)s match fewer in priority %(priority)s",
                "%(num)s matches fewer in priority %(priority)s",
                lost,
                priority=number,
            )
        if lost < 0:
            yield ngettext(
                "%(num)s match more in priority %(priority)s",
                "%(num)s matches more in priority %(priority)s",
                -lost,
                priority=number,
            )
    if worst := price.worst_fit:
        yield _worst_fit(worst)
        yield from _points_together(price.points)
    elif price.points > 0:
        yield _("%(points)s points less", points=format_number(price.points))
    elif price.points < 0:
        yield _("%(points)s points more", points=format_number(-price.points))


def _worst_fit(lost: int) -> str:
    if lost > 0:
        return _(
            "%(points)s points less for the proposal that fits least", points=format_number(lost)
        )
    return _("%(points)s points more for the proposal that fits least", points=format_number(-lost))


def _points_together(lost: int) -> Iterator[str]:
    """Beside points of one proposal it is said of which these are."""
    if lost > 0:
        yield _("%(points)s points less together", points=format_number(lost))
    if lost < 0:
        yield _("%(points)s points more together", points=format_number(-lost))

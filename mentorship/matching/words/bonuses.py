"""Says what counts beside the fit when the round chooses, up to the sum that it counts with."""

from __future__ import annotations

from collections.abc import Iterator

from mentorship.foundation.i18n import format_date, format_number, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Policy
from mentorship.matching.words.told import Told


def bonus_words(told: Told, policy: Policy) -> Iterator[str]:
    together = told.pair.fit + told.pair.waiting_bonus
    yield _waiting(told, policy, format_number(together))
    if told.pair.stay_bonus:
        yield _(
            "Stands as a proposal already: %(bonus)s points on top; together %(sum)s.",
            bonus=format_number(told.pair.stay_bonus),
            sum=format_number(together + told.pair.stay_bonus),
        )


def _waiting(told: Told, policy: Policy, together: str) -> str:
    since = format_date(told.mentee.waiting_since)
    if not policy.points_per_week:
        return _("Waiting since %(since)s; waiting gives no points in this round.", since=since)
    weeks = told.pair.waiting_bonus // policy.points_per_week
    if weeks == policy.weeks_at_most:
        return ngettext(
            "Waiting since %(since)s. %(num)s week (no more count) × %(each)s = %(bonus)s points "
            "for waiting; together %(sum)s.",
            "Waiting since %(since)s. %(num)s weeks (no more count) × %(each)s = %(bonus)s points "
            "for waiting; together %(sum)s.",
            weeks,
            since=since,
            each=format_number(policy.points_per_week),
            bonus=format_number(told.pair.waiting_bonus),
            sum=together,
        )
    return ngettext(
        "Waiting since %(since)s. %(num)s full week × %(each)s = %(bonus)s points for waiting; "
        "together %(sum)s.",
        "Waiting since %(since)s. %(num)s full weeks × %(each)s = %(bonus)s points for waiting; "
        "together %(sum)s.",
        weeks,
        since=since,
        each=format_number(policy.points_per_week),
        bonus=format_number(told.pair.waiting_bonus),
        sum=together,
    )

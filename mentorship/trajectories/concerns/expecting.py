"""What a mentor may expect of a concern that nobody has yet: who was told, and who is told when."""

from collections.abc import Iterator
from datetime import datetime

from mentorship.accounts.queries import names_of
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date, format_list, format_time
from mentorship.foundation.i18n import gettext as _
from mentorship.region.queries import find_house
from mentorship.trajectories.concerns import duty, queries, rules, telling
from mentorship.trajectories.concerns.models import Concern, Level
from mentorship.trajectories.course import settings_of


def title_of(db: Db, concern: Concern) -> str:
    return _("What you told %(when)s", when=when(db, concern.raised_at))


def when(db: Db, moment: datetime) -> str:
    """Told or still to come, in words within a sentence."""
    if day_of(moment) == today(db):
        return _("today at %(time)s", time=format_time(moment))
    return _("on %(day)s at %(time)s", day=format_date(day_of(moment)), time=format_time(moment))


def expected_of(db: Db, concern: Concern) -> list[str]:
    """The real terms, so that nobody waits at night for a call that can't come.

    Of one whose holder can't open it any more only when it is read: nobody was told again yet.
    """
    told = [*_told(db, concern), *_still_told(db, concern)] if concern.is_unseen else []
    read = _(
        "This is read %(hours)s. At other times nobody reads it: then call 113, or 112 when "
        "somebody is in danger.",
        hours=duty.on_duty(db).hours,
    )
    return [read, *told]


def _told(db: Db, concern: Concern) -> Iterator[str]:
    if concern.level is Level.CONSULTANT:
        names = names_of(db, telling.consultants_on_duty(db, concern)).values()
        if names:
            yield _("Got an e-mail about it: %(names)s.", names=format_list(sorted(names)))
        return
    yield _("Got an e-mail about it: %(names)s.", names=_all_of(db, concern))
    if concern.level is Level.COORDINATOR:
        yield _("The coordinator knows that it waits, and not what it is.")


def _still_told(db: Db, concern: Concern) -> Iterator[str]:
    terms = rules.Terms.of(settings_of(db))
    levels = [Level.CONSULTANT, Level.HOUSE]
    for level in levels[levels.index(concern.level) :] if concern.level in levels else ():
        at = rules.tells_more_at(concern.raised_at, is_now=concern.is_now, level=level, terms=terms)
        if level is Level.CONSULTANT:
            yield _(
                "If nobody has it by then, we also tell %(names)s %(when)s.",
                names=_all_of(db, concern), when=when(db, at),
            )  # fmt: skip
        else:
            yield _(
                "And the coordinator %(when)s: that it waits, not what it is.", when=when(db, at)
            )


def _all_of(db: Db, concern: Concern) -> str:
    house = find_house(db, queries.house_of(db, concern))
    return _("all mentor consultants of %(house)s", house=house.name if house else "")

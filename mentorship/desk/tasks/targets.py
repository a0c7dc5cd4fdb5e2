"""About targets and money: for who sets them, and for a consultant whose trajectories go on after
the money."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import select

from mentorship.accounts.access import UserActor
from mentorship.desk.targets import queries, reaching
from mentorship.desk.targets.models import Funding
from mentorship.desk.targets.rules import funded_until
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date, format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.region.queries import short_names
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory


def managing(db: Db, actor: UserActor) -> Iterator[Task]:
    """Houses without a target for this year, and money that ends."""
    year, names = today(db).year, short_names(db)
    targets = queries.targets_of(db, year)
    missing = sorted(name for code, name in names.items() if code not in targets)
    yield from counted(
        len(missing),
        _("No target for %(year)s yet", year=year),
        _("Set the target"),
        Place("targets.index"),
        more=format_list(missing),
    )
    found = queries.fundings(db)
    if found:
        yield from _ends(db, found, names)


def _ends(db: Db, found: list[Funding], names: dict[str, str]) -> Iterator[Task]:
    """Houses of which the money ends on the same day are one line; later ends only where
    trajectories go on after them."""
    day, money = today(db), queries.moneys(found)
    soon = day + timedelta(days=settings_of(db).funding_notice_days)
    past = queries.run_past(db, queries.running(db, select(Trajectory)), money)
    houses: defaultdict[date, list[str]] = defaultdict(list)
    for code in names:
        if (until := funded_until(money, code, day)) is not None:
            houses[until].append(code)
    for until, codes in sorted(houses.items()):
        after = sum(one.house_code in codes for one in past)
        if until > soon and not after:
            continue
        title = (
            _("The funding has ended on %(day)s", day=format_date(until))
            if until < day
            else _("The funding ends on %(day)s", day=format_date(until))
        )
        runs = ngettext(
            "%(num)s trajectory goes on after it", "%(num)s trajectories go on after it", after
        )
        more = format_list(sorted(names[code] for code in codes))
        yield Task(
            title, _("Look at the funding"), Place("targets.index", anchor="funding"),
            f"{more}. {runs}." if after else more, _pressing(until, day, soon), in_mail=title,
        )  # fmt: skip


def _pressing(until: date, day: date, soon: date) -> Pressing:
    if until < day:
        return Pressing.LATE
    return Pressing.TO_DO if until <= soon else Pressing.COMING


def past_funding(db: Db, actor: UserActor) -> Iterator[Task]:
    past = reaching.own_running_past(db, actor, queries.fundings(db))
    yield from counted(
        len(past),
        ngettext(
            "%(num)s trajectory goes on after the end of the funding",
            "%(num)s trajectories go on after the end of the funding",
            len(past),
        ),
        _("Look which"),
        Place("targets.past_funding"),
        pressing=Pressing.COMING,
    )

"""What the page of a year shows: guided beside the target, money and its end, and what it cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from mentorship.desk.targets import queries
from mentorship.desk.targets.models import Funding, YearTarget
from mentorship.desk.targets.queries import Running
from mentorship.desk.targets.rules import Progress, Year, funded_until, progress
from mentorship.evaluation.costs import queries as costs
from mentorship.evaluation.costs.arithmetic import Cost, Rates, Sums
from mentorship.evaluation.costs.queries import Event
from mentorship.evaluation.guided import Guiding, guidings, young_people
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.region.queries import short_names
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory


@dataclass(frozen=True, slots=True)
class Line:
    """One House, or the region when `house_code` is empty."""

    house_code: str
    name: str
    guided: int
    target: int | None
    progress: Progress
    cost: Cost

    @property
    def percent(self) -> int:
        """How long the bar is; a full one is the target or more."""
        if not self.target:
            return 100 if self.target == 0 or self.guided else 0
        return min(100, self.guided * 100 // self.target)


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One funding, what was spent since its first day, and who goes on after its last."""

    funding: Funding
    house: str
    cost: Cost
    run_past: int
    days_left: int
    """From tomorrow to the last day; below 0 when it is over."""


@dataclass(frozen=True, slots=True)
class HouseMoney:
    """Up to which day there is money without a gap, and how many run on after it."""

    house: str
    until: date | None
    running: int
    run_past: int


@dataclass(frozen=True, slots=True)
class TargetsPage:
    year: Year
    houses: Sequence[Line]
    region: Line
    without_target: Sequence[str]
    fundings: Sequence[FundingLine]
    money: Sequence[HouseMoney]


@dataclass(frozen=True)
class _Known:
    """What all parts of the page are counted from."""

    day: date
    names: Mapping[str, str]
    guided: Sequence[Guiding]
    events: Sequence[Event]
    rates: Rates

    def cost(self, first: date, last: date, house_code: str | None) -> Cost:
        if last < first:
            return Cost(Sums(), self.rates)
        found = costs.sums_of(self.events, self.guided, first, last, house_code)
        return Cost(found, self.rates)

    def people(self, year: Year) -> dict[str, int]:
        """By House."""
        if not year.has_begun:
            return {}
        return {
            house: len(
                young_people(
                    (one for one in self.guided if one.house_code == house), year.first, year.until
                )
            )
            for house in self.names
        }


def targets_page(db: Db, number: int) -> TargetsPage:
    """As many statements for any number of trajectories, Houses and fundings."""
    day = today(db)
    year, found = Year(number, day), queries.fundings(db)
    since = min([year.first, *(one.first_day for one in found)])
    known = _Known(
        day, short_names(db), guidings(db, since), costs.events(db, since, day),
        Rates.of(settings_of(db)),
    )  # fmt: skip
    targets = queries.targets_of(db, number)
    running = queries.running(db, select(Trajectory))
    return TargetsPage(
        year=year,
        houses=(lines := _lines(known, year, targets)),
        region=_region(known, year, lines),
        without_target=[line.name for line in lines if line.target is None],
        fundings=[_funding(known, one, running) for one in found],
        money=_money(known, found, running),
    )


def _lines(known: _Known, year: Year, targets: Mapping[str, YearTarget]) -> list[Line]:
    people = known.people(year)
    lines = []
    for code, name in sorted(known.names.items(), key=lambda pair: pair[1]):
        target = targets[code].guided if code in targets else None
        guided = people.get(code, 0)
        cost = known.cost(year.first, year.until, code)
        lines.append(Line(code, name, guided, target, progress(guided, target, year), cost))
    return lines


def _region(known: _Known, year: Year, lines: Sequence[Line]) -> Line:
    """Its target is the sum of those that are set; how it stands is said when all are."""
    guided = sum(line.guided for line in lines)
    set_ones = [line.target for line in lines if line.target is not None]
    target = sum(set_ones) if set_ones else None
    is_whole = len(set_ones) == len(lines)
    stands = progress(guided, target if is_whole else None, year)
    cost = known.cost(year.first, year.until, None)
    return Line("", "", guided, target, stands, cost)


def _funding(known: _Known, one: Funding, running: Sequence[Running]) -> FundingLine:
    money = queries.moneys([one])[0]
    past = [
        row for row in running if money.is_for(row.house_code) and row.planned_end > one.last_day
    ]
    return FundingLine(
        funding=one,
        house=known.names.get(one.house_code or "", ""),
        cost=known.cost(one.first_day, min(one.last_day, known.day), one.house_code),
        run_past=len(past),
        days_left=(one.last_day - known.day).days,
    )


def _money(known: _Known, found: Sequence[Funding], running: Sequence[Running]) -> list[HouseMoney]:
    money = queries.moneys(found)
    lines = []
    for code, name in sorted(known.names.items(), key=lambda pair: pair[1]):
        until = funded_until(money, code, known.day)
        own = [one for one in running if one.house_code == code]
        past = sum(until is not None and one.planned_end > until for one in own)
        lines.append(HouseMoney(name, until, len(own), past))
    return lines

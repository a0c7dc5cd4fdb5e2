"""The rounds of the demo, what was decided about each proposal, and what both sides said."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.demo.guiding import Course, guide
from mentorship.demo.world import OFFICE_HOURS, Life, World
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching import services, settings_history
from mentorship.matching.assignment.model import Criterion, Pair
from mentorship.matching.matches.rules import CannotChoose, MatchRefused, Reply
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    Match,
    Refusal,
    Side,
)
from mentorship.matching.rounds import services as rounds
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.explanations import WhyProposed
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.rounds.keeping import sealed_answer
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.matching.rounds.snapshots import thawed
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee

_SEEDS = 2_000_000_000
_OPEN_FOR = 5  # working days: of a newer round what nothing is written about stays open
_ENDED_AFTER, _AGAIN_AFTER = 195, 45  # working days
_NEAR = 8_000  # metres
_ALL, _WELL = 100, 60  # points; 50 is what an unknown interest earns
_WAIT = "Eerst nog een gesprek met de jongere; het is nu te onrustig."
_WIDEN = "Te weinig keus in de buurt; volgende keer verder weg zoeken."


@dataclass(frozen=True)
class PlannedRound:
    """House None is the region; `days_ago` in working days."""

    house: str | None
    days_ago: int


ROUNDS = (
    PlannedRound("KEN", 402), PlannedRound("ZW", 398), PlannedRound("NHN", 394),
    PlannedRound("KEN", 382), PlannedRound("KEN", 306), PlannedRound("NHN", 304),
    PlannedRound("ZW", 300), PlannedRound("NHN", 258), PlannedRound("ZW", 256),
    PlannedRound("KEN", 172), PlannedRound("NHN", 170), PlannedRound("ZW", 168),
    PlannedRound("KEN", 150), PlannedRound("KEN", 104), PlannedRound("NHN", 102),
    PlannedRound("ZW", 98), PlannedRound("NHN", 80), PlannedRound("ZW", 50),
    PlannedRound("KEN", 49), PlannedRound("NHN", 46), PlannedRound("KEN", 32),
    PlannedRound(None, 22), PlannedRound("KEN", 3), PlannedRound("NHN", 2),
    PlannedRound("ZW", 1),
)  # fmt: skip


def hold_all(world: World) -> None:
    for planned in ROUNDS:
        world.follow(_hold(world, planned))
    world.follow(_fail_one(world))
    world.follow(_cancel_one(world))


def _starter(planned: PlannedRound) -> str:
    return planned.house or "KEN"


def _hold(world: World, planned: PlannedRound) -> Life:
    yield world.calendar.at(planned.days_ago, 60)
    with world.consulting(_starter(planned)) as (db, by):
        row = rounds.start(db, planned.house, by)
        # Not drawn anew: the same seed and day give the same region.
        row.seed = world.dice(f"{planned}").randrange(_SEEDS)
        rounds.begin(db, row)
        houses = frozenset({planned.house}) if planned.house else None
        people = gather(db, row.day, houses)
        settings = settings_history.current(db)
        round_ = people.as_round(row.day, settings.policy, row.seed, settings.objective)
        rounds.keep(db, row, sealed_answer(db, row, people, round_, solved(round_)))
        proposals = _proposals_of(db, row)
    for proposal in proposals:
        world.follow(_follow(world, planned, proposal))


def _proposals_of(db: Db, row: MatchRound) -> list[Proposal]:
    found = select(Proposal).where(col(Proposal.round_id) == row.id)
    return list(db.exec(found.order_by(col(Proposal.house_code), col(Proposal.number))))


def _follow(world: World, planned: PlannedRound, proposal: Proposal) -> Life:
    chances = world.chances.get(proposal.mentee_id, [])
    is_new = planned.days_ago < _OPEN_FOR
    chance = chances.pop(0) if chances else "open"
    if chance == "open" and is_new:
        return
    name = f"{planned} {proposal.house_code} {proposal.number}"
    dice = world.dice(name)
    yield world.calendar.at(max(0, planned.days_ago - 1), dice.randrange(OFFICE_HOURS))
    match_id = _decide(world, proposal, chance, dice.randrange(3))
    if match_id is None:
        return
    decided = max(0, planned.days_ago - 1)
    yield from _Answers(world, match_id, chance, decided, name).come()


def _decide(world: World, proposal: Proposal, chance: str, words: int) -> UUID | None:
    """The match when one was made."""
    outcome = {
        "open": DecisionOutcome.WAIT, "wait": DecisionOutcome.WAIT,
        "widen": DecisionOutcome.WIDEN,
    }.get(chance, DecisionOutcome.CHOOSE)  # fmt: skip
    with world.acting(None) as db:
        house = db.get_one(Mentee, proposal.mentee_id).house_code
    try:
        return _say(world, proposal, house, outcome, words)
    except CannotChoose:  # a pause or a withdrawn consent since the round
        return _say(world, proposal, house, DecisionOutcome.WAIT, words)


def _say(
    world: World, proposal: Proposal, house: str, outcome: DecisionOutcome, words: int
) -> UUID | None:
    with world.consulting(house) as (db, by):
        mentee = db.get_one(Mentee, proposal.mentee_id)
        match = services.decide(
            db, proposal, mentee, outcome, _reason(db, proposal, outcome, words), by,
            is_lending_agreed=True,
        )  # fmt: skip
        return match.id if match else None


def _reason(db: Db, proposal: Proposal, outcome: DecisionOutcome, words: int) -> str:
    if outcome is DecisionOutcome.WAIT:
        return _WAIT
    if outcome is DecisionOutcome.WIDEN:
        return _WIDEN
    why = vault.read(db, proposal, "explanation", purpose=Purpose.MATCHING)
    reasons = list(_reasons_to_choose(thawed(WhyProposed, why or "").pair))
    return reasons[words % len(reasons)]


def _reasons_to_choose(pair: Pair) -> Iterator[str]:
    """Only what the page of the pair says too."""
    if pair.metres < _NEAR and len(pair.shared_slots) > 1:
        yield "Dicht bij elkaar en op meer tijden samen vrij; past ook als mens."
    if pair.points[Criterion.WISHES] == _ALL:
        yield "De wens van de jongere staat voorop en deze mentor vervult die."
    if pair.points[Criterion.INTERESTS] > _WELL:
        yield "Gedeelde interesse waar ze meteen mee kunnen beginnen."
    yield "Rustig en geduldig: dat is wat de jongere nu zoekt."


@dataclass
class _Answers:
    """What comes after a choice; `decided` in working days ago."""

    world: World
    match_id: UUID
    chance: str
    decided: int
    name: str

    def come(self) -> Life:
        kind, _, detail = self.chance.partition(":")
        if kind in ("asked", "expired"):
            yield from self._close_after(7)
            return
        if kind == "taken_back":
            yield from self._at(2, 140)
            with self._deciding() as (db, match, _by):
                services.withdraw(db, match, "De mentor ging onverwacht op vakantie.")
            return
        yield from self._at(2, 200)
        if kind == "mentor_no":
            self._answer(Reply(Side.MENTOR, is_yes=False, refusal=Refusal(detail)))
            return
        self._answer(Reply(Side.MENTOR, is_yes=True))
        if kind == "mentee_asked":
            yield from self._close_after(9)
            return
        yield from self._at(4, 260)
        if kind == "mentee_no":
            self._answer(Reply(Side.MENTEE, is_yes=False, refusal=Refusal(detail)))
            return
        self._answer(Reply(Side.MENTEE, is_yes=True))
        course = Course(variant=detail)
        if kind in ("ended", "again"):
            ends = _ENDED_AFTER if kind == "ended" else _AGAIN_AFTER
            course = Course(ends, detail, looks_again=kind == "again")
        guide(self.world, self.match_id, course, self.decided - 4, self.name)

    def _at(self, days: int, minutes: int) -> Life:
        """So many working days after the decision; beyond today it never comes."""
        calendar, ago = self.world.calendar, self.decided - days
        yield calendar.at(ago, minutes) if ago >= 0 else calendar.now + timedelta(days=1)

    @contextmanager
    def _deciding(self) -> Iterator[tuple[Db, Match, UUID]]:
        with self.world.acting(None) as db:
            house = db.get_one(Match, self.match_id).house_code
        with self.world.consulting(house) as (db, by):
            yield db, db.get_one(Match, self.match_id), by

    def _answer(self, reply: Reply) -> None:
        """Mentors say it on their own page or behind the link; of a mentee it is often noted."""
        world = self.world
        with world.acting(None) as db:
            match = db.get_one(Match, self.match_id)
            mentor = db.get_one(Mentor, match.mentor_id)
            number = db.get_one(Proposal, match.proposal_id).number
        try:
            if reply.side is Side.MENTEE and number % 2:
                with self._deciding() as (db, match, by):
                    services.answer(db, match, reply, AnsweredBy.CONSULTANT, noted_by=by)
                return
            user = next((one for one in world.accounts.values() if one.id == mentor.user_id), None)
            is_own = reply.side is Side.MENTOR and user is not None
            with world.acting(user if is_own else None, Role.MENTOR if is_own else None) as db:
                match = db.get_one(Match, self.match_id)
                how = AnsweredBy.PAGE if is_own else AnsweredBy.LINK
                services.answer(db, match, reply, how)
        except MatchRefused:  # withdrawn meanwhile
            return

    def _close_after(self, days: int) -> Life:
        """Nobody says anything; the night after the last day closes it."""
        yield from self._at(days, 5)
        with self.world.acting(None) as db:
            services.close_if_due(db, self.match_id)


def _fail_one(world: World) -> Life:
    """A computer that was switched off in the middle."""
    yield world.calendar.at(307, 300)
    with world.consulting("KEN") as (db, by):
        row = rounds.start(db, "KEN", by)
        rounds.begin(db, row)
        rounds.fail(db, row)


def _cancel_one(world: World) -> Life:
    yield world.calendar.at(23, 320)
    with world.consulting("NHN") as (db, by):
        rounds.cancel(db, rounds.start(db, None, by))

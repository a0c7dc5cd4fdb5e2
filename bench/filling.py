"""A region with so many trajectories: one consultant follows 200 of them, the others forty each.

Half of the pairs meet now, a tenth is in aftercare, the others are over; each with its meetings,
contacts, reviews, answers and goals. Rows go in at once: no verb runs for them.
"""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlmodel import select

from bench.following_up import FollowUp, Pair
from bench.rows import Rows, at
from mentorship.accounts.models import Language, RoleGrant, User
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors.models import Mentor, MentorSeat, MentorStatus
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Mentee, Stage
from mentorship.region.models import House
from mentorship.trajectories.models import Phase, PhaseChange, Trajectory
from tests.accounts.people import HOUSE, Person, make_person

OWN, A_COLLEAGUE = 200, 40
_AT_ONCE = 500


class Region:
    """`consultant` is the one with 200; the House has no others."""

    def __init__(self, database: Database, number: int) -> None:
        self.database, self.number = database, number
        self.random = Random(number)
        self.day = database.clock().astimezone(TIME_ZONE).date()
        self.rows = Rows(database)
        self.follow_up = FollowUp(self.rows, self.random, self.day)
        with database.writing() as db:
            self.consultant: Person = make_person(db, Role.MENTOR_CONSULTANT)
            houses = [house.code for house in db.exec(select(House)) if house.code != HOUSE]
            db.commit()
        self.round = self._round()
        colleague = self.consultant.id
        for position in range(number):
            house = HOUSE if position < OWN else houses[(position // A_COLLEAGUE) % len(houses)]
            if position >= OWN and position % A_COLLEAGUE == 0:
                colleague = self._account(self.rows.person(), Role.MENTOR_CONSULTANT, house)
            self._pair(position, house, colleague)
            if position % _AT_ONCE == _AT_ONCE - 1:
                self.rows.store()
        self.rows.store()

    def _round(self) -> UUID:
        day = self.day - timedelta(days=1200)
        return self.rows.put(
            MatchRound, self.rows.person(), scope="region", day=day, seed=1,
            status=RoundStatus.DONE, started_by=self.consultant.id, created_at=at(day),
            finished_at=at(day),
        )  # fmt: skip

    def _account(self, person: UUID, role: Role, house: str) -> UUID:
        long_ago = at(self.day - timedelta(days=1200))
        user = self.rows.put(
            User, person, {"name": "Fenna Roodenburg", "email": f"{person}@voorbeeld.example"},
            email_index=person.bytes * 2, language=Language.DUTCH, invited_at=long_ago,
            accepted_at=long_ago, is_demo=False, gets_digest=True,
        )  # fmt: skip
        self.rows.put(
            RoleGrant, person, user_id=user, role=role, house_code=house, granted_at=long_ago,
            effective_at=long_ago,
        )  # fmt: skip
        return user

    def _pair(self, position: int, house: str, consultant: UUID) -> None:
        started_on, ended_on, phase = self._course(position % 10)
        older, young = self.rows.person(), self.rows.person()
        user = self._account(older, Role.MENTOR, house)
        mentor = self.rows.put(
            Mentor, older, {"first_name": "Jolanda", "family_name": f"Vis {position}"},
            house_code=house, user_id=user, status=MentorStatus.OPEN,
            applied_at=at(started_on - timedelta(days=90)), language=Language.DUTCH,
        )  # fmt: skip
        mentee = self._mentee(young, house, consultant, started_on, f"Sam {position}")
        pair = Pair(mentee, mentor, house, consultant, started_on, ended_on, phase)
        key = self._trajectory(young, older, pair)
        self.follow_up.write(young, key, user, pair)

    def _course(self, turn: int) -> tuple[date, date | None, Phase]:
        """Five of ten run, one has aftercare, four are over."""
        ago = timedelta(days=self.random.randrange(10, 300))
        if turn < 5:
            is_new = ago.days < 60
            return self.day - ago, None, Phase.GETTING_ACQUAINTED if is_new else Phase.DEEPENING
        if turn == 5:
            ended_on = self.day - ago / 2
            return ended_on - timedelta(days=330), ended_on, Phase.AFTERCARE
        started_on = self.day - timedelta(days=550) - 2 * ago
        lasted = timedelta(days=self.random.randrange(60, 360))
        return started_on, started_on + lasted, Phase.DONE

    def _mentee(self, person: UUID, house: str, consultant: UUID, day: date, name: str) -> UUID:
        words = {"first_name": name, "birth_year": "2010", "contact_route": "phone",
                 "contact_details": "06"}  # fmt: skip
        mentee = self.rows.put(
            Mentee, person, words, house_code=house, consultant_id=consultant, stage=Stage.STARTED,
            stage_since=day, accepted_at=at(day - timedelta(days=60)), intake_due=day,
            notice_due=day, started_on=day, priority=2, authority=Authority.YOUNG_PERSON,
            known_key=person.bytes * 2,
        )  # fmt: skip
        for purpose in (ConsentPurpose.PARTICIPATION, ConsentPurpose.EVALUATION):
            self.rows.put(
                Consent, person, mentee_id=mentee, purpose=purpose, given_by=GivenBy.YOUNG_PERSON,
                is_agreed=True, text_version="1", language=Language.DUTCH, given_at=at(day),
                how=How.PAPER, noted_by=self.consultant.id,
            )  # fmt: skip
        return mentee

    def _trajectory(self, young: UUID, older: UUID, pair: Pair) -> UUID:
        put, start = self.rows.put, pair.started_on
        seat = put(MentorSeat, older, mentor_id=pair.mentor, number=1, is_open=True)
        proposal = put(
            Proposal, young, {"explanation": "{}"}, round_id=self.round, mentee_id=pair.mentee,
            mentor_id=pair.mentor, house_code=pair.house, mentor_house_code=pair.house, number=1,
            fit=1, waiting_bonus=0,
        )  # fmt: skip
        match = put(
            Match, young, mentee_id=pair.mentee, mentor_id=pair.mentor, seat_id=seat,
            proposal_id=proposal, house_code=pair.house,
            status=MatchStatus.ENDED if pair.ended_on else MatchStatus.ACTIVE,
            decided_by=pair.consultant, decided_at=at(start - timedelta(days=20)),
            answer_due=start, started_at=at(start - timedelta(days=10)),
            closed_at=at(pair.ended_on) if pair.ended_on else None,
        )  # fmt: skip
        key = put(
            Trajectory, young, mentee_id=pair.mentee, mentor_id=pair.mentor, match_id=match,
            process_number=1, started_on=start, planned_end=start + timedelta(days=365),
            ended_on=pair.ended_on, opened_at=at(start - timedelta(days=10)),
            opened_by=pair.consultant,
        )  # fmt: skip
        before = Phase.NEW
        for position, phase in enumerate(_way_to(pair.phase), start=1):
            put(
                PhaseChange, young, trajectory_id=key, process_number=1, position=position,
                position_before=position - 1 or None, from_phase=before, to_phase=phase,
                entered_on=start, noted_at=at(start), noted_by=pair.consultant,
            )  # fmt: skip
            before = phase
        return key


def _way_to(phase: Phase) -> list[Phase]:
    way = [Phase.PLANNED, Phase.GETTING_ACQUAINTED]
    if phase is Phase.GETTING_ACQUAINTED:
        return way
    way += [Phase.BUILDING_TRUST, Phase.DEEPENING]
    if phase is Phase.DEEPENING:
        return way
    return [*way, Phase.AFTERCARE, *([Phase.DONE] if phase is Phase.DONE else [])]

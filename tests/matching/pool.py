"""Made-up people who are ready and who wait, brought there by the services of their rooms."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.matching import settings_history
from mentorship.matching.models import LookedFor, Match, SecondLook
from mentorship.matching.rounds import second_looks
from mentorship.matching.rounds import services as rounds
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.rounds.keeping import sealed_answer
from mentorship.matching.rounds.looking import looked
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor, ReferenceOutcome, TalkOutcome, Trust
from mentorship.mentors.queries import today
from mentorship.mentors.told import NewMentor, Referee, ReferenceAnswers, SeenVog, Signed, Talk
from mentorship.profiles.profile import MenteeProfile, MentorProfile
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees import arrivals
from mentorship.referrals.mentees.facts import NewMentee, SafeContact
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import HOUSE, Person

MENTOR = MentorProfile(
    place="Haarlem",
    slots=frozenset({"mon-evening", "wed-evening"}),
    interests=frozenset({"football", "cooking"}),
    themes=frozenset({"school"}),
    gender="woman",
    birth_year=1984,
)
MENTEE = MenteeProfile(
    place="Haarlem",
    slots=frozenset({"mon-evening", "wed-evening"}),
    interests=frozenset({"football"}),
    themes=frozenset({"school"}),
    birth_year=2008,
)
_numbers = count(1)


def new_mentor(db: Db, by: Person, house: str = HOUSE, **told: Any) -> Mentor:
    """Somebody with a profile and one seat, and no gate passed."""
    number = next(_numbers)
    seats = told.pop("seats", 1)
    user = told.pop("user", None)
    email = told.pop("email", f"uit-de-vijver-{number}@voorbeeld.example")
    first_name = told.pop("first_name", "Jolanda")
    new = NewMentor(first_name=first_name, family_name="Vis", house_code=house, email=email)
    mentor = mentors.add_mentor(db, new, user=user.user if user else None)
    mentors.save_profile(db, mentor, replace(MENTOR, **told))
    mentors.set_capacity(db, mentor, seats)
    return mentor


def ready_mentor(db: Db, by: Person, house: str = HOUSE, **told: Any) -> Mentor:
    """All gates passed a month ago."""
    mentor = new_mentor(db, by, house, **told)
    make_ready(db, mentor, by)
    return mentor


def make_ready(db: Db, mentor: Mentor, by: Person) -> None:
    day = today(db) - timedelta(days=30)
    mentors.record_interview(db, mentor, Talk(day, TalkOutcome.GO_ON, "Goed gesprek."), by.id)
    for number in (1, 2):
        asked = mentors.ask_reference(
            db, mentor, number, Referee("Kees Bakker", "oud-collega", phone="06 00000000")
        )
        answers = ReferenceAnswers("tien jaar", "geduldig", "niets", Trust.YES)
        mentors.note_answers(db, mentor, asked, answers, by.id)
        mentors.judge_reference(db, mentor, asked, ReferenceOutcome.ACCEPTED, "", by.id)
    vog = SeenVog(day, day, "85", f"VOG {uuid4().hex}")
    mentors.record_vog(db, mentor, vog, by.id)
    mentors.record_agreement(db, mentor, Signed(day, 12, 4, "2026-01"), by.id)
    mentors.record_trained(db, mentor, day, by.id)


def waiting_mentee(db: Db, by: Person, house: str = HOUSE, **told: Any) -> Mentee:
    """Sixteen or older, agreed on paper, with a whole profile."""
    since = told.pop("since", today(db) - timedelta(weeks=3))
    priority = told.pop("priority", 2)
    first_name = told.pop("first_name", "Yara")
    new = NewMentee(
        first_name=first_name,
        birth_year=2007,
        house_code=house,
        contact=SafeContact(ContactRoute.PHONE, "06 00000000"),
        profile=replace(MENTEE, **told),
        priority=priority,
        agreed_on=since,
        waiting_since=since,
    )
    return arrivals.add_mentee(db, new, added_by=by.id)


def run_round(db: Db, by: Person, house: str | None = HOUSE) -> MatchRound:
    """A round from its start to its proposals, without the queue and in this process."""
    row = rounds.start(db, house, by.id)
    finish_round(db, row)
    return row


def finish_round(db: Db, row: MatchRound) -> None:
    rounds.begin(db, row)
    people = gather(db, row.day, frozenset({row.house_code}) if row.house_code else None)
    settings = settings_history.current(db)
    round_ = people.as_round(row.day, settings.policy, row.seed, settings.objective)
    rounds.keep(db, row, sealed_answer(db, row, people, round_, solved(round_)))


def proposal_for(db: Db, mentee: Mentee, row: MatchRound) -> Proposal:
    found = select(Proposal).where(
        col(Proposal.mentee_id) == mentee.id, col(Proposal.round_id) == row.id
    )
    return db.exec(found).one()


def look_again(db: Db, match: Match) -> dict[LookedFor, SecondLook]:
    """What the worker does after a question has ended, in this process."""
    found = {}
    for looked_for in LookedFor:
        asked = second_looks.question(db, match.id, looked_for)
        assert asked is not None
        answer = looked(asked.look) if isinstance(asked, second_looks.Question) else None
        assert second_looks.keep(db, match.id, looked_for, asked, answer)
        look = second_looks.find(db, match.id, looked_for)
        assert look is not None
        found[looked_for] = look
    return found

"""Made-up courses of young people, on their way from an accepted referral to a match."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from mentorship.accounts.models import Language
from mentorship.foundation.db import Database, Db
from mentorship.profiles.profile import MenteeProfile
from mentorship.referrals import queries, services
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees.consents import Answer
from mentorship.referrals.mentees.facts import Guardians, NewMentee, SafeContact
from mentorship.referrals.mentees.intake_models import (
    ConsentPurpose,
    GivenBy,
    How,
    IntakeOutcome,
    TalkWith,
)
from mentorship.referrals.mentees.models import Authority, Mentee
from mentorship.referrals.models import TriageOutcome
from tests.accounts.people import Person, make_person
from tests.referrals.senders import decide, send

PROFILE = MenteeProfile(
    place="Haarlem",
    slots=frozenset({"wed-evening", "sat-morning"}),
    interests=frozenset({"boxing"}),
)
YES = {ConsentPurpose.PARTICIPATION: True}


def accepted(db: Db, sender: Person, consultant: Person, **told: Any) -> Mentee:
    """The young person of a referral that was accepted; born in 2008 unless told otherwise."""
    referral = send(db, sender, **told)
    decide(db, referral, TriageOutcome.ACCEPT, consultant)
    mentee = queries.mentee_of_subject(db, referral.subject_id)
    assert mentee is not None
    return mentee


def answer_of(
    consultant: Person | None, who: GivenBy = GivenBy.YOUNG_PERSON, how: How = How.ON_DEVICE
) -> Answer:
    return Answer(who, how, "2026-1", Language.DUTCH, consultant.id if consultant else None)


def agree(db: Db, mentee: Mentee, consultant: Person, *who: GivenBy) -> None:
    """These people say yes to taking part."""
    for one in who or (GivenBy.YOUNG_PERSON,):
        services.give_consent(db, mentee, answer_of(consultant, one), YES)


def decided(
    db: Db, mentee: Mentee, consultant: Person, outcome: IntakeOutcome = IntakeOutcome.SUITABLE
) -> None:
    services.decide_intake(db, mentee, outcome, "Past bij wat hij zoekt.", by=consultant.id)


def talked(db: Db, mentee: Mentee, consultant: Person) -> None:
    services.record_talk(
        db,
        mentee,
        held_on=date(2026, 3, 2),
        talked_with=TalkWith.YOUNG_PERSON,
        notes="Wil graag weer boksen.",
        by=consultant.id,
    )


def write_profile(db: Db, mentee: Mentee, profile: MenteeProfile = PROFILE) -> None:
    from mentorship.referrals.mentees.queries import wishes_of

    row = wishes_of(db, mentee)
    services.save_mentee_profile(db, mentee, profile, version=row.version if row else 0)


def guard(db: Db, mentee: Mentee, authority: Authority = Authority.ONE_PARENT) -> None:
    services.set_guardians(db, mentee, Guardians(authority, "Mevrouw Voorbeeld", "06 11111111"))


def waiting(db: Db, sender: Person, consultant: Person, **told: Any) -> Mentee:
    """Through every step, until they wait for a match."""
    mentee = accepted(db, sender, consultant, **told)
    talked(db, mentee, consultant)
    write_profile(db, mentee)
    decided(db, mentee, consultant)
    agree(db, mentee, consultant)
    return mentee


NEWCOMER = NewMentee(
    first_name="Sami",
    family_name="Voorbeeld",
    birth_year=2004,
    house_code="KEN",
    contact=SafeContact(ContactRoute.MESSAGE, "06 22222222"),
    profile=PROFILE,
)


def add(db: Db, by: Person, **changed: Any) -> Mentee:
    """Somebody from an earlier administration."""
    return services.add_mentee(db, replace(NEWCOMER, **changed), added_by=by.id)


def committed(database: Database, sender: Person, consultant: Person, **told: Any) -> UUID:
    """The id of somebody whose intake has just begun."""
    with database.writing() as db:
        mentee = accepted(db, sender, consultant, **told)
        db.commit()
    return mentee.id


def consultant_in(db: Db, house_code: str = "KEN") -> Person:
    from mentorship.accounts.roles import Role

    return make_person(db, Role.MENTOR_CONSULTANT, house_code)

"""Made-up referrals, sent the way the pages send them."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from mentorship.accounts.access import UserActor, actor_of
from mentorship.accounts.grants import grant_role
from mentorship.accounts.models import SignIn, SignInStage
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db, now
from mentorship.referrals import drafting, services
from mentorship.referrals.facts import ContactRoute, Decision, DraftCopy, Introduction, Sender
from mentorship.referrals.models import Referral, TriageOutcome
from mentorship.region.models import OrganisationType
from mentorship.region.services import add_organisation
from tests.accounts.people import Person, make_person

INTRODUCTION = Introduction(
    first_name="Yara",
    birth_year=2008,
    place="Haarlem",
    house_code="KEN",
    contact_route=ContactRoute.PHONE,
    contact_details="06 00000000, na vier uur",
    need="Ze zit veel thuis sinds ze van school wisselde.",
    hope="Iemand die met haar meegaat naar de boksschool.",
    relation="Mentor van haar klas",
    is_status_shared=True,
)


def make_referrer(db: Db, kind: OrganisationType = OrganisationType.SCHOOL) -> Person:
    """Somebody who refers for an organisation of this kind."""
    person = make_person(db)
    place = "GM0392" if kind is OrganisationType.MUNICIPALITY else None
    name = f"Organisatie {uuid4().hex[:8]}"
    organisation = add_organisation(db, name, kind, municipality_code=place)
    person.user.organisation_id = organisation.id
    role = Role.MUNICIPAL_EXPERT if kind is OrganisationType.MUNICIPALITY else Role.REFERRER
    grant_role(db, person.user, role, None, None)
    return person


def referrer(database: Database, kind: OrganisationType = OrganisationType.SCHOOL) -> Person:
    """The same in a committed transaction of its own."""
    with database.writing() as db:
        made = make_referrer(db, kind)
        db.commit()
    return made


def sender_of(person: Person) -> Sender:
    assert person.user.organisation_id is not None
    return Sender(person.id, person.user.organisation_id)


def copy_of(draft_id: UUID, version: int = 1, page: str = "page", **fields: str) -> DraftCopy:
    return DraftCopy(draft_id, version, page, fields)


def send(db: Db, person: Person, **told: Any) -> Referral:
    draft = drafting.start_draft(db, person.id)
    copy = copy_of(draft.id, draft.version)
    return services.send_referral(db, sender_of(person), copy, replace(INTRODUCTION, **told))


def sent(database: Database, person: Person, **told: Any) -> UUID:
    """The id of a referral that is committed."""
    with database.writing() as db:
        referral = send(db, person, **told)
        db.commit()
    return referral.id


def decide(
    db: Db, referral: Referral, outcome: TriageOutcome, consultant: Person, question: str = ""
) -> None:
    decision = Decision(outcome, "Dat past bij wat we kunnen bieden.", question)
    services.triage(db, referral, decision, consultant.id)


def acting(db: Db, person: Person) -> UserActor:
    """What policies know of this person, as if just signed in."""
    moment = now(db)
    row = SignIn(
        user_id=person.id, token_hash=b"", stage=SignInStage.COMPLETE,
        started_at=moment, last_seen_at=moment, device="",
    )  # fmt: skip
    return actor_of(db, person.user, row)

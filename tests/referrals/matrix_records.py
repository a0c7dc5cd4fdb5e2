"""Whose referral or draft stands in an address, for the matrix of routes."""

from typing import TYPE_CHECKING
from uuid import UUID

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.referrals import drafting, services
from mentorship.referrals.facts import ContactRoute, DraftCopy, Introduction, Sender
from mentorship.referrals.mentees.consents import ask_by_link
from mentorship.referrals.mentees.facts import NewMentee, SafeContact
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _referral_sent(db: Db, world: "World", person: Person) -> Records:
    """What a person sent, where there is an organisation to send for; else what another sent."""
    another = world.strangers[Role.REFERRER]
    sender = person if person.user.organisation_id else world.strangers[Role.MUNICIPAL_EXPERT]
    return Records(_send(db, sender, HOUSE), _send(db, another, HOUSE))


def _case(db: Db, world: "World", person: Person) -> Records:
    """The file of one's own House, and of another."""
    sender = world.strangers[Role.REFERRER]
    return Records(_send(db, sender, HOUSE), _send(db, sender, OTHER_HOUSE))


def _draft(db: Db, world: "World", person: Person) -> Records:
    stranger = world.stranger_of(person)
    return Records(drafting.start_draft(db, person.id).id, drafting.start_draft(db, stranger.id).id)


def _mentee(db: Db, world: "World", person: Person) -> Records:
    """A young person of one's own House, and of another."""
    return Records(_young(db, world, HOUSE).id, _young(db, world, OTHER_HOUSE).id)


def _consent_link(db: Db, world: "World", person: Person) -> Records:
    """A link that works, and one that nobody made."""
    address = ask_by_link(db, _young(db, world, HOUSE), GivenBy.YOUNG_PERSON)
    return Records(address.rsplit("/", 1)[1], none="nobody-made-this")


def _young(db: Db, world: "World", house_code: str) -> Mentee:
    contact = SafeContact(ContactRoute.PHONE, "06 00000000")
    new = NewMentee("Yara", 2004, house_code, contact, "Voorbeeld")
    return services.add_mentee(db, new, added_by=world.people[Role.MENTOR_CONSULTANT].id)


def _send(db: Db, sender: Person, house_code: str) -> UUID:
    draft = drafting.start_draft(db, sender.id)
    organisation_id = sender.user.organisation_id
    assert organisation_id is not None
    copy = DraftCopy(draft.id, draft.version, "page", {})
    told = Introduction(
        first_name="Yara",
        birth_year=2008,
        place="Haarlem",
        house_code=house_code,
        contact_route=ContactRoute.PHONE,
        contact_details="06 00000000",
        need="Iemand om mee te praten.",
        hope="Weer naar school.",
        relation="Docent",
        is_status_shared=True,
    )
    return services.send_referral(db, Sender(sender.id, organisation_id), copy, told).id


_SENT = ("one", "receipt", "answer")
MAKERS = {
    "draft_id": _draft,
    "mentee_id": _mentee,
    "mentees.answer:token": _consent_link,
    "referral_id": _case,
    **{f"referrals.{endpoint}:referral_id": _referral_sent for endpoint in _SENT},
}

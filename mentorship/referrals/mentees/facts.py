"""What is told about a young person: plain values on their way to a row."""

from dataclasses import dataclass
from datetime import date

from mentorship.profiles.profile import MenteeProfile
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees.models import MIDDLE, Authority


@dataclass(frozen=True)
class SafeContact:
    """The way to reach somebody that does them no harm."""

    route: ContactRoute
    details: str
    times: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Guardians:
    """Who holds authority, and how to reach them; empty from sixteen."""

    authority: Authority
    name: str = ""
    contact: str = ""
    second_name: str = ""
    second_contact: str = ""


@dataclass(frozen=True)
class NewMentee:
    """Somebody who comes without a referral: by themself, or from an earlier administration.

    With `agreed_on` everybody who has to agree did so on paper on that day, and the intake counts
    as done; they wait from `waiting_since`, or from that day.
    """

    first_name: str
    birth_year: int
    house_code: str
    contact: SafeContact
    family_name: str = ""
    guardians: Guardians | None = None
    profile: MenteeProfile | None = None
    priority: int = MIDDLE
    agreed_on: date | None = None
    waiting_since: date | None = None

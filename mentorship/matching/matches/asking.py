"""How the question of a match reaches somebody: by e-mail, or by a link to hand over."""

from datetime import datetime, time, timedelta
from uuid import UUID

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation import audit, links, outbox, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.outbox import Letter
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import queries
from mentorship.matching.matches.letters import ASKED
from mentorship.matching.matches.readers import readers_of
from mentorship.matching.matches.rules import LINK_PURPOSES
from mentorship.matching.models import Match, Side
from mentorship.mentors.models import Mentor
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.padding import unpad


def ask_mentor(db: Db, match: Match) -> None:
    """To their own page when they sign in here, else a one-time link; some are only telephoned."""
    settings: Settings = db.info["database"].settings
    mentor = db.get_one(Mentor, match.mentor_id)
    user = _user_of(db, mentor)
    if user is not None:
        address = posting.page(db, "/matching/mine")
        posting.post(db, user, ASKED, address, days=settings.answer_working_days)
        return
    to = vault.read(db, mentor, "email", purpose=Purpose.MESSAGING)
    if to is not None:
        outbox.send(
            db, ASKED, to=to, subject_id=mentor.subject_id, link=new_link(db, match, Side.MENTOR),
            language=mentor.language, days=settings.answer_working_days,
        )  # fmt: skip


def new_link(db: Db, match: Match, side: Side) -> str:
    """A link that works once, to the end of the term; an earlier one stops working."""
    links.withdraw(db, LINK_PURPOSES[side], match.id)
    token = links.issue(db, LINK_PURPOSES[side], match.id, _until_the_end_of(db, match))
    audit.record(
        db, "match.link_made", subject_id=match.subject_id, object_id=match.id,
        purpose=Purpose.MATCHING, side=side,
    )  # fmt: skip
    return posting.page(db, f"/matching/answer/{side}/{token}")


def end_links(db: Db, match: Match) -> None:
    for purpose in LINK_PURPOSES.values():
        links.withdraw(db, purpose, match.id)


def end_link_of_mentee(db: Db, match: Match) -> None:
    links.withdraw(db, LINK_PURPOSES[Side.MENTEE], match.id)


def tell_consultant(db: Db, match: Match, letter: Letter, *, but: UUID | None = None) -> None:
    """Whoever follows the young person now, also for a colleague; not the one who did it."""
    address = posting.page(db, f"/matching/matches/{match.id}")
    for consultant in readers_of(db, match):
        if consultant.id != but:
            posting.post(db, consultant, letter, address)


def tell_lending_house(db: Db, match: Match, letter: Letter, *, but: UUID | None = None) -> None:
    """The consultants there can't open the match, only the file of their mentor."""
    mentor, followed = queries.mentor_of(db, match), readers_of(db, match)
    if mentor.house_code == queries.mentee_of(db, match).house_code:
        return
    told = {but, *(user.id for user in followed)}
    address = posting.page(db, f"/mentors/{mentor.id}")
    for consultant in users_with_role(db, Role.MENTOR_CONSULTANT, mentor.house_code):
        if consultant.id not in told:
            posting.post(db, consultant, letter, address)


def tell_mentor(db: Db, match: Match, letter: Letter) -> None:
    """So that nobody keeps waiting; without an account there is nothing to open behind a link."""
    mentor = db.get_one(Mentor, match.mentor_id)
    user = _user_of(db, mentor)
    if user is not None:
        posting.post(db, user, letter, posting.page(db, "/matching/mine"))
        return
    to = vault.read(db, mentor, "email", purpose=Purpose.MESSAGING)
    if to is not None:
        outbox.send(db, letter, to=to, subject_id=mentor.subject_id, language=mentor.language)


def can_write_to_mentor(db: Db, match: Match) -> bool:
    """Otherwise somebody has to call them; nothing is unsealed to know it."""
    mentor = db.get_one(Mentor, match.mentor_id)
    return mentor.email_index is not None or _user_of(db, mentor) is not None


def is_told_of_end(db: Db, match: Match) -> bool:
    """Whether a letter goes to the mentor; one who stopped heard it from a person."""
    return queries.mentor_of(db, match).is_open and can_write_to_mentor(db, match)


def has_to_be_called(db: Db, one: queries.OneMatch) -> bool:
    """A mentor for whom it is over, not by their own word, and who can't be written to."""
    said_no = Side.MENTOR in one.answers and not one.answers[Side.MENTOR].is_yes
    is_over = not one.match.status.is_live and queries.mentor_of(db, one.match).is_open
    return is_over and not said_no and not can_write_to_mentor(db, one.match)


def phone_to_call(db: Db, one: queries.OneMatch) -> str:
    """Of the mentor, also one who is lent; only while somebody may have to call about it."""
    if not (one.match.status.is_live or has_to_be_called(db, one)):
        return ""
    mentor = queries.mentor_of(db, one.match)
    return vault.read(db, mentor, "phone", purpose=Purpose.MATCHING) or ""


def safe_contact(db: Db, match: Match) -> SafeContact:
    """How to reach the young person, to ask them or to hand over the link."""
    mentee = queries.mentee_of(db, match)
    route, details, times, caution = (
        unpad(vault.read(db, mentee, f"contact_{part}", purpose=Purpose.MATCHING))
        for part in ("route", "details", "times", "caution")
    )
    return SafeContact(ContactRoute(route), details, times, caution)


def _user_of(db: Db, mentor: Mentor) -> User | None:
    user = db.get(User, mentor.user_id) if mentor.user_id else None
    return user if user is not None and user.is_open else None


def _until_the_end_of(db: Db, match: Match) -> timedelta:
    midnight = datetime.combine(match.answer_due + timedelta(days=1), time(), TIME_ZONE)
    return max(midnight - now(db), timedelta())

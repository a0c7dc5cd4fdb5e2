"""How the question of a match reaches somebody: by e-mail, or by a link to hand over."""

from datetime import datetime, time, timedelta

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.foundation import audit, links, outbox, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches.letters import ANSWERED, ASKED, CLOSED
from mentorship.matching.models import Match, Side
from mentorship.mentors.models import Mentor

PURPOSES = {Side.MENTOR: "matching.mentor", Side.MENTEE: "matching.mentee"}


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


def is_mailed(db: Db, mentor: Mentor) -> bool:
    """Whether `ask_mentor` reaches them; who has no address is only telephoned."""
    return _user_of(db, mentor) is not None or mentor.email is not None


def new_link(db: Db, match: Match, side: Side) -> str:
    """A link that works once, to the end of the term; an earlier one stops working."""
    links.withdraw(db, PURPOSES[side], match.id)
    token = links.issue(db, PURPOSES[side], match.id, _until_the_end_of(db, match))
    audit.record(
        db, "match.link_made", subject_id=match.subject_id, object_id=match.id,
        purpose=Purpose.MATCHING, side=side,
    )  # fmt: skip
    return posting.page(db, f"/matching/answer/{side}/{token}")


def end_links(db: Db, match: Match) -> None:
    for purpose in PURPOSES.values():
        links.withdraw(db, purpose, match.id)


def tell_consultant(db: Db, match: Match) -> None:
    """Whoever decided it follows it."""
    consultant = db.get(User, match.decided_by)
    if consultant is not None and consultant.is_open:
        address = posting.page(db, f"/matching/matches/{match.id}")
        posting.post(db, consultant, ANSWERED, address)


def tell_mentor_it_ended(db: Db, match: Match) -> None:
    """So that nobody keeps waiting for a young person who doesn't come."""
    user = _user_of(db, db.get_one(Mentor, match.mentor_id))
    if user is not None:
        posting.post(db, user, CLOSED, posting.page(db, "/matching/mine"))


def _user_of(db: Db, mentor: Mentor) -> User | None:
    user = db.get(User, mentor.user_id) if mentor.user_id else None
    return user if user is not None and user.is_open else None


def _until_the_end_of(db: Db, match: Match) -> timedelta:
    midnight = datetime.combine(match.answer_due + timedelta(days=1), time(), TIME_ZONE)
    return max(midnight - now(db), timedelta())

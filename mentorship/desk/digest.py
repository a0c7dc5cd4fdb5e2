"""The Monday digest: what waits for somebody this week, in numbers; no name ever gets in."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select

from mentorship.accounts import posting
from mentorship.accounts.access import actor_for
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import DIGEST_READERS
from mentorship.desk.models import MondayDigest
from mentorship.desk.tasks import Pressing, tasks_of
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import LazyText, ngettext, speaking
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

LETTER = "desk.monday_digest"
_KEPT = timedelta(weeks=8)


def not_dealt_with(db: Db, week: date) -> list[UUID]:
    """Whose digest of this week is neither sent nor found to be empty."""
    readers = {user.id: user for role in DIGEST_READERS for user in users_with_role(db, role)}
    found = select(MondayDigest.user_id).where(col(MondayDigest.week_of) == week)
    had = set(db.exec(found))
    return sorted(key for key, user in readers.items() if user.gets_digest and key not in had)


@dataclass(frozen=True)
class Waiting:
    """The lines of a digest, and whether cases of a colleague are counted in them."""

    lines: tuple[str, ...]
    covers: bool


def waiting_for(db: Db, user_id: UUID) -> Waiting:
    """What stands on their day now, by what they may open: own cases, and those they cover.

    A line that would name somebody is only counted. What comes by itself isn't told.
    """
    user = db.get_one(User, user_id)
    actor = actor_for(db, user)
    with speaking(user.language):
        asks = (Pressing.LATE, Pressing.TO_DO, Pressing.AWAITED)
        tasks = [one for one in tasks_of(db, actor) if one.pressing in asks]
        told = [one.in_mail for one in tasks if one.in_mail]
        if more := len(tasks) - len(told):
            told.append(ngettext("%(num)s thing more", "%(num)s things more", more))
    return Waiting(tuple(told), bool(actor.covers))


def deal_with(db: Db, user_id: UUID, week: date, found: Waiting) -> bool:
    """Sends it, unless somebody was first; with nothing to tell it only notes that."""
    row = MondayDigest(user_id=user_id, week_of=week, lines=len(found.lines), made_at=now(db))
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:  # another worker, or this one before it was killed
        return False
    if found.lines:
        posting.post(db, db.get_one(User, user_id), _letter(found), posting.page(db, "/today"))
    return True


def forget_old(db: Db) -> None:
    long_ago = today(db) - _KEPT
    db.exec(delete(MondayDigest).where(col(MondayDigest.week_of) < long_ago))


def _letter(found: Waiting) -> Letter:
    """The lines are those of the list, already in the reader's language."""
    listed = "\n".join(f"- {line}" for line in found.lines)
    covers = (_l("Young people whom you follow for a colleague are counted too."),)
    return Letter(
        LETTER,
        subject=_l("What waits for you this week"),
        paragraphs=(
            _l("This waits for you:"),
            LazyText(lambda **_numbers: listed),
            *(covers if found.covers else ()),
            _l("Sign in to see whom it is about and what you can do."),
            _l("Would you rather not get this e-mail? Change that on the page of your account."),
        ),
    )

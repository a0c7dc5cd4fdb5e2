"""The verbs of cover: arrange it, end it, and end all of somebody who is no consultant any more."""

from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.cover import letters, queries, rules
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.models import User
from mentorship.accounts.queries import get_user_locked
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.outbox import Letter
from mentorship.foundation.settings import Settings


def arrange(
    db: Db, absent_id: UUID, deputy_id: UUID, days: Days, *, by: UUID, key: UUID | None = None
) -> Cover:
    """`key` is the sending of the page: sent again, it is the one that is there.

    Both users are locked, so that two colleagues who arrange at once come one after the other.
    Raises CoverRefused.
    """
    if key is not None and (made := db.get(Cover, key)) is not None and made.made_by == by:
        return made
    absent, deputy = _locked(db, absent_id, deputy_id)
    _check(db, absent, deputy, days, by)
    cover = Cover(
        id=key if key is not None and db.get(Cover, key) is None else uuid4(),
        absent_id=absent.id, deputy_id=deputy.id, from_on=days.first, until_on=days.last,
        made_by=by, made_at=now(db),
    )  # fmt: skip
    db.add(cover)
    db.flush()
    _record(db, "cover.arranged", cover, absent)
    _tell(db, deputy, letters.ASKED, but=by)
    _tell(db, absent, letters.ARRANGED, but=by)
    return cover


def _locked(db: Db, absent_id: UUID, deputy_id: UUID) -> tuple[User, User]:
    """Always in one order, so that nobody waits in a ring."""
    found = {key: get_user_locked(db, key) for key in sorted({absent_id, deputy_id})}
    return found[absent_id], found[deputy_id]


def _check(db: Db, absent: User, deputy: User, days: Days, by: UUID) -> None:
    settings: Settings = db.info["database"].settings
    rules.check_days(days, queries.today(db), settings.cover_days_at_most)
    houses = queries.houses_of(db, [user.id for user in (absent, deputy) if user.is_open])
    absent_in, deputy_in = (houses.get(user.id, frozenset()) for user in (absent, deputy))
    rules.check_people(absent.id, absent_in, deputy.id, deputy_in)
    rules.check_maker(by, absent_in, deputy.id, deputy_in)
    if queries.is_covered_in(db, absent.id, days):
        raise rules.CoveredAlready
    if queries.is_covered_in(db, deputy.id, days):
        raise rules.DeputyIsAway


def end(db: Db, cover: Cover, by: UUID | None) -> None:
    """It counts no more from the next click on; ending it again changes nothing."""
    cover = queries.lock(db, cover.id)
    if cover.ended_at is not None or cover.until_on < queries.today(db):
        return
    cover.ended_at, cover.ended_by = now(db), by
    db.flush()
    absent, deputy = db.get_one(User, cover.absent_id), db.get_one(User, cover.deputy_id)
    _record(db, "cover.ended", cover, absent)
    for user in (absent, deputy):
        _tell(db, user, letters.ENDED, but=by)


def end_all_of(db: Db, user: User, by: UUID | None) -> None:
    """Somebody is no consultant any more: coming back later, they cover nobody unasked."""
    for cover in queries.lock_of_user(db, user.id):
        end(db, cover, by)


def _record(db: Db, action: str, cover: Cover, absent: User) -> None:
    audit.record(
        db, action, subject_id=absent.subject_id, object_id=cover.id, deputy=cover.deputy_id,
        from_on=cover.from_on, until_on=cover.until_on,
    )  # fmt: skip


def _tell(db: Db, user: User, letter: Letter, *, but: UUID | None) -> None:
    if user.is_open and user.id != but:
        posting.post(db, user, letter, posting.page(db, letters.PAGE))

"""Counts what consultants guide and what is left; covered or not, a case counts for its owner."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.models import RoleGrant
from mentorship.accounts.queries import is_given, names_of_ids
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching import counts
from mentorship.matching.assignment.model import Consultant
from mentorship.matching.caseloads.models import ConsultantCaseload
from mentorship.matching.models import LIVE, Match
from mentorship.matching.rounds.models import Proposal
from mentorship.referrals.mentees.models import Mentee

Who = tuple[UUID, str]  # a consultant in a House


@dataclass(frozen=True)
class CaseloadLine:
    """One consultant in one House; `guides` have a match that runs or is asked.

    `places` is what a next round has for them: None without a cap, never under 0.
    """

    grant_id: UUID
    user_id: UUID
    house_code: str
    name: str
    guides: int
    most: int | None
    version: int

    @property
    def places(self) -> int | None:
        return None if self.most is None else max(0, self.most - self.guides)


def grants_of(houses: Collection[str] | None) -> SelectOfScalar[RoleGrant]:
    """Who is a consultant now, once for each of these Houses, or of all."""
    found = select(RoleGrant).where(
        col(RoleGrant.role) == Role.MENTOR_CONSULTANT,
        col(RoleGrant.house_code).is_not(None),
        is_given(),
    )
    return found if houses is None else found.where(col(RoleGrant.house_code).in_(sorted(houses)))


def find(db: Db, user_id: UUID, house_code: str) -> ConsultantCaseload | None:
    return db.exec(_caseload_of(user_id, house_code)).one_or_none()


def _caseload_of(user_id: UUID, house_code: str) -> SelectOfScalar[ConsultantCaseload]:
    return select(ConsultantCaseload).where(
        col(ConsultantCaseload.user_id) == user_id,
        col(ConsultantCaseload.house_code) == house_code,
    )


def lines(db: Db, grants: SelectOfScalar[RoleGrant]) -> list[CaseloadLine]:
    """By House and name; as many statements for one as for all."""
    rows = db.exec(grants).all()
    guides, names = guided(db), names_of_ids(db, {one.user_id for one in rows})
    set_ = {(one.user_id, one.house_code): one for one in db.exec(select(ConsultantCaseload))}
    told = [_line(one, guides, set_, names) for one in rows]
    return sorted(told, key=lambda one: (one.house_code, one.name.casefold(), one.user_id))


def _line(
    grant: RoleGrant,
    guides: Counter[Who],
    set_: Mapping[Who, ConsultantCaseload],
    names: Mapping[UUID, str],
) -> CaseloadLine:
    who = (grant.user_id, grant.house_code or "")
    known = set_.get(who)
    return CaseloadLine(
        grant_id=grant.id,
        user_id=grant.user_id,
        house_code=who[1],
        name=names.get(grant.user_id, ""),
        guides=guides[who],
        most=known.most if known else None,
        version=known.version if known else 0,
    )


def guided(db: Db) -> Counter[Who]:
    """Per consultant how many of their cases have a match that runs or is asked."""
    live = (
        select(col(Mentee.consultant_id), col(Mentee.house_code), func.count())
        .join(Match, col(Match.mentee_id) == col(Mentee.id))
        .where(col(Match.status).in_(LIVE), col(Mentee.consultant_id).is_not(None))
        .group_by(col(Mentee.consultant_id), col(Mentee.house_code))
    )
    return Counter({(user, house): number for user, house, number in db.exec(live) if user})


def places(db: Db) -> list[Consultant]:
    """What a round has for every consultant with a cap, who is one still."""
    holds = grants_of(None).with_only_columns(col(RoleGrant.user_id), col(RoleGrant.house_code))
    now = {(user, house) for user, house in db.execute(holds)}
    capped = select(ConsultantCaseload).where(col(ConsultantCaseload.most).is_not(None))
    rows = [one for one in db.exec(capped) if (one.user_id, one.house_code) in now]
    if not rows:
        return []
    guides = guided(db)
    return [
        Consultant(
            id=str(one.user_id),
            house=one.house_code,
            places=max(0, (one.most or 0) - guides[one.user_id, one.house_code]),
        )
        for one in rows
    ]


def held(db: Db) -> Counter[Who]:
    """Per consultant how many proposals nobody decided about yet: each keeps its place."""
    proposed = counts.to_decide(select(Proposal)).with_only_columns(
        col(Mentee.consultant_id), col(Mentee.house_code)
    )
    return Counter((user, house) for user, house in db.execute(proposed) if user)


def has_place_left(db: Db, user_id: UUID, house_code: str) -> bool:
    """Beside all that runs, is asked or is proposed; behind the lock of the cap.

    As `places` has it, who is no consultant of the House any more has no cap.
    """
    locked = (
        _caseload_of(user_id, house_code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    capped = db.exec(locked).one_or_none()
    if capped is None or capped.most is None:
        return True
    own = grants_of([house_code]).where(col(RoleGrant.user_id) == user_id)
    if db.exec(own).first() is None:
        return True
    who = (user_id, house_code)
    return capped.most > guided(db)[who] + held(db)[who]

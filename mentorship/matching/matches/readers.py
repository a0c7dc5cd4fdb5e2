"""Says who gets the letters about matches: who follows them, and who does so for them today."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.cover.queries import deputies_by_absent
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_by_house
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching.models import Match
from mentorship.referrals.mentees.models import Mentee

Users = dict[UUID, list[User]]  # by match


def consultants_of(db: Db, match: Match) -> list[User]:
    return _consultants(db, [match], _cases(db, [match]))[match.id]


def readers_of(db: Db, match: Match) -> list[User]:
    return readers_of_many(db, [match])[match.id]


def readers_of_many(db: Db, matches: Sequence[Match]) -> Users:
    """Who follows each, and who follows it for them; three statements for one as for a thousand."""
    cases = _cases(db, matches)
    found = _consultants(db, matches, cases)
    own = {
        match.id: {user.id for user in found[match.id]} & {cases[match.mentee_id].consultant_id}
        for match in matches
    }
    deputies = deputies_by_absent(db, {user_id for ids in own.values() for user_id in ids})
    for match in matches:
        for user_id in own[match.id]:
            there = found[match.id]
            there.extend(user for user in deputies.get(user_id, ()) if user not in there)
    return found


def _consultants(db: Db, matches: Sequence[Match], cases: dict[UUID, Mentee]) -> Users:
    """Who follows it: the consultant of the young person, or else who chose it, or else the House.

    Only who works where the file is by now: after a transfer nobody of the old House.
    """
    houses = {case.house_code for case in cases.values()}
    there = users_by_house(db, Role.MENTOR_CONSULTANT, houses)
    return {
        match.id: _following(
            match, cases[match.mentee_id], there[cases[match.mentee_id].house_code]
        )
        for match in matches
    }


def _following(match: Match, mentee: Mentee, there: Sequence[User]) -> list[User]:
    for own in (mentee.consultant_id, match.decided_by):
        if found := [user for user in there if user.id == own]:
            return found
    return list(there)


def _cases(db: Db, matches: Sequence[Match]) -> dict[UUID, Mentee]:
    wanted = {match.mentee_id for match in matches}
    return {row.id: row for row in db.exec(select(Mentee).where(col(Mentee.id).in_(wanted)))}

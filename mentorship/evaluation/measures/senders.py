"""Who sent a young person, by opaque keys: whoever sent somebody knows that this one is counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.measure import opaque
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral
from mentorship.referrals.padding import unpad
from mentorship.region.queries import municipal_organisations

_KIND = "referrer"


def parties_of(db: Db, organisations: Iterable[str]) -> dict[str, str]:
    """By the id of the organisation; all that are one municipality are one party."""
    municipal = {str(key): code for key, code in municipal_organisations(db).items()}
    return {one: opaque(db, _KIND, municipal.get(one, one)) for one in set(organisations)}


def senders_of(db: Db, mentees: Collection[Mentee]) -> Mapping[UUID, frozenset[str]]:
    """By the id of the mentee: everybody who ever referred them, also while they took part.

    Who came without a referral, or with one that is gone, may have been sent by anybody. Unsealed
    by the program itself, as one event; nobody reads along.
    """
    people = {mentee.subject_id: mentee for mentee in mentees}
    joined = select(Referral).join(Mentee, col(Mentee.subject_id) == col(Referral.subject_id))
    found = [one for one in db.exec(joined) if one.subject_id in people]
    read = vault.scan(db, found, "organisation_id", purpose=Purpose.EVALUATION)
    parties = parties_of(db, map(unpad, read.values()))
    through: defaultdict[UUID, set[str]] = defaultdict(set)
    for referral in found:
        if referral.id in read:
            through[referral.subject_id].add(parties[unpad(read[referral.id])])
    nobody = opaque(db, _KIND, None)
    return {
        mentee.id: frozenset(through[person] | (set() if mentee.referral_id else {nobody}))
        or frozenset({nobody})
        for person, mentee in people.items()
    }

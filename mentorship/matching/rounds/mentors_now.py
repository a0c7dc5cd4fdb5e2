"""Why a mentor of the own House can't be asked now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.matching.words.wording import not_ready_words
from mentorship.mentors import queries as mentors
from mentorship.mentors.labels import MISSING, block_words
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import BlockKind, Readiness


def why_not_ready(db: Db, mentor_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """A sentence or two for each who can't be asked now; who can by now has none."""
    if not mentor_ids:
        return {}
    of_them = select(Mentor).where(col(Mentor.id).in_(mentor_ids))
    known = mentors.readiness_of_all(db, of_them, mentors.today(db))
    return {key: _words(one) for key, one in known.items() if not one.is_ready}


def _words(one: Readiness) -> str:
    """Why a mentor is held is for whoever has the concern, and isn't said here."""
    blocks = [block_words(block) for block in one.blocks if block.kind is not BlockKind.HELD]
    return not_ready_words([str(MISSING[gate]) for gate in one.missing], blocks)

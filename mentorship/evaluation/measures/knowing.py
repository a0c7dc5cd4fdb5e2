"""Who brought or guided somebody is kept under another key in every table; while tables are judged
together it has to be known which of these are one and the same."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import col, select

from mentorship.evaluation.measures.measure import opaque
from mentorship.evaluation.measures.senders import parties_of
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Db
from mentorship.matching.models import Match
from mentorship.region.models import Organisation
from mentorship.trajectories.models import Trajectory


def kept_key(measure: str, contributor: str) -> str:
    """Another key in every table: else a copy of the database would tell which row of one table is
    which of another, and so what was answered by whom, and whom the police sent."""
    kind, _, one = contributor.partition(":")
    if not one:
        return contributor
    return f"{kind}:{hashlib.sha256(f'{measure} {one}'.encode()).hexdigest()[:16]}"


def contributors(db: Db) -> list[str]:
    """Everybody who can have brought or guided somebody, by the opaque keys of all tables; in
    memory only. Who is gone from the database stays somebody else in every table."""
    guided = {*db.exec(select(col(Match.mentor_id))), *db.exec(select(col(Trajectory.mentor_id)))}
    parties = parties_of(db, map(str, db.exec(select(col(Organisation.id)))))
    return sorted({*parties.values(), *(opaque(db, "mentor", one) for one in guided)})


def with_one_key(
    measure: str, counted: Mapping[str, CohortCounts], contributors: Iterable[str]
) -> dict[str, CohortCounts]:
    """The counts of one table, with these contributors by the key that all tables share."""
    shared = {kept_key(measure, one): one for one in contributors}
    return {
        cohort: replace(
            one,
            contributors={
                code: {shared.get(who, who): number for who, number in through.items()}
                for code, through in one.contributors.items()
            },
        )
        for cohort, one in counted.items()
    }

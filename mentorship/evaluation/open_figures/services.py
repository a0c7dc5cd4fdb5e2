"""The verbs around open figures: proposing a year, publishing it, taking it back, adding a note."""

import hashlib
from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.evaluation import counting
from mentorship.evaluation import queries as evaluation
from mentorship.evaluation.judging import Judgement, judged, limits_now, seen
from mentorship.evaluation.noting import note_told
from mentorship.evaluation.open_figures import queries, rules
from mentorship.evaluation.open_figures.chosen import MEASURES
from mentorship.evaluation.open_figures.letters import NOT_PUBLISHED, TAKEN_OFF, TO_PUBLISH
from mentorship.evaluation.open_figures.models import (
    FiguresStatus,
    OpenFigures,
    OpenFiguresNote,
)
from mentorship.evaluation.open_figures.telling import told_of
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.rules import FiguresChanged
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.locks import take_turns


def look(db: Db, year: int) -> Judgement:
    """What may be told of it now: the one way for both people and for what is published."""
    return judged(db, MEASURES, rules.half_years_of(year))


def seen_of(found: Judgement) -> str:
    """Stands for exactly these tables: who publishes them has looked at these and no others."""
    return seen(found, ())


def propose(db: Db, year: int, by: UUID) -> OpenFigures:
    """Once for each year; sent twice by the same person, it is proposed once.

    A year of which nothing may be told can be proposed too: then everybody reads just that.
    Raises YearNotClosed, YearTaken.
    """
    take_turns(db, counting.TURN)
    before = queries.of_year(db, year)
    if before is not None:
        if before.status is FiguresStatus.PROPOSED and before.proposed_by == by:
            return before
        raise rules.YearTaken
    rules.check_closed(year, evaluation.counted_cohorts(db))
    figures = OpenFigures(year=year, proposed_by=by, proposed_at=now(db))
    db.add(figures)
    db.flush()
    audit.record(db, "open_figures.proposed", object_id=figures.id, year=year)
    for officer in users_with_role(db, Role.PRIVACY_OFFICER):
        posting.post(db, officer, TO_PUBLISH, _page(db, figures))
    return figures


def publish(db: Db, figures: OpenFigures, looked_at: str, by: UUID) -> None:
    """The figures are locked, and all was just counted anew. Twice by the same person is once.

    Raises FiguresDecided, NobodyPublishesTheirOwn, YearNotClosed, FiguresChanged.
    """
    if figures.status is FiguresStatus.PUBLISHED and figures.published_by == by:
        return
    rules.check_waits(figures.status)
    rules.check_second_person(by, figures.proposed_by)
    take_turns(db, counting.TURN)
    rules.check_closed(figures.year, evaluation.counted_cohorts(db))
    found = look(db, figures.year)
    if seen_of(found) != looked_at:
        raise FiguresChanged
    figures.told = told_of(found.tables, limits_now(db))
    figures.told_sha256 = hashlib.sha256(canonical(figures.told)).digest()
    figures.status = FiguresStatus.PUBLISHED
    figures.published_by, figures.published_at = by, now(db)
    db.flush()
    note_told(db, found, rules.half_years_of(figures.year), open_figures_id=figures.id)
    audit.record(
        db, "open_figures.published", object_id=figures.id,
        year=figures.year, tables=found.told,
    )  # fmt: skip


def withdraw(db: Db, figures: OpenFigures, because: str, by: UUID) -> None:
    """The figures are locked. Nobody reads them any more; what was told stays in the ledger. Twice
    is once.

    Before the publication it is refused, or not wanted any more by who proposed it.
    """
    if figures.status is FiguresStatus.WITHDRAWN:
        return
    was_published = figures.status is FiguresStatus.PUBLISHED
    figures.status, figures.told = FiguresStatus.WITHDRAWN, {}
    figures.withdrawn_by, figures.withdrawn_at, figures.because = by, now(db), because
    db.flush()
    audit.record(db, "open_figures.withdrawn", object_id=figures.id, year=figures.year)
    proposer = db.get_one(User, figures.proposed_by)
    if by != proposer.id and proposer.is_open:
        letter = TAKEN_OFF if was_published else NOT_PUBLISHED
        posting.post(db, proposer, letter, _page(db, figures))


def add_note(db: Db, figures: OpenFigures, note: str, by: UUID, key: UUID) -> OpenFiguresNote:
    """`key` is of the sending of the page: sent twice, it is added once.

    Raises FiguresDecided, NumberInANote.
    """
    before = db.get(OpenFiguresNote, key)
    if before is not None and before.noted_by == by:
        return before
    if figures.published_at is None:
        raise rules.FiguresDecided
    rules.check_note(note)
    row = OpenFiguresNote(
        id=key if before is None else uuid4(),
        figures_id=figures.id,
        note=note,
        noted_by=by,
        noted_at=now(db),
    )
    db.add(row)
    db.flush()
    audit.record(db, "open_figures.noted", object_id=figures.id, year=figures.year)
    return row


def _page(db: Db, figures: OpenFigures) -> str:
    return posting.page(db, f"/bundles/open-figures/{figures.id}")

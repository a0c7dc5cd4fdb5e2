"""Releasing a bundle: built first and outside every transaction, then kept in a short one."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from uuid import UUID

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.evaluation import counting, labels, queries, rules, signing
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict
from mentorship.evaluation.disclosure.verdicts import Verdict
from mentorship.evaluation.judging import (
    Judgement,
    changes_of,
    check_something_is_told,
    judged_bundle,
    limits_now,
    seen,
)
from mentorship.evaluation.letters import RELEASED
from mentorship.evaluation.measures.per_trajectory import CHANGED, POPULATION
from mentorship.evaluation.models import (
    BundleFile,
    BundleStatus,
    EvaluationBundle,
    ReleasedRecords,
    ReleasedTable,
)
from mentorship.evaluation.package.build import bundle as build
from mentorship.evaluation.package.content import (
    Change,
    Content,
    CrossMeasured,
    EarlierBundle,
    Measured,
    Terms,
)
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.records.packing import answer_of
from mentorship.evaluation.records.verdicts import EDITIONS, RecordsVerdict
from mentorship.evaluation.wording import both
from mentorship.foundation import audit
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.locks import take_turns
from mentorship.foundation.settings import Settings
from mentorship.region.models import Organisation


@dataclass(frozen=True, slots=True)
class Prepared:
    """A whole bundle that nobody has yet, and what it was made of."""

    archive: bytes
    seen: str
    earlier: tuple[UUID, ...]


def prepare(database: Database, bundle_id: UUID, looked_at: str) -> Prepared:
    """Takes seconds. Raises FiguresChanged, BundleDecided, DestroyByPassed, NothingToTell,
    `PdfUnavailable`.

    Counted anew first: whoever withdrew a consent since the night isn't in it.
    """
    counting.recount(database)
    with database.reading() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        rules.check_waits(bundle.status)
        rules.check_destroy_by(bundle.destroy_by, queries.today(db))
        found = judged_bundle(db, bundle)
        if seen(found, changes_of(db, bundle)) != looked_at:
            raise rules.FiguresChanged
        check_something_is_told(found)
        content = content_of(db, bundle, found)
    archive = build(content, signing.signing_key(database.keys))
    return Prepared(archive, looked_at, tuple(one.id for one in content.earlier))


def content_of(db: Db, bundle: EvaluationBundle, found: Judgement) -> Content:
    settings, day = queries.settings_of(db), queries.today(db)
    expires_on = rules.last_day_to_download(day, settings.bundle_days, bundle.destroy_by)
    return Content(
        id=bundle.id,
        language=db.get_one(User, bundle.recipient_id).language.value,
        terms=Terms(
            organisation=db.get_one(Organisation, bundle.organisation_id).name,
            purpose=bundle.purpose,
            legal_basis=both(labels.BASES[bundle.legal_basis]),
            agreement=bundle.agreement,
            released_on=day,
            expires_on=expires_on,
            destroy_by=bundle.destroy_by,
        ),
        limits=limits_now(db),
        cohorts=tuple(sorted(bundle.cohorts)),
        measured=tuple(
            Measured(
                one.verdict,
                both(one.measure.question),
                both(one.measure.definition),
                is_headline=str(one.measure.question)
                != str(CHANGED),  # it would be read as progress
            )
            for one in found.tables
        ),
        crossed=tuple(
            CrossMeasured(one.verdict, both(one.measure.question), both(one.measure.definition))
            for one in found.crossed
        ),
        changes=_changes(db, bundle),
        earlier=_earlier(db),
        fingerprint=_fingerprint(db, found),
        version=version("mentorship"),
        settings={
            "disclosure_threshold": settings.disclosure_threshold,
            "bundle_days": settings.bundle_days,
        },
        real_threshold=real_threshold(settings),
        records=None if found.records is None else answer_of(db, bundle, found.records),
    )


def real_threshold(settings: Settings) -> int | None:
    """Of a demo only, which is too small for it."""
    default = Settings.model_fields["disclosure_threshold"].default
    return int(default) if settings.mode == "demo" else None


def _changes(db: Db, bundle: EvaluationBundle) -> tuple[Change, ...]:
    return tuple(
        Change(row.happened_on, row.kind.value, both(labels.KINDS[row.kind]), row.change)
        for row in changes_of(db, bundle)
    )


def _earlier(db: Db) -> tuple[EarlierBundle, ...]:
    return tuple(
        EarlierBundle(
            one.id, one.released_at.astimezone(TIME_ZONE).date(), (one.file_sha256 or b"").hex()
        )
        for one in queries.released_bundles(db)
        if one.released_at is not None
    )


def _fingerprint(db: Db, found: Judgement) -> str:
    """Of everything that was counted for it, also of what isn't told."""
    wanted = {(one.measure.id, one.measure.edition) for one in found.all}
    cohorts = {code for one in found.all for code in one.verdict.cohorts}
    if found.records is not None:
        wanted |= set(EDITIONS.items())
    plain = sorted(
        [row.measure, row.edition, row.cohort, sorted(row.counts.items())]
        for row in queries.count_rows(db)
        if (row.measure, row.edition) in wanted and row.cohort in cohorts
    )
    return signing.data_fingerprint(db.info["database"].keys, canonical(plain))


def release(db: Db, bundle: EvaluationBundle, prepared: Prepared, by: UUID) -> None:
    """The bundle is locked. What it was made of has to hold still; of two at once one is made anew.

    Raises NobodyReleasesTheirOwn, BundleDecided, FiguresChanged.
    """
    rules.check_waits(bundle.status)
    rules.check_second_person(by, bundle.specified_by, bundle.recipient_id)
    take_turns(db, counting.TURN)
    found = judged_bundle(db, bundle)
    earlier = tuple(one.id for one in queries.released_bundles(db))
    if (seen(found, changes_of(db, bundle)), earlier) != (prepared.seen, prepared.earlier):
        raise rules.FiguresChanged
    settings, day = queries.settings_of(db), queries.today(db)
    bundle.status = BundleStatus.RELEASED
    bundle.released_by, bundle.released_at = by, now(db)
    bundle.expires_on = rules.last_day_to_download(day, settings.bundle_days, bundle.destroy_by)
    bundle.file_sha256 = hashlib.sha256(prepared.archive).digest()
    db.add(BundleFile(bundle_id=bundle.id, content=prepared.archive))
    _note_tables(db, bundle, found)
    _note_records(db, bundle, found.records)
    db.flush()
    audit.record(db, "bundle.released", object_id=bundle.id, tables=found.told)
    recipient = db.get_one(User, bundle.recipient_id)
    address = posting.page(db, f"/evaluation/{bundle.id}")
    posting.post(db, recipient, RELEASED, address)


def _note_tables(db: Db, bundle: EvaluationBundle, found: Judgement) -> None:
    """In the ledger for ever, and what they were counted from is frozen."""
    for one in found.tables:
        table = one.verdict.table
        if table is not None:
            rows = queries.plain_rows(table)
            db.add(_noted(db, bundle, one.verdict, level=table.level, rows=rows))
    for crossed in found.crossed:
        cells = crossed.verdict.table
        if cells is not None:
            db.add(
                _noted(
                    db, bundle, crossed.verdict,
                    level=cells.detail.rows, across=cells.detail.columns, rows=cells.plain,
                )
            )  # fmt: skip
    populations = {
        one.verdict.specification.population for one in found.all if one.verdict.table is not None
    }
    counting.freeze(db, populations, bundle.cohorts)


def _note_records(db: Db, bundle: EvaluationBundle, told: RecordsVerdict | None) -> None:
    """That they went out, never what was in them."""
    if told is None or not told.is_told:
        return
    db.add(
        ReleasedRecords(
            bundle_id=bundle.id, cohorts=list(told.cohorts), levels=told.steps,
            measures=dict(EDITIONS), k=told.k, number=len(told.rows), released_at=now(db),
        )
    )  # fmt: skip
    counting.freeze(db, {POPULATION}, bundle.cohorts)


def _noted(
    db: Db, bundle: EvaluationBundle, verdict: Verdict | CrossVerdict, **told: Any
) -> ReleasedTable:
    specification = verdict.specification
    return ReleasedTable(
        bundle_id=bundle.id,
        measure=specification.id,
        edition=specification.edition,
        population=specification.population,
        cohorts=list(verdict.cohorts),
        released_at=now(db),
        **told,
    )

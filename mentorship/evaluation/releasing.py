"""Releasing a bundle: built first and outside every transaction, then kept in a short one."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from uuid import UUID

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.evaluation import counting, labels, queries, rules, signing
from mentorship.evaluation.judging import (
    Judgement,
    basis_of,
    changes_of,
    check_something_is_told,
    judged_bundle,
    limits_now,
    seen,
)
from mentorship.evaluation.letters import RELEASED
from mentorship.evaluation.measures import aspects
from mentorship.evaluation.measures.crossed import CROSSED, CrossedMeasure
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import CHANGED
from mentorship.evaluation.measures.registry import chosen, chosen_crossed, measures
from mentorship.evaluation.models import (
    BuildStep,
    BundleFile,
    BundleStatus,
    EvaluationBundle,
)
from mentorship.evaluation.noting import note_records, note_told
from mentorship.evaluation.open_figures import queries as open_figures
from mentorship.evaluation.package.build import files_of, signed
from mentorship.evaluation.package.content import (
    Change,
    Content,
    CrossMeasured,
    EarlierBundle,
    Measured,
    Terms,
    Unasked,
    Uncounted,
)
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.records.packing import answer_of
from mentorship.evaluation.records.verdicts import EDITIONS
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
    found: Judgement
    basis: str
    earlier: tuple[UUID, ...]


def _nobody(step: BuildStep) -> None:
    """Hears of a step and does nothing with it."""


def prepare(
    database: Database,
    bundle_id: UUID,
    looked_at: str,
    tell: Callable[[BuildStep], None] = _nobody,
) -> Prepared:
    """Takes seconds, and tells each step before it begins. Raises FiguresChanged, BundleDecided,
    DestroyByPassed, NothingToTell, `PdfUnavailable`.

    Counted anew first: whoever withdrew a consent since the night isn't in it.
    """
    tell(BuildStep.COUNTING)
    counting.recount(database)
    tell(BuildStep.JUDGING)
    with database.reading() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        rules.check_waits(bundle.status)
        rules.check_destroy_by(bundle.destroy_by, queries.today(db))
        found = judged_bundle(db, bundle)
        if seen(found, changes_of(db, bundle)) != looked_at:
            raise rules.FiguresChanged
        check_something_is_told(found)
        content, basis = content_of(db, bundle, found), basis_of(db, bundle)
    tell(BuildStep.WRITING)
    files = files_of(content)
    tell(BuildStep.PACKING)
    archive = signed(content, files, signing.signing_key(database.keys))
    return Prepared(archive, found, basis, tuple(one.id for one in content.earlier))


def content_of(db: Db, bundle: EvaluationBundle, found: Judgement) -> Content:
    settings = queries.settings_of(db)
    return Content(
        id=bundle.id,
        language=db.get_one(User, bundle.recipient_id).language.value,
        terms=_terms(db, bundle),
        limits=limits_now(db),
        cohorts=tuple(sorted(bundle.cohorts)),
        measured=tuple(
            Measured(
                one.verdict,
                both(one.measure.question),
                both(one.measure.definition),
                is_headline=str(one.measure.question)
                != str(CHANGED),  # it would be read as progress
                method=None if one.measure.method is None else both(one.measure.method),
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
        questions=tuple(both(one) for one in aspects.QUESTIONS),
        uncounted=_uncounted(db),
        unasked=tuple(_unasked(db, bundle)),
    )


def _uncounted(db: Db) -> tuple[Uncounted, ...]:
    """By no measure that there is at this moment."""
    ids = [one.id for one in measures(db)]
    return tuple(
        Uncounted(both(one.question), both(one.name), both(why))
        for one, why in aspects.uncounted(ids)
    )


def _unasked(db: Db, bundle: EvaluationBundle) -> Iterator[Unasked]:
    there: tuple[Measure | CrossedMeasure, ...] = (*measures(db), *CROSSED)
    asked = {one.id for one in chosen(db, bundle.measures)}
    asked |= {one.id for one in chosen_crossed(bundle.measures)}
    for one in there:
        if one.id not in asked:
            yield Unasked(one.id, both(one.question), both(one.title))


def _terms(db: Db, bundle: EvaluationBundle) -> Terms:
    day, days = queries.today(db), queries.settings_of(db).bundle_days
    return Terms(
        organisation=db.get_one(Organisation, bundle.organisation_id).name,
        purpose=bundle.purpose,
        legal_basis=both(labels.BASES[bundle.legal_basis]),
        agreement=bundle.agreement,
        released_on=day,
        expires_on=rules.last_day_to_download(day, days, bundle.destroy_by),
        destroy_by=bundle.destroy_by,
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
    """Every bundle, and every year that was ever published for everybody."""
    return (*_earlier_bundles(db), *_open_years(db))


def _open_years(db: Db) -> Iterator[EarlierBundle]:
    for one in open_figures.ever_published(db):
        if one.published_at is not None:
            day = one.published_at.astimezone(TIME_ZONE).date()
            yield EarlierBundle(one.id, day, (one.told_sha256 or b"").hex())


def _earlier_bundles(db: Db) -> tuple[EarlierBundle, ...]:
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
    earlier, found = tuple(one.id for one in _earlier(db)), prepared.found
    if (basis_of(db, bundle), earlier) != (prepared.basis, prepared.earlier):
        raise rules.FiguresChanged
    settings, day = queries.settings_of(db), queries.today(db)
    bundle.status = BundleStatus.RELEASED
    bundle.released_by, bundle.released_at = by, now(db)
    bundle.expires_on = rules.last_day_to_download(day, settings.bundle_days, bundle.destroy_by)
    bundle.file_sha256 = hashlib.sha256(prepared.archive).digest()
    db.add(BundleFile(bundle_id=bundle.id, content=prepared.archive))
    note_told(db, found, bundle.cohorts, bundle_id=bundle.id)
    note_records(db, found, bundle_id=bundle.id)
    db.flush()
    audit.record(db, "bundle.released", object_id=bundle.id, tables=found.told)
    recipient = db.get_one(User, bundle.recipient_id)
    address = posting.page(db, f"/evaluation/{bundle.id}")
    posting.post(db, recipient, RELEASED, address)

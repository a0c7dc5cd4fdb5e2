"""The verbs around a bundle: asking for it, taking it back, downloading, ending, destroying."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.evaluation import counting, queries, rules
from mentorship.evaluation.judging import check_something_is_told, judged
from mentorship.evaluation.letters import (
    DESTROY,
    ENDED,
    REFUSED,
    ROWS_ERASED,
    TAKEN_BACK,
    TO_RELEASE,
)
from mentorship.evaluation.measures.registry import chosen, chosen_crossed
from mentorship.evaluation.models import (
    BundleBasis,
    BundleDownload,
    BundleStatus,
    BundleWithdrawal,
    ChangeKind,
    EvaluationBundle,
    ProgrammeChange,
)
from mentorship.evaluation.records.evaluators import is_evaluator
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.locks import take_turns
from mentorship.foundation.outbox import Letter

_RECIPIENTS = (Role.EVALUATOR, Role.MUNICIPAL_EXPERT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom, for what, and which fixed tables over which half-years."""

    recipient_id: UUID
    purpose: str
    legal_basis: BundleBasis
    agreement: str
    destroy_by: date
    measures: Sequence[str]
    cohorts: Sequence[str]
    with_records: bool = False


def check(db: Db, wanted: Wanted, by: UUID, key: UUID) -> None:
    """Before it is asked for: whether it may be, and would tell anything. That takes seconds, and
    nobody waits for a reading; who releases it judges once more.

    Raises SentWithOtherWords, NotARecipient, NothingAskedFor, DestroyByPassed, DestroyByOutOfReach,
    RecordsForEvaluatorsOnly, NothingToTell.
    """
    if _asked_before(db, wanted, by, key) is None:
        _, asked = _allowed(db, wanted, by)
        check_something_is_told(judged(db, asked, wanted.cohorts))


def specify(db: Db, wanted: Wanted, by: UUID, key: UUID) -> EvaluationBundle:
    """`key` is of the sending of the page: sent twice, it is asked for once. See `check`.

    Raises SentWithOtherWords when it was sent before and asked for something else, NotARecipient,
    NothingAskedFor, DestroyByPassed, DestroyByOutOfReach, RecordsForEvaluatorsOnly.
    """
    take_turns(db, key.bytes)  # the second of a double click finds what the first one did
    if (before := _asked_before(db, wanted, by, key)) is not None:
        return before
    organisation_id, asked = _allowed(db, wanted, by)
    bundle = EvaluationBundle(
        id=key if db.get(EvaluationBundle, key) is None else uuid4(),
        recipient_id=wanted.recipient_id,
        organisation_id=organisation_id,
        purpose=wanted.purpose,
        legal_basis=wanted.legal_basis,
        agreement=wanted.agreement,
        destroy_by=wanted.destroy_by,
        measures=asked,
        cohorts=sorted(set(wanted.cohorts)),
        with_records=wanted.with_records,
        specified_by=by,
        specified_at=now(db),
    )
    db.add(bundle)
    db.flush()
    audit.record(
        db, "bundle.specified", object_id=bundle.id,
        tables=len(bundle.measures), half_years=len(bundle.cohorts), records=bundle.with_records,
    )  # fmt: skip
    _tell_officers(db, bundle)
    return bundle


def _asked_before(db: Db, wanted: Wanted, by: UUID, key: UUID) -> EvaluationBundle | None:
    before = db.get(EvaluationBundle, key)
    if before is None or before.specified_by != by:
        return None
    if _said(replace(wanted, measures=_tables(db, wanted))) != _said(before):
        raise rules.SentWithOtherWords
    return before


def _said(one: Wanted | EvaluationBundle) -> tuple[object, ...]:
    """What a page asks for, whatever the order."""
    return (
        one.recipient_id, one.purpose, one.legal_basis, one.agreement, one.destroy_by,
        set(one.measures), set(one.cohorts), one.with_records,
    )  # fmt: skip


def _allowed(db: Db, wanted: Wanted, by: UUID) -> tuple[UUID, list[str]]:
    """The organisation that it goes to, and the tables that there are of what was asked for."""
    organisation_id = _organisation_of(db, wanted.recipient_id, by)
    if wanted.with_records and not is_evaluator(db, wanted.recipient_id):
        raise rules.RecordsForEvaluatorsOnly
    asked = _tables(db, wanted)
    rules.check_asked(asked, wanted.cohorts, queries.counted_cohorts(db))
    keeping = queries.settings_of(db)
    rules.check_keeping(
        wanted.destroy_by, queries.today(db), keeping.bundle_kept_least, keeping.bundle_kept_most
    )
    return organisation_id, asked


def _tables(db: Db, wanted: Wanted) -> list[str]:
    """With a crossed table its two come along; of what there isn't nothing does."""
    plain, crossed = chosen(db, wanted.measures), chosen_crossed(wanted.measures)
    return [*(one.id for one in plain), *(one.id for one in crossed)]


def _tell_officers(db: Db, bundle: EvaluationBundle) -> None:
    address = posting.page(db, f"/bundles/{bundle.id}")
    for officer in users_with_role(db, Role.PRIVACY_OFFICER):
        posting.post(db, officer, TO_RELEASE, address)


def recipients(db: Db) -> dict[UUID, UUID]:
    """Open accounts that a bundle can be addressed to, with their organisation."""
    found = (user for role in _RECIPIENTS for user in users_with_role(db, role))
    return {user.id: user.organisation_id for user in found if user.organisation_id is not None}


def _organisation_of(db: Db, user_id: UUID, by: UUID) -> UUID:
    known = recipients(db)
    if user_id == by or user_id not in known:
        raise rules.NotARecipient
    return known[user_id]


def withdraw(db: Db, bundle: EvaluationBundle, because: str, by: UUID) -> None:
    """Nobody downloads it any more; what was told of it stays in the ledger. Twice is once.

    Before the release it is refused, or not wanted any more by who asked for it.
    """
    if bundle.status is BundleStatus.WITHDRAWN:
        return
    if bundle.status is BundleStatus.EXPIRED:
        raise rules.BundleDecided
    was_released = bundle.status is BundleStatus.RELEASED
    bundle.status = BundleStatus.WITHDRAWN
    bundle.withdrawn_by, bundle.withdrawn_at = by, now(db)
    db.add(BundleWithdrawal(bundle_id=bundle.id, because=because))
    _drop_file(db, bundle)
    db.flush()
    audit.record(db, "bundle.withdrawn", object_id=bundle.id)
    if was_released:
        recipient = db.get_one(User, bundle.recipient_id)
        posting.post(db, recipient, TAKEN_BACK, posting.page(db, f"/evaluation/{bundle.id}"))
    asked = db.get_one(User, bundle.specified_by)
    if by != asked.id and asked.is_open:
        letter = ENDED if was_released else REFUSED
        posting.post(db, asked, letter, posting.page(db, f"/bundles/{bundle.id}"))


def download(db: Db, bundle: EvaluationBundle, by: UUID, *, is_encrypted: bool = False) -> bytes:
    """Noted first; the caller commits before a byte leaves.

    A copy taken after all were said to be gone has to be destroyed again.
    """
    file = queries.file_of(db, bundle)
    if file is None:
        raise rules.BundleDecided
    db.add(BundleDownload(bundle_id=bundle.id, user_id=by, downloaded_at=now(db)))
    if bundle.destroyed_at is not None:
        bundle.destroyed_at = bundle.reminded_at = None
    db.flush()
    audit.record(db, "bundle.downloaded", object_id=bundle.id, encrypted=is_encrypted)
    return file.content


def look_into(db: Db, bundle: EvaluationBundle) -> bytes | None:
    """What the page shows of its tables; that somebody read them is in the trail."""
    file = queries.file_of(db, bundle)
    if file is None:
        return None
    audit.record(db, "bundle.read", object_id=bundle.id)
    return file.content


def confirm_destruction(db: Db, bundle: EvaluationBundle) -> None:
    """That all copies are gone; said once."""
    if bundle.destroyed_at is None:
        bundle.destroyed_at = now(db)
        db.flush()
        audit.record(db, "bundle.destroyed", object_id=bundle.id)


def expire(db: Db, bundle: EvaluationBundle) -> None:
    """The last day has passed; doing it again changes nothing."""
    last_day = bundle.expires_on
    if bundle.status is not BundleStatus.RELEASED or last_day is None:
        return
    if last_day >= queries.today(db):
        return
    bundle.status = BundleStatus.EXPIRED
    _drop_file(db, bundle)
    db.flush()
    audit.record(db, "bundle.expired", object_id=bundle.id)


def end_with_rows_of(db: Db, subject_id: UUID) -> None:
    """Somebody is about to be erased: bundles with rows in which they may be end at once, and
    whoever has a copy is asked to destroy it. The caller's transaction erases them too; a release
    waits for it, so that it sees who is gone."""
    take_turns(db, counting.TURN)
    day = queries.today(db)
    for bundle in queries.with_rows_of(db, subject_id):
        if bundle.status is BundleStatus.EXPIRED and bundle.reminded_at is not None:
            continue  # they are asked already
        if bundle.status is BundleStatus.RELEASED:
            bundle.status = BundleStatus.EXPIRED
            _drop_file(db, bundle)
        bundle.destroy_by = min(bundle.destroy_by, day)
        bundle.expires_on = min(bundle.expires_on or day, day)
        db.flush()
        if bundle.destroyed_at is None:
            _remind(db, bundle, ROWS_ERASED)
        audit.record(db, "bundle.rows_erased", object_id=bundle.id)


def remind_to_destroy(db: Db, bundle: EvaluationBundle) -> None:
    """Once, on the last day."""
    if bundle.reminded_at is not None or bundle.destroyed_at is not None:
        return
    _remind(db, bundle, DESTROY)
    audit.record(db, "bundle.destruction_due", object_id=bundle.id)


def _remind(db: Db, bundle: EvaluationBundle, letter: Letter) -> None:
    bundle.reminded_at = now(db)
    db.flush()
    recipient = db.get_one(User, bundle.recipient_id)
    if recipient.is_open:
        posting.post(db, recipient, letter, posting.page(db, f"/evaluation/{bundle.id}"))


def _drop_file(db: Db, bundle: EvaluationBundle) -> None:
    file = queries.file_of(db, bundle)
    if file is not None:
        db.delete(file)


def add_change(
    db: Db, happened_on: date, kind: ChangeKind, change: str, by: UUID, key: UUID
) -> ProgrammeChange:
    """`key` is of the sending of the page: sent twice, it is noted once."""
    take_turns(db, key.bytes)
    before = db.get(ProgrammeChange, key)
    if before is not None and before.made_by == by:
        return before
    row = ProgrammeChange(
        id=key if before is None else uuid4(),
        happened_on=happened_on,
        kind=kind,
        change=change,
        made_by=by,
        made_at=now(db),
    )
    db.add(row)
    db.flush()
    audit.record(db, "programme_change.noted", object_id=row.id, kind=kind)
    return row


def withdraw_change(db: Db, change: ProgrammeChange, by: UUID) -> None:
    """The row is locked; it stays and goes along with no later bundle. Twice is once."""
    if change.withdrawn_at is not None:
        return
    change.withdrawn_by, change.withdrawn_at = by, now(db)
    db.flush()
    audit.record(db, "programme_change.withdrawn", object_id=change.id)

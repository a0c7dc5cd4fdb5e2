"""Bundles of figures, what was counted and told for them, and what changed in the programme."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

LONGEST_PURPOSE = 500
LONGEST_AGREEMENT = 100
LONGEST_CHANGE = 300
LONGEST_REASON = 300
LONGEST_ID = 40
LONGEST_KEY = 100  # one of X25519 has 62 signs
_HALF_YEAR = 6  # 2026-1
_SEEN = 64  # a SHA-256 in hexadecimal signs


class BundleStatus(StrEnum):
    SPECIFIED = "specified"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class BundleBasis(StrEnum):
    """On which ground the figures are given; nobody's own data are in them."""

    PUBLIC_TASK = "public_task"
    RESEARCH = "research"
    LEGAL_OBLIGATION = "legal_obligation"


class ChangeKind(StrEnum):
    STAFF = "staff"
    POLICY = "policy"
    COVENANT = "covenant"
    SETTINGS = "settings"
    WEIGHTS = "weights"
    OTHER = "other"


class BuildStep(StrEnum):
    """What is being done to make a bundle, in this order."""

    COUNTING = "counting"
    JUDGING = "judging"
    WRITING = "writing"
    PACKING = "packing"

    @property
    def number(self) -> int:
        return list(BuildStep).index(self) + 1


class BuildOutcome(StrEnum):
    """How the making of a bundle ended; after all but the first nothing was released."""

    RELEASED = "released"
    CANCELLED = "cancelled"
    FIGURES_CHANGED = "figures_changed"
    NOTHING_TO_TELL = "nothing_to_tell"
    DESTROY_BY_PASSED = "destroy_by_passed"
    DECIDED = "decided"
    NO_PDF = "no_pdf"
    NOT_ALLOWED = "not_allowed"
    FAILED = "failed"


class CohortCount(Row, table=True):
    """One half-year, counted for one measure in its finest categories; never leaves the house.

    Counted anew every night until a bundle tells anything of this population and half-year. From
    then on it stays as it was: counting again would tell who left in between.
    `contributors` knows organisations and mentors by keyed hashes only, others in every measure.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (UniqueConstraint("measure", "edition", "cohort"),)

    id: UUID = columns.key()
    measure: str = columns.text(D.OPERATION, max_length=LONGEST_ID)
    edition: int = columns.integer(D.OPERATION, at_least=1)
    population: str = columns.text(D.OPERATION, max_length=LONGEST_ID)
    cohort: str = columns.text(D.OPERATION, max_length=_HALF_YEAR)
    counts: dict[str, int] = columns.json(D.OPERATION)
    impossible: list[str] = columns.json(D.OPERATION)
    contributors: dict[str, dict[str, int]] = columns.json(D.OPERATION)
    counted_at: datetime = columns.utc(D.OPERATION)
    frozen_at: datetime | None = columns.utc(D.OPERATION, nullable=True)


class EvaluationBundle(Row, table=True):
    """What one recipient may get: asked for by one person, released by a second.

    `measures` and `cohorts` are codes; what came of each table stands in `ReleasedTable`.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint(
            "released_by IS NULL OR released_by <> specified_by", name="released_by_a_second_person"
        ),
        CheckConstraint(
            "recipient_id <> specified_by AND (released_by IS NULL OR released_by <> recipient_id)",
            name="not_for_oneself",
        ),
        CheckConstraint(
            "status NOT IN ('released', 'expired') OR (released_by IS NOT NULL"
            " AND released_at IS NOT NULL AND expires_on IS NOT NULL AND file_sha256 IS NOT NULL)",
            name="released_says_by_whom",
        ),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_a_time"
        ),
        CheckConstraint(
            "expires_on IS NULL OR expires_on <= destroy_by", name="gone_before_it_is_destroyed"
        ),
    )

    id: UUID = columns.key()
    recipient_id: UUID = columns.ref("user_account.id", D.ACCOUNT)
    organisation_id: UUID = columns.ref("organisation.id", D.OPERATION)
    purpose: str = columns.text(D.OPERATION, max_length=LONGEST_PURPOSE)
    legal_basis: BundleBasis = columns.choice(BundleBasis, D.OPERATION)
    agreement: str = columns.text(D.OPERATION, max_length=LONGEST_AGREEMENT)
    destroy_by: date = columns.day(D.OPERATION)
    measures: list[str] = columns.json(D.OPERATION)
    cohorts: list[str] = columns.json(D.OPERATION)
    # Also asked for as rows about single trajectories, of which `ReleasedRecords` is kept.
    with_records: bool = columns.boolean(D.OPERATION, default=False)
    status: BundleStatus = columns.choice(
        BundleStatus, D.OPERATION, default=BundleStatus.SPECIFIED, index=True
    )
    specified_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    specified_at: datetime = columns.utc(D.OPERATION)
    released_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    released_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    expires_on: date | None = columns.day(D.OPERATION, nullable=True)
    file_sha256: bytes | None = columns.digest(D.OPERATION, nullable=True)
    withdrawn_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    withdrawn_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    reminded_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    destroyed_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    version: int = columns.version()


class BundleWithdrawal(Row, table=True):
    """Why a bundle was refused or withdrawn, for who asked for it; it names nobody."""

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION, unique=True)
    because: str = columns.text(D.OPERATION, max_length=LONGEST_REASON)


class BundleBuild(Row, table=True):
    """That somebody asked to make and release a bundle, and how far that is.

    `seen` stands for the tables that they looked at, `number` counts how often one bundle was asked
    for. One bundle is made once at a time.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        UniqueConstraint("bundle_id", "number"),
        CheckConstraint("(outcome IS NULL) = (finished_at IS NULL)", name="over_has_a_time"),
        Index(
            "uq_bundle_build_open",
            "bundle_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: UUID = columns.key()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION, index=False)
    number: int = columns.integer(D.OPERATION, at_least=1)
    asked_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    asked_at: datetime = columns.utc(D.OPERATION)
    seen: str = columns.text(D.OPERATION, max_length=_SEEN)
    job_id: UUID = columns.identifier(D.OPERATION)
    step: BuildStep = columns.choice(BuildStep, D.OPERATION, default=BuildStep.COUNTING)
    outcome: BuildOutcome | None = columns.choice(BuildOutcome, D.OPERATION, nullable=True)
    finished_at: datetime | None = columns.utc(D.OPERATION, nullable=True)


class BundleFile(Row, table=True):
    """The zip, while it may be downloaded.

    In the database, because it is small, holds figures that may be told only, and has to be there
    exactly when the release is: in one transaction and in one backup.
    """

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    bundle_id: UUID = columns.ref(
        "evaluation_bundle.id", D.OPERATION, unique=True, ondelete="CASCADE"
    )
    content: bytes = columns.content(D.OPERATION)


class ReleasedTable(Row, table=True):
    """What was told to anybody, for ever: every later release is held against all of these.

    In a bundle to one recipient, or in open figures to everybody.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        UniqueConstraint("bundle_id", "measure"),
        UniqueConstraint("open_figures_id", "measure"),
        CheckConstraint(
            "(bundle_id IS NULL) <> (open_figures_id IS NULL)", name="told_in_one_place"
        ),
    )

    id: UUID = columns.key()
    bundle_id: UUID | None = columns.ref(
        "evaluation_bundle.id", D.OPERATION, index=False, nullable=True
    )
    open_figures_id: UUID | None = columns.ref(
        "open_figures.id", D.OPERATION, index=False, nullable=True
    )
    measure: str = columns.text(D.OPERATION, max_length=LONGEST_ID)
    edition: int = columns.integer(D.OPERATION, at_least=1)
    population: str = columns.text(D.OPERATION, max_length=LONGEST_ID)
    cohorts: list[str] = columns.json(D.OPERATION)
    level: int = columns.integer(D.OPERATION, at_least=0)
    # The level of the columns of a crossed table, whose rows are cells and None where hidden.
    across: int | None = columns.integer(D.OPERATION, at_least=0, nullable=True)
    rows: dict[str, Any] = columns.json(D.OPERATION)
    released_at: datetime = columns.utc(D.OPERATION)


class ReleasedRecords(Row, table=True):
    """That rows about single trajectories went out, and how coarse they were; no row is kept.

    `levels` by the column that others may know, `measures` with their editions for the others.
    """

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION, unique=True)
    cohorts: list[str] = columns.json(D.OPERATION)
    levels: dict[str, int] = columns.json(D.OPERATION)
    measures: dict[str, int] = columns.json(D.OPERATION)
    k: int = columns.integer(D.OPERATION, at_least=1)
    number: int = columns.integer(D.OPERATION, at_least=1)
    released_at: datetime = columns.utc(D.OPERATION)


class BundleDownload(Row, table=True):
    """That somebody took a copy; written before the first byte leaves."""

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION)
    user_id: UUID = columns.ref("user_account.id", D.ACCOUNT)
    downloaded_at: datetime = columns.utc(D.OPERATION)


class RecipientKey(Row, table=True):
    """The public key of age that a recipient can have bundles encrypted to."""

    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.ACCOUNT, unique=True, ondelete="CASCADE")
    public_key: str = columns.text(D.ACCOUNT, max_length=LONGEST_KEY)
    kept_at: datetime = columns.utc(D.ACCOUNT)


class ProgrammeChange(Row, table=True):
    """Something that changed in the programme; told with a bundle, so it names nobody.

    What was noted wrongly is withdrawn: it stays here and goes along with no later bundle.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"
        ),
    )

    id: UUID = columns.key()
    happened_on: date = columns.day(D.OPERATION, index=True)
    kind: ChangeKind = columns.choice(ChangeKind, D.OPERATION)
    change: str = columns.text(D.OPERATION, max_length=LONGEST_CHANGE)
    made_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    made_at: datetime = columns.utc(D.OPERATION)
    withdrawn_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    withdrawn_at: datetime | None = columns.utc(D.OPERATION, nullable=True)

"""The personal-data map: what kind of data each column holds, about whom, why and how long."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache

from sqlalchemy import Column, MetaData, String, Table
from sqlalchemy import Enum as EnumType

from mentorship.foundation.sealing import SealedBytes


class Subject(StrEnum):
    """Whom a value says something about."""

    NOBODY = "nobody"
    YOUNG_PERSON = "young_person"
    MENTOR = "mentor"
    USER = "user"
    ANY_PERSON = "any_person"


class Purpose(StrEnum):
    """Why a person's data is used; every audited read names one."""

    REFERRAL = "referral"
    TRIAGE = "triage"
    INTAKE = "intake"
    MATCHING = "matching"
    SCREENING = "screening"
    GUIDANCE = "guidance"
    TRAINING = "training"
    EVALUATION = "evaluation"
    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    DRAFTING = "drafting"
    MESSAGING = "messaging"
    SUBJECT_RIGHTS = "subject_rights"
    COMPLAINT = "complaint"
    OVERSIGHT = "oversight"
    OPERATION = "operation"


class LegalBasis(StrEnum):
    """The ground of article 6 GDPR that a processing rests on."""

    NOT_PERSONAL = "not_personal"
    PUBLIC_TASK = "public_task"
    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    AGREEMENT = "agreement"


class Sensitivity(StrEnum):
    """How much harm a leak does; what is `HIGH` or `SPECIAL` is stored sealed when it is text."""

    NONE = "none"
    LOW = "low"
    HIGH = "high"
    SPECIAL = "special"


class Retention(StrEnum):
    """When the rows of a table go; the terms themselves are settings of the archivist."""

    REFERENCE = "while_in_use"
    ACCOUNT = "after_the_account_ends"
    SIGN_IN = "after_the_sign_in_ends"
    REFERRAL = "after_the_referral_ends"
    MENTOR = "after_the_mentor_leaves"
    TRAJECTORY = "after_aftercare"
    COMPLAINT = "after_the_complaint_is_closed"
    DRAFT = "after_the_last_change"
    LINK = "after_the_link_expires"
    MESSAGE = "after_sending"
    OPERATION = "after_completion"
    AUDIT = "audit_term"


@dataclass(frozen=True)
class DataClass:
    """One line of the processing register."""

    subject: Subject
    purpose: Purpose
    legal_basis: LegalBasis
    sensitivity: Sensitivity
    in_subject_access: bool
    in_bundle: bool

    @property
    def is_sealed(self) -> bool:
        return self.sensitivity in (Sensitivity.HIGH, Sensitivity.SPECIAL)


def _about_nobody() -> DataClass:
    return DataClass(
        Subject.NOBODY,
        Purpose.OPERATION,
        LegalBasis.NOT_PERSONAL,
        Sensitivity.NONE,
        in_subject_access=False,
        in_bundle=False,
    )


def _about_user(purpose: Purpose, sensitivity: Sensitivity, *, access: bool = True) -> DataClass:
    return DataClass(
        Subject.USER,
        purpose,
        LegalBasis.AGREEMENT,
        sensitivity,
        in_subject_access=access,
        in_bundle=False,
    )


def _about_young_person(
    purpose: Purpose,
    sensitivity: Sensitivity,
    *,
    basis: LegalBasis = LegalBasis.CONSENT,
    bundle: bool = False,
) -> DataClass:
    return DataClass(
        Subject.YOUNG_PERSON, purpose, basis, sensitivity, in_subject_access=True, in_bundle=bundle
    )


def _about_mentor(purpose: Purpose, sensitivity: Sensitivity, *, bundle: bool = False) -> DataClass:
    return DataClass(
        Subject.MENTOR,
        purpose,
        LegalBasis.AGREEMENT,
        sensitivity,
        in_subject_access=True,
        in_bundle=bundle,
    )


def _about_anybody(purpose: Purpose, basis: LegalBasis, sensitivity: Sensitivity) -> DataClass:
    return DataClass(
        Subject.ANY_PERSON, purpose, basis, sensitivity, in_subject_access=True, in_bundle=False
    )


class _Named(Enum):
    """Compares by name, because two classes may carry the same facts."""

    def __new__(cls, data_class: DataClass) -> "_Named":
        member = object.__new__(cls)
        member._value_ = len(cls.__members__) + 1
        member.facts = data_class
        return member

    facts: DataClass


class D(_Named):
    """The named data classes; a column refers to exactly one."""

    REFERENCE_DATA = _about_nobody()
    OPERATION = _about_nobody()
    PERSON_KEY = _about_anybody(Purpose.OPERATION, LegalBasis.PUBLIC_TASK, Sensitivity.LOW)
    IDENTITY = _about_anybody(Purpose.GUIDANCE, LegalBasis.CONSENT, Sensitivity.HIGH)
    CONTACT = _about_anybody(Purpose.GUIDANCE, LegalBasis.CONSENT, Sensitivity.HIGH)
    ACCOUNT = _about_user(Purpose.ACCOUNT, Sensitivity.LOW)
    CREDENTIAL = _about_user(Purpose.SIGN_IN, Sensitivity.LOW, access=False)
    SIGN_IN = _about_user(Purpose.SIGN_IN, Sensitivity.LOW)
    REFERRAL = _about_young_person(Purpose.REFERRAL, Sensitivity.SPECIAL)
    REFERRAL_SOURCE = _about_young_person(Purpose.REFERRAL, Sensitivity.SPECIAL)
    CASE_PROCESS = _about_young_person(
        Purpose.TRIAGE, Sensitivity.LOW, basis=LegalBasis.PUBLIC_TASK, bundle=True
    )
    CASE_NOTE = _about_young_person(Purpose.GUIDANCE, Sensitivity.SPECIAL)
    CONSENT = _about_young_person(Purpose.INTAKE, Sensitivity.LOW)
    MATCHING_PROFILE = _about_young_person(Purpose.MATCHING, Sensitivity.HIGH)
    MENTOR_PROCESS = _about_mentor(Purpose.SCREENING, Sensitivity.LOW, bundle=True)
    MENTOR_NOTE = _about_mentor(Purpose.SCREENING, Sensitivity.HIGH)
    MENTOR_PROFILE = _about_mentor(Purpose.MATCHING, Sensitivity.HIGH)
    TRAINING = _about_mentor(Purpose.TRAINING, Sensitivity.LOW, bundle=True)
    MATCH_PROCESS = _about_young_person(
        Purpose.MATCHING, Sensitivity.LOW, basis=LegalBasis.PUBLIC_TASK, bundle=True
    )
    # Typed by a user, and nearly always about somebody else, with whose erasure it goes.
    DRAFT = _about_anybody(Purpose.DRAFTING, LegalBasis.PUBLIC_TASK, Sensitivity.SPECIAL)
    # Who complains, about whom and what came of it: nobody consented to that, and none is counted.
    COMPLAINT = _about_anybody(Purpose.COMPLAINT, LegalBasis.PUBLIC_TASK, Sensitivity.SPECIAL)
    RIGHTS = _about_anybody(
        Purpose.SUBJECT_RIGHTS, LegalBasis.LEGAL_OBLIGATION, Sensitivity.SPECIAL
    )
    # Asked and answered about bundles: about figures, but free text all the same.
    EVALUATION_TALK = _about_user(Purpose.EVALUATION, Sensitivity.HIGH)
    MESSAGE = _about_anybody(Purpose.MESSAGING, LegalBasis.PUBLIC_TASK, Sensitivity.LOW)
    AUDIT = _about_anybody(Purpose.OVERSIGHT, LegalBasis.LEGAL_OBLIGATION, Sensitivity.LOW)


class PersonalDataMapIncomplete(Exception):
    """Names every column and table that the map doesn't account for."""


def check_personal_data_map(metadata: MetaData) -> None:
    """Refuses to start while a column has no data class or a table no retention."""
    problems = [problem for table in metadata.sorted_tables for problem in _problems(table)]
    if problems:
        raise PersonalDataMapIncomplete("; ".join(problems))


@cache  # a table that is there stays as it is
def _problems(table: Table) -> list[str]:
    problems = [problem for column in table.columns if (problem := _column_problem(column))]
    if not isinstance(table.info.get("retention"), Retention):
        problems.append(f"table {table.name} states no retention")
    if any(isinstance(column.type, SealedBytes) for column in table.columns) and not {
        "id",
        "subject_id",
    } <= set(table.columns.keys()):
        problems.append(f"table {table.name} seals values without an id and a subject_id")
    return problems


def _column_problem(column: Column[object]) -> str | None:
    data_class = column.info.get("data")
    if not isinstance(data_class, D):
        return f"column {column.table.name}.{column.name} states no data class"
    is_free_text = isinstance(column.type, String) and not isinstance(column.type, EnumType)
    if data_class.facts.is_sealed and is_free_text:
        return f"column {column.table.name}.{column.name} holds {data_class.name} unsealed"
    return None

"""Houses, the municipalities they serve, and the organisations that the programme works with."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

LONGEST_ORGANISATION_NAME = 120


class OrganisationType(StrEnum):
    """What kind of partner an organisation is; families and key figures are no organisations."""

    SCHOOL = "school"
    CARE = "care"
    YOUTH_WORK = "youth_work"
    MUNICIPALITY = "municipality"
    POLICE = "police"
    PROBATION = "probation"
    I2O = "i2o"
    ICO = "ico"
    RESEARCH = "research"

    @property
    def refers(self) -> bool:
        """Researchers read released figures; they never bring a young person in."""
        return self is not OrganisationType.RESEARCH

    @property
    def has_neutral_status(self) -> bool:
        """The justice side learns only "received" and "closed for you", whatever happened."""
        return self in _TOLD_NEUTRALLY


_TOLD_NEUTRALLY = frozenset({
    OrganisationType.POLICE, OrganisationType.PROBATION,
    OrganisationType.I2O, OrganisationType.ICO,
})  # fmt: skip


class House(Row, table=True):
    """A Care & Safety House (Zorg- en Veiligheidshuis)."""

    __retention__ = Retention.REFERENCE

    code: str = columns.code_key(8)
    name: str = columns.text(D.REFERENCE_DATA, max_length=100, unique=True)
    phone: str | None = columns.text(D.REFERENCE_DATA, max_length=20, nullable=True)
    version: int = columns.version()


class Municipality(Row, table=True):
    """One municipality and the House that serves it; the code is Statistics Netherlands'."""

    __retention__ = Retention.REFERENCE

    code: str = columns.code_key(6)
    name: str = columns.text(D.REFERENCE_DATA, max_length=60, unique=True)
    house_code: str = columns.code_ref("house.code", D.REFERENCE_DATA, max_length=8)


class Organisation(Row, table=True):
    """A partner; its name is unique however it is spelled, and it is closed rather than removed."""

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint("name_key <> ''", name="name_has_letters"),
        CheckConstraint(
            "type <> 'municipality' OR municipality_code IS NOT NULL",
            name="municipality_says_which",
        ),
    )

    id: UUID = columns.key()
    name: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_ORGANISATION_NAME)
    name_key: str = columns.text(
        D.REFERENCE_DATA, max_length=2 * LONGEST_ORGANISATION_NAME, unique=True
    )
    type: OrganisationType = columns.choice(OrganisationType, D.REFERENCE_DATA)
    municipality_code: str | None = columns.code_ref(
        "municipality.code", D.REFERENCE_DATA, max_length=6, nullable=True
    )
    is_active: bool = columns.boolean(D.REFERENCE_DATA, default=True)
    version: int = columns.version()

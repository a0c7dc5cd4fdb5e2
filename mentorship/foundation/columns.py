"""The columns that tables are made of; each states its data class and repeats its rules."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar
from uuid import uuid4

from pydantic_core import PydanticUndefined
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    event,
    func,
    type_coerce,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapper, declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from mentorship.foundation.sealing import SealedBytes
from mentorship.foundation.subjects import D, Retention

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """The parent of every table: refuses unknown names and never shows its values."""

    model_config = {"arbitrary_types_allowed": True}
    __retention__: ClassVar[Retention]

    def __init__(self, **values: Any) -> None:
        unknown = values.keys() - type(self).model_fields - self.__sqlmodel_relationships__.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        super().__init__(**values)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"

    __str__ = __repr__

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        columns = cls.__table__.columns if hasattr(cls, "__table__") else ()
        counted = [column for column in columns if column.info.get("version")]
        return {"version_id_col": counted[0]} if counted else {}


@event.listens_for(Row, "instrument_class", propagate=True)
def _complete_table(mapper: Mapper[Any], row_class: type[Row]) -> None:
    """Notes the retention for who walks the metadata, and adds the CHECKs of the columns."""
    table = mapper.local_table
    if not isinstance(table, Table):
        return
    table.info["retention"] = getattr(row_class, "__retention__", None)
    for column in table.columns:
        for name, condition in column.info.get("checks", {}).items():
            check = CheckConstraint(condition(column), name=f"{column.name}_{name}")
            table.append_constraint(check)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC on both engines; a moment without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _column(
    sa_type: Any,
    data_class: D,
    *,
    nullable: bool = False,
    default: Any = PydanticUndefined,
    default_factory: Callable[[], Any] | None = None,
    checks: dict[str, Callable[[Column[Any]], Any]] | None = None,
    info: dict[str, Any] | None = None,
    **facts: Any,
) -> Any:
    if default is PydanticUndefined and default_factory is None and nullable:
        default = None
    if default_factory is not None:
        facts["default_factory"] = default_factory
    else:
        facts["default"] = default
    described = {"data": data_class, "checks": checks or {}, **(info or {})}
    return Field(sa_type=sa_type, nullable=nullable, sa_column_kwargs={"info": described}, **facts)


def key() -> Any:
    """A random primary key, made before the insert because sealed values bind to it."""
    return _column(Uuid(), D.OPERATION, primary_key=True, default_factory=uuid4)


def code_key(max_length: int = 20, *, data_class: D = D.REFERENCE_DATA) -> Any:
    """A primary key with a meaning, for reference data such as a House."""
    return text(data_class, max_length=max_length, primary_key=True)


def number_key(data_class: D) -> Any:
    """A primary key that counts; the caller chooses the number."""
    return _column(BigInteger(), data_class, primary_key=True)


def identifier(data_class: D, **facts: Any) -> Any:
    """A UUID that refers to something outside this database's keys, such as a past actor."""
    return _column(Uuid(), data_class, **facts)


def ref(
    target: str, data_class: D = D.OPERATION, *, ondelete: str | None = None, **facts: Any
) -> Any:
    """A foreign key to `table.column`; the type follows the target, UUID unless told otherwise."""
    if ondelete is not None:
        facts["ondelete"] = ondelete
    return _column(
        facts.pop("sa_type", Uuid()), data_class, foreign_key=target, **{"index": True, **facts}
    )


def code_ref(target: str, data_class: D, *, max_length: int = 20, **facts: Any) -> Any:
    """A foreign key to reference data with a text key."""
    return ref(target, data_class, sa_type=String(max_length), **facts)


def number_ref(target: str, data_class: D, **facts: Any) -> Any:
    """A foreign key to a counted key."""
    return ref(target, data_class, sa_type=BigInteger(), **{"index": False, **facts})


def subject_ref(*, nullable: bool = False, unique: bool = False) -> Any:
    """The person whom the row is about; no foreign key, any UUID can be a person."""
    return _column(Uuid(), D.PERSON_KEY, nullable=nullable, index=not unique, unique=unique)


def text(data_class: D, *, max_length: int, **facts: Any) -> Any:
    return _column(
        String(max_length),
        data_class,
        checks={"length": lambda column: func.length(column) <= max_length},
        **facts,
    )


def integer(
    data_class: D, *, at_least: int | None = None, at_most: int | None = None, **facts: Any
) -> Any:
    checks: dict[str, Callable[[Column[Any]], Any]] = {}
    if at_least is not None:
        checks["at_least"] = lambda column: column >= at_least
    if at_most is not None:
        checks["at_most"] = lambda column: column <= at_most
    return _column(Integer(), data_class, checks=checks, **facts)


def real(data_class: D, **facts: Any) -> Any:
    return _column(Float(), data_class, **facts)


def boolean(data_class: D, **facts: Any) -> Any:
    return _column(Boolean(), data_class, **facts)


def day(data_class: D, **facts: Any) -> Any:
    return _column(Date(), data_class, **facts)


def utc(data_class: D, **facts: Any) -> Any:
    return _column(UtcDateTime(), data_class, **facts)


def choice(options: type[Enum], data_class: D, **facts: Any) -> Any:
    """One value of an enum, stored by its value and checked by the database."""
    values = [str(option.value) for option in options]
    stored = EnumType(
        options,
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=max(map(len, values)),
        values_callable=lambda known: [str(option.value) for option in known],
    )
    return _column(
        stored,
        data_class,
        checks={"known": lambda column: type_coerce(column, String()).in_(values)},
        **facts,
    )


def digest(data_class: D, **facts: Any) -> Any:
    """Bytes of a hash, a keyed look-up or a random token's hash."""
    return _column(LargeBinary(), data_class, **facts)


def content(data_class: D, **facts: Any) -> Any:
    """The bytes of a whole small file."""
    return _column(LargeBinary(), data_class, **facts)


def json(data_class: D, **facts: Any) -> Any:
    """Small structured values that hold ids and codes, never text about a person."""
    return _column(JSON(), data_class, **facts)


def sealed(data_class: D, *, nullable: bool = False, max_length: int = 20_000) -> Any:
    """A value that only the vault writes and reads; `max_length` counts characters."""
    return _column(
        SealedBytes(), data_class, nullable=nullable, default=None, info={"max_length": max_length}
    )


def version() -> Any:
    """Counts the changes of a row; an update of an outdated copy is refused."""
    return _column(Integer(), D.OPERATION, info={"version": True}, default=PydanticUndefined)

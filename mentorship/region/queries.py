"""Looks up Houses, municipalities and organisations."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import bindparam, case
from sqlmodel import col, func, select

from mentorship.foundation.db import Db
from mentorship.region import rules
from mentorship.region.models import House, Municipality, Organisation, OrganisationType

PAGE = 50
BEFORE_NAMES = "Zorg- en Veiligheidshuis "


def houses(db: Db) -> Sequence[House]:
    return db.exec(select(House).order_by(House.name)).all()


# Asked with every request, so put together once.
_ALL_HOUSES = select(House)
_THESE_HOUSES = _ALL_HOUSES.where(col(House.code).in_(bindparam("codes", expanding=True)))


def short_names(db: Db, codes: Iterable[str] | None = None) -> dict[str, str]:
    """What Houses are called after the word “House”: Kennemerland. Of these codes, or of all."""
    of_these = {} if codes is None else {"codes": sorted(codes)}
    found = db.exec(_ALL_HOUSES if codes is None else _THESE_HOUSES, params=of_these)
    return {house.code: house.name.removeprefix(BEFORE_NAMES) for house in found}


def find_house(db: Db, code: str) -> House | None:
    return db.get(House, code)


def municipalities(db: Db, house_code: str | None = None) -> Sequence[Municipality]:
    """By name; of one House, or of all."""
    wanted = select(Municipality).order_by(Municipality.name)
    if house_code is not None:
        wanted = wanted.where(Municipality.house_code == house_code)
    return db.exec(wanted).all()


def house_of_municipality(db: Db, municipality: str) -> House | None:
    """The House that serves a municipality, told by its name or its code."""
    names_it = (col(Municipality.name) == municipality) | (col(Municipality.code) == municipality)
    return db.exec(select(House).join(Municipality).where(names_it)).one_or_none()


def organisations(db: Db) -> Sequence[Organisation]:
    """All, the closed ones too, by name."""
    return db.exec(select(Organisation).order_by(Organisation.name_key)).all()


def page_of_organisations(
    db: Db, order: Sequence[OrganisationType], page: int
) -> tuple[Sequence[Organisation], int, int]:
    """By type in this order and then by name; with the number of the page and how many there are.

    A page that isn't there is the last one.
    """
    total = db.exec(select(func.count()).select_from(Organisation)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    by_type = case({kind: place for place, kind in enumerate(order)}, value=Organisation.type)
    wanted = select(Organisation).order_by(by_type, col(Organisation.name_key))
    return db.exec(wanted.limit(PAGE).offset((page - 1) * PAGE)).all(), page, pages


def active_organisations(db: Db, kind: OrganisationType | None = None) -> Sequence[Organisation]:
    """Those that can be chosen now, by name; of one type, or of all."""
    wanted = select(Organisation).where(col(Organisation.is_active)).order_by(Organisation.name_key)
    if kind is not None:
        wanted = wanted.where(Organisation.type == kind)
    return db.exec(wanted).all()


def choosable_organisations(
    db: Db, part: str, chosen: UUID | None, most: int
) -> tuple[Sequence[Organisation], int]:
    """Active ones by name, at most so many, and how many there are with this in their name.

    `part` is looked for as names are compared; the one that was chosen before is always there.
    """
    active = select(Organisation).where(col(Organisation.is_active))
    key = rules.name_key(part)
    found = active.where(col(Organisation.name_key).contains(key, autoescape=True))
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    rows = list(db.exec(found.order_by(Organisation.name_key).limit(most)).all())
    if chosen is not None and chosen not in {row.id for row in rows}:
        rows = [*db.exec(active.where(col(Organisation.id) == chosen)).all(), *rows]
    return rows, total


def names_of_organisations(db: Db, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The closed ones too."""
    found = select(col(Organisation.id), col(Organisation.name))
    return dict(db.exec(found.where(col(Organisation.id).in_(set(ids)))).all())


def municipal_organisations(db: Db) -> dict[UUID, str]:
    """Those that are a municipality, with its code; the closed ones too."""
    found = select(col(Organisation.id), col(Organisation.municipality_code)).where(
        col(Organisation.type) == OrganisationType.MUNICIPALITY
    )
    return {key: code for key, code in db.exec(found) if code is not None}


def find_organisation(db: Db, organisation_id: UUID) -> Organisation | None:
    return db.get(Organisation, organisation_id)


def find_organisation_named(db: Db, name_key: str) -> Organisation | None:
    """`name_key` as the rules make it: the same for all spellings of one name."""
    return db.exec(select(Organisation).where(Organisation.name_key == name_key)).one_or_none()

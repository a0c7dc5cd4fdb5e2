"""Fills the region with its Houses and municipalities, and keeps the list of organisations."""

from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.region import queries, rules
from mentorship.region.models import House, Municipality, Organisation, OrganisationType
from mentorship.region.places import municipality_rows


def seed_region(db: Db) -> None:
    """Adds what is missing, puts right what differs from the file; twice does nothing more."""
    rows = tuple(municipality_rows())
    houses = {house.code: house for house in queries.houses(db)}
    for code, name in {
        row["care_safety_house_code"]: row["care_safety_house"] for row in rows
    }.items():
        _seed(db, houses.get(code) or House(code=code, name=name), name=name)
    db.flush()
    municipalities = {one.code: one for one in queries.municipalities(db)}
    for row in rows:
        code = row["municipality_code"]
        facts = {"name": row["municipality"], "house_code": row["care_safety_house_code"]}
        _seed(db, municipalities.get(code) or Municipality(code=code, **facts), **facts)
    db.flush()


def _seed(db: Db, place: House | Municipality, **facts: str) -> None:
    for name, value in facts.items():
        setattr(place, name, value)
    db.add(place)


def change_phone(db: Db, house: House, phone: str | None) -> None:
    """The number that people call to think something through, without names."""
    if house.phone == phone:
        return
    house.phone = phone
    db.flush()
    audit.record(db, "house.phone_changed", house=house.code)


def add_organisation(
    db: Db,
    name: str,
    kind: OrganisationType,
    *,
    municipality_code: str | None = None,
    organisation_id: UUID | None = None,
) -> Organisation:
    """Adds one; the same id sent again gives the one that is there: a double click adds one.

    With other answers it raises AddedBefore.
    """
    name = rules.readable(name)
    if organisation_id is not None and (known := db.get(Organisation, organisation_id)):
        if (known.name, known.type, known.municipality_code) != (name, kind, municipality_code):
            raise rules.AddedBefore
        return known
    _check(db, name, kind, municipality_code, except_id=None)
    organisation = Organisation(
        id=organisation_id or uuid4(),
        name=name,
        name_key=rules.name_key(name),
        type=kind,
        municipality_code=municipality_code,
    )
    db.add(organisation)
    _flush(db, name)
    audit.record(db, "organisation.added", object_id=organisation.id, kind=kind.value)
    return organisation


def change_organisation(
    db: Db,
    organisation: Organisation,
    *,
    name: str,
    municipality_code: str | None,
) -> None:
    """A new name or municipality. The type stays: what a referrer was promised hangs on it."""
    name = rules.readable(name)
    _check(db, name, organisation.type, municipality_code, except_id=organisation.id)
    organisation.name, organisation.name_key = name, rules.name_key(name)
    organisation.municipality_code = municipality_code
    _flush(db, name)
    audit.record(db, "organisation.changed", object_id=organisation.id)


def deactivate_organisation(db: Db, organisation: Organisation) -> None:
    """No longer to be chosen; what refers to it stays readable."""
    if organisation.is_active:
        organisation.is_active = False
        db.flush()
        audit.record(db, "organisation.deactivated", object_id=organisation.id)


def activate_organisation(db: Db, organisation: Organisation) -> None:
    if not organisation.is_active:
        organisation.is_active = True
        db.flush()
        audit.record(db, "organisation.activated", object_id=organisation.id)


def _check(
    db: Db,
    name: str,
    kind: OrganisationType,
    municipality_code: str | None,
    *,
    except_id: UUID | None,
) -> None:
    rules.check_name(name)
    rules.check_municipality(kind, municipality_code)
    if municipality_code is not None and db.get(Municipality, municipality_code) is None:
        raise rules.MunicipalityUnknown(municipality_code)
    namesake = queries.find_organisation_named(db, rules.name_key(name))
    if namesake is not None and namesake.id != except_id:
        raise rules.NameTaken(name)


def _flush(db: Db, name: str) -> None:
    """Another session may have taken the name after the check; the database then refuses it."""
    try:
        db.flush()
    except IntegrityError as refused:
        raise rules.NameTaken(name) from refused

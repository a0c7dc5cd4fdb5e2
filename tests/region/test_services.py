"""The region in the database: seeding, and organisations that stay tidy on both engines."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, func, select

from mentorship.foundation.audit import AuditActor
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.region import queries, services
from mentorship.region.models import House, Municipality, OrganisationType
from mentorship.region.rules import (
    AddedBefore,
    MunicipalityMissing,
    MunicipalityUnknown,
    NameMissing,
    NameTaken,
    NameTooLong,
)

SCHOOL, CARE = OrganisationType.SCHOOL, OrganisationType.CARE
TEXEL = "GM0448"


@pytest.fixture
def region(db: Db) -> Db:
    _forget_region(db)
    services.seed_region(db)
    return db


def _forget_region(db: Db) -> None:
    """Databases of tests begin with a region; these begin without."""
    for model in (Municipality, House):
        db.exec(delete(model))
    assert not queries.municipalities(db)


def test_seeding_gives_three_houses_and_thirty_two_municipalities(region: Db):
    assert {house.code for house in queries.houses(region)} == {"NHN", "ZW", "KEN"}
    counts = {code: len(queries.municipalities(region, code)) for code in ("NHN", "ZW", "KEN")}
    assert counts == {"NHN": 16, "ZW": 7, "KEN": 9}
    assert len(queries.municipalities(region)) == 32


def test_seeding_again_changes_nothing_and_puts_right_what_differs(region: Db):
    texel = region.get(Municipality, TEXEL)
    texel.name = "Tessel"
    services.seed_region(region)
    assert region.get(Municipality, TEXEL).name == "Texel"
    assert region.exec(select(func.count()).select_from(Municipality)).one() == 32
    assert region.exec(select(func.count()).select_from(House)).one() == 3


def test_seeding_survives_a_second_program_start(database: Database):
    with database.writing() as db:
        _forget_region(db)
        db.commit()
    for _ in range(2):
        with database.writing() as db:
            services.seed_region(db)
            db.commit()
    with database.reading() as db:
        assert len(queries.municipalities(db)) == 32


@pytest.mark.parametrize("municipality", ["Zandvoort", "GM0473"])
def test_a_municipality_leads_to_its_house(region: Db, municipality: str):
    assert queries.house_of_municipality(region, municipality).code == "KEN"
    assert queries.house_of_municipality(region, "Amsterdam") is None


def test_an_organisation_is_added_on_one_line_and_found_by_its_type(region: Db):
    added = services.add_organisation(region, "  Het   Duincollege \n", SCHOOL)
    services.add_organisation(region, "GGZ De Kust", CARE, municipality_code=TEXEL)
    assert added.name == "Het Duincollege"
    assert [o.name for o in queries.active_organisations(region, SCHOOL)] == ["Het Duincollege"]
    assert [o.name for o in queries.active_organisations(region)] == [
        "GGZ De Kust",
        "Het Duincollege",
    ]


@pytest.mark.parametrize("spelled", ["Het Duincollege", "het duin-college", "HÉT DUINCOLLEGE."])
def test_two_organisations_cannot_have_one_name_however_it_is_spelled(region: Db, spelled: str):
    services.add_organisation(region, "Het Duincollege", SCHOOL)
    with pytest.raises(NameTaken):
        services.add_organisation(region, spelled, CARE)


def test_the_same_sending_twice_adds_one(region: Db):
    sent = uuid4()
    first = services.add_organisation(region, "Duincollege", SCHOOL, organisation_id=sent)
    again = services.add_organisation(region, "Duincollege", SCHOOL, organisation_id=sent)
    assert first is again
    assert len(queries.organisations(region)) == 1


@pytest.mark.parametrize(
    ("name", "kind", "municipality"),
    [("Strandcollege", SCHOOL, None), ("Duincollege", CARE, None), ("Duincollege", SCHOOL, TEXEL)],
)
def test_the_same_sending_with_other_answers_is_refused(
    region: Db, name: str, kind: OrganisationType, municipality: str | None
):
    sent = uuid4()
    services.add_organisation(region, "Duincollege", SCHOOL, organisation_id=sent)
    with pytest.raises(AddedBefore):
        services.add_organisation(
            region, name, kind, municipality_code=municipality, organisation_id=sent
        )


@pytest.mark.parametrize("name", ["", "   ", "–", "?!"])
def test_a_name_needs_letters(region: Db, name: str):
    with pytest.raises(NameMissing):
        services.add_organisation(region, name, SCHOOL)


def test_a_name_has_a_limit(region: Db):
    services.add_organisation(region, "é" * 120, SCHOOL)
    with pytest.raises(NameTooLong):
        services.add_organisation(region, "x" * 121, SCHOOL)


def test_a_municipality_says_which_one_it_is(region: Db):
    with pytest.raises(MunicipalityMissing):
        services.add_organisation(region, "Gemeente", OrganisationType.MUNICIPALITY)
    with pytest.raises(MunicipalityUnknown):
        services.add_organisation(
            region, "Gemeente", OrganisationType.MUNICIPALITY, municipality_code="GM0363"
        )
    texel = services.add_organisation(
        region, "Gemeente Texel", OrganisationType.MUNICIPALITY, municipality_code=TEXEL
    )
    with pytest.raises(MunicipalityMissing):
        services.change_organisation(region, texel, name="Gemeente Texel", municipality_code=None)


def test_a_new_name_frees_the_old_one_and_may_be_the_same_but_for_spelling(region: Db):
    school = services.add_organisation(region, "Duin College", SCHOOL)
    services.change_organisation(region, school, name="Duincollege", municipality_code=TEXEL)
    services.change_organisation(region, school, name="Strandcollege", municipality_code=None)
    services.add_organisation(region, "Duincollege", SCHOOL)
    with pytest.raises(NameTaken):
        services.change_organisation(region, school, name="duincollege", municipality_code=None)


def test_a_closed_organisation_is_not_offered_and_can_open_again(region: Db):
    school = services.add_organisation(region, "Duincollege", SCHOOL)
    services.deactivate_organisation(region, school)
    assert list(queries.active_organisations(region)) == []
    assert queries.find_organisation(region, school.id) is school
    services.activate_organisation(region, school)
    assert list(queries.active_organisations(region)) == [school]


def test_the_justice_side_gets_neutral_words_and_nobody_else():
    neutral = {kind.value for kind in OrganisationType if kind.has_neutral_status}
    assert neutral == {"police", "probation", "i2o", "ico"}
    assert [kind for kind in OrganisationType if not kind.refers] == [OrganisationType.RESEARCH]


@pytest.mark.parametrize(
    "wrong",
    [
        "name_key = ''",
        "type = 'family'",
        "type = 'municipality'",
        "municipality_code = 'GM9999'",
        f"name = '{'x' * 121}'",
        "name_key = 'duincollege'",
    ],
)
def test_the_database_itself_refuses_what_the_services_would(region: Db, wrong: str):
    services.add_organisation(region, "Duincollege", SCHOOL)
    services.add_organisation(region, "Strandcollege", SCHOOL)
    with pytest.raises(DBAPIError):
        region.connection().execute(
            text(f"UPDATE organisation SET {wrong} WHERE name_key = 'strandcollege'")
        )


def test_a_house_in_use_cannot_disappear(region: Db):
    with pytest.raises(IntegrityError):
        region.exec(
            update(Municipality).where(col(Municipality.code) == TEXEL).values(house_code="XX")
        )


def test_each_act_leaves_an_audit_event_without_the_name(database: Database):
    actor = AuditActor(id=uuid4(), role="coordinator", organisation=None)
    with database.writing(actor) as db:
        services.seed_region(db)
        school = services.add_organisation(db, "Duincollege", SCHOOL)
        services.change_organisation(db, school, name="Strandcollege", municipality_code=None)
        services.deactivate_organisation(db, school)
        services.deactivate_organisation(db, school)
        house = queries.find_house(db, "KEN")
        assert house is not None
        services.change_phone(db, house, "023 000 00 00")
        services.change_phone(db, house, "023 000 00 00")
        db.commit()
    told = audit_rows(database)
    assert [action for action, _ in told] == [
        "organisation.added",
        "organisation.changed",
        "organisation.deactivated",
        "house.phone_changed",
    ]
    assert all("college" not in written for _, written in told)


def audit_rows(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        rows = db.exec(select(AuditEvent).order_by(AuditEvent.seq)).all()
        return [(row.action, str(row.model_dump())) for row in rows]

"""The entry for the algorithm register says what the engine does, and fits the standard's form."""

import re
from dataclasses import fields

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import format_number, speaking
from mentorship.foundation.subjects import Retention
from mentorship.matching import services, settings_history
from mentorship.matching.assignment.criteria import POINTS_PER_SHARED_SLOT, SCORES
from mentorship.matching.assignment.model import Mentee, Mentor
from mentorship.matching.assignment.rules import CHECKS
from mentorship.matching.labels import rule_sentence
from mentorship.matching.words.facts import MENTEE_FACTS, MENTOR_FACTS
from mentorship.matching.words.points import points_words
from mentorship.matching.words.wording import CRITERION_NAMES, RULE_NAMES
from mentorship.privacy.algorithm.entry import entry
from mentorship.privacy.algorithm.fields import LONGEST, Field, Grid
from mentorship.privacy.retention.rules import months_kept
from tests.accounts.people import make_person, person, sign_in_as
from tests.matching.at_the_desk import main_of, words

# The fields of version 1.0.0 of the publication standard that are always shown or that say
# something about this algorithm, in the order of its tabs.
STANDARD = (
    "name", "description_short", "organization", "category", "status", "begin_date",
    "contact_email", "publication_category",
    "goal", "proportionality", "human_intervention", "risks", "lawful_basis",
    "lawful_basis_grouping", "process_index_url", "impacttoetsen",
    "source_data", "methods_and_models", "provider", "publiccode",
    "lang", "standard_version", "source_id", "tags",
)  # fmt: skip


def told(db: Db) -> dict[str, Field]:
    return {one.key: one for group in entry(db) for one in group.fields}


def grid(field: Field, number: int) -> Grid:
    return [part for part in field.parts if isinstance(part, Grid)][number]


def browser(app: Flask, database: Database, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, database, person(database, role).user)
    return client


def test_no_rule_criterion_or_fact_of_the_engine_lacks(db: Db) -> None:
    make_person(db, Role.COORDINATOR)
    with speaking("nl"):
        found = told(db)
        rules, criteria, *_rest = (grid(found["methods_and_models"], n) for n in range(3))
        assert rules.rows == tuple((str(RULE_NAMES[r]), rule_sentence(r)) for r in CHECKS)
        weights = settings_history.current(db).policy.weights
        assert criteria.rows == tuple(
            (str(CRITERION_NAMES[c]), points_words(c), format_number(weights[c])) for c in SCORES
        )
        for kind, facts in ((Mentee, MENTEE_FACTS), (Mentor, MENTOR_FACTS)):
            assert list(facts) == [one.name for one in fields(kind)]
            assert all(f"- {name}" in found["source_data"].text for name in facts.values())


def test_the_points_are_those_of_the_engine(db: Db) -> None:
    with speaking("nl"):
        criteria = {str(CRITERION_NAMES[c]): points_words(c) for c in SCORES}
    _none, one, two, three = POINTS_PER_SHARED_SLOT
    assert criteria["Dagdelen"] == f"gedeelde dagdelen: 1: {one}; 2: {two}; 3 of meer: {three}"
    assert "hoogstens 5" in criteria["Interesses"]
    assert "hoogstens 3" in criteria["Geen interesse in"]
    without = {name for name, said in criteria.items() if "50" not in said}
    assert without == {"Afstand", "Talen", "Vrije plekken"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_has_the_fields_of_the_standard_and_fits_in_them(db: Db, language: str) -> None:
    make_person(db, Role.COORDINATOR)
    with speaking(language):
        found = told(db)
    assert tuple(found) == STANDARD
    too_long = {
        key: len(found[key].text)
        for key, most in LONGEST.items()
        if len(found[key].text) > most and key != "organization"  # one of them is chosen
    }
    assert not too_long
    assert all(field.parts or field.to_add for field in found.values())


def test_it_names_the_version_that_counts_and_its_numbers(db: Db) -> None:
    by = make_person(db, Role.COORDINATOR)
    with speaking("nl"):
        assert "standaardwaarden" in told(db)["methods_and_models"].text
        content = settings_history.plain(settings_history.current(db))
        content |= {"floor": 4321, "weights": content["weights"] | {"load": 37}}
        services.change_settings(db, content, "Geheim blijft dit niet.", by.id, seen=0)
        said = told(db)["methods_and_models"].text
    assert "Versie 1 van de instellingen geldt, sinds" in said
    assert "Ondergrens in punten: 4.321" in said
    assert re.search(r"Vrije plekken: .*: 37\n", said)
    assert "Geheim" not in said


def test_coordinator_and_privacy_officer_read_and_print_it(
    app: Flask, sqlite_database: Database
) -> None:
    officer = browser(app, sqlite_database, Role.PRIVACY_OFFICER)
    link = main_of(officer.get("/privacy/register")).find("a", string="Voor het algoritmeregister")
    page = main_of(officer.get(str(link["href"])))  # type: ignore[index]
    said = words(page)
    for expected in (
        "Korte omschrijving", "Menselijke tussenkomst", "Wettelijke basis", "In ontwikkeling",
        "Er is geen dagdeel waarop ze allebei kunnen.", "geloof, levensovertuiging",
        "Autoriteit Persoonsgegevens", "/complaints/new", "toestemming (AVG, artikel 6 lid 1 a)",
        "U vult aan: De maand",
    ):  # fmt: skip
        assert expected in said
    coordinator = browser(app, sqlite_database, Role.COORDINATOR)
    settings = main_of(coordinator.get("/matching/settings"))
    assert settings.find("a", href="/privacy/algorithm")
    paper = coordinator.get("/privacy/algorithm/pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")


def test_who_reads_rounds_reads_how_they_come_about_and_how_long_they_stay(
    app: Flask, sqlite_database: Database
) -> None:
    consultant = browser(app, sqlite_database, Role.MENTOR_CONSULTANT)
    page = main_of(consultant.get("/privacy/algorithm"))
    assert page.find("a", href="/matching")
    assert page.find(id="methods_and_models")
    months = months_kept(sqlite_database.settings, Retention.TRAJECTORY)
    assert f"Hoelang een ronde bewaard blijft: tot {months} maanden na de nazorg." in words(page)
    mentor = browser(app, sqlite_database, Role.MENTOR)
    assert mentor.get("/privacy/algorithm").status_code == 403

"""Matching in a real browser: from a round to the match, by keyboard, on phone and desktop."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.queues.sqlite import Worker
from mentorship.foundation.queues.work import load_handlers
from mentorship.matching import services, settings_history
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, RuleKind, Side
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person
from tests.browser.accessibility import (
    PHONE,
    assert_accessible,
    assert_all_accessible,
    assert_english,
)
from tests.conftest_web import PageOf
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee


@pytest.fixture
def worker(sqlite_database: Database) -> Iterator[None]:
    """Takes jobs beside the pages, as `mentorship work` does."""
    load_handlers()
    stop = Event()
    works = Worker(sqlite_database, partial(run_job, sqlite_database, stop), stop)
    thread = Thread(target=works.work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentor_user(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR)


@pytest.fixture
def pool(sqlite_database: Database, consultant: Person, mentor_user: Person) -> None:
    """Three mentors and five young people here, and two pairs in another House."""
    with sqlite_database.writing() as db:
        ready_mentor(
            db, consultant, user=mentor_user, first_name="Jolanda",
            interests=frozenset({"football", "cooking", "music"}),
        )  # fmt: skip
        ready_mentor(
            db, consultant, first_name="Anna", place="Heemstede", gender="man", seats=2,
            interests=frozenset({"gaming", "films"}), birth_year=1971,
        )  # fmt: skip
        ready_mentor(db, consultant, "NHN", first_name="Bram", place="Alkmaar", seats=2)
        waiting_mentee(
            db, consultant, first_name="Yara", priority=1,
            interests=frozenset({"football", "music", "gaming"}),
        )  # fmt: skip
        waiting_mentee(db, consultant, first_name="Sam", interests=frozenset({"films"}))
        waiting_mentee(db, consultant, first_name="Milan", place="Zandvoort")
        waiting_mentee(db, consultant, first_name="Noor", place="Den Helder")
        waiting_mentee(db, consultant, first_name="Iris", slots=frozenset({"sun-late"}), priority=3)
        waiting_mentee(db, consultant, "NHN", first_name="Zoë", place="Alkmaar")
        db.commit()


def test_from_a_round_to_the_match_with_the_keyboard(
    page_of: PageOf,
    sqlite_database: Database,
    consultant: Person,
    mentor_user: Person,
    pool: None,
    worker: None,
) -> None:
    page = page_of(consultant)
    page.goto("/matching")
    page.get_by_label("Kennemerland").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="De ronde starten").focus()
    page.keyboard.press("Enter")
    # The page looks by itself until the answer is there; the process loads its solver first.
    expect(page.get_by_role("heading", name="In één oogopslag")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Besluiten: 3 paren wachten").click()
    expect(page.get_by_text("Paar 1 van 3")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Paar 2 van 3")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Paar 1 van 3")).to_be_visible()
    while "Jolanda" not in page.get_by_role("heading", level=1).inner_text():
        page.keyboard.press("ArrowRight")
        page.wait_for_load_state()
    page.get_by_label("Kiezen: deze mentor vragen").check()
    page.get_by_label("Reden").fill("Ze delen voetbal en muziek.")
    page.get_by_role("button", name="Opslaan en naar het volgende paar").click()
    expect(page.get_by_text("Jolanda Vis is gevraagd voor")).to_be_visible()

    phone = page_of(mentor_user)
    phone.goto("/matching/mine")
    phone.get_by_role("link", name="Lezen en antwoorden").click()
    expect(phone.get_by_text("Een nee hoeft geen reden te hebben")).to_be_visible()
    assert "Yara" not in phone.content()
    phone.get_by_label("Ja, dit wil ik").check()
    phone.get_by_role("button", name="Mijn antwoord versturen").click()
    expect(phone.get_by_text("Dank je wel voor je antwoord")).to_be_visible()

    with sqlite_database.reading() as db:
        match = db.exec(select(Match)).one()
    page.goto(f"/matching/matches/{match.id}")
    page.get_by_role("button", name="Een eenmalige link maken").click()
    address = page.locator(".oo-copy").inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="De link kopiëren").click()
    expect(page.get_by_text("De link is gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.reload()
    expect(page.locator(".oo-copy")).to_have_count(0)
    page.context.clear_cookies()
    page.goto("/" + address.split("/", 3)[3])
    expect(page.get_by_role("heading", name="Een mentor voor jou")).to_be_visible()
    page.get_by_label("Ja, dit wil ik").check()
    page.get_by_role("button", name="Mijn antwoord versturen").click()
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()
    phone.goto("/matching/mine")
    expect(phone.get_by_text("Jullie hebben een match")).to_be_visible()


@pytest.fixture
def decided(sqlite_database: Database, consultant: Person, pool: None) -> dict[str, str]:
    """A round of the region with a match that waits for the young person, and a ban."""
    with sqlite_database.writing() as db:
        row = run_round(db, consultant, None)
        one_house = run_round(db, consultant)
        started = services.start_round(db, "KEN", consultant.id)
        young = db.exec(select(Mentee).where(col(Mentee.house_code) == "KEN")).all()
        first = proposal_for(db, young[0], row)
        match = services.decide(
            db, first, young[0], DecisionOutcome.CHOOSE, "Ze delen voetbal.", consultant.id,
            is_lending_agreed=True,
        )  # fmt: skip
        second = proposal_for(db, young[1], row)
        services.decide(
            db, second, young[1], DecisionOutcome.WAIT, "Eerst een gesprek.", consultant.id
        )
        services.lay_down(
            db, young[2], second.mentor_id, RuleKind.CONFLICT, "Zelfde straat.", consultant.id
        )
        settings = settings_history.plain(settings_history.current(db)) | {"floor": 3500}
        services.change_settings(
            db, settings, "Een hogere lat na de evaluatie.", consultant.id, seen=0
        )
        assert match is not None
        db.commit()
        return {
            "round": str(row.id), "house": str(one_house.id), "started": str(started.id),
            "first": str(first.id), "second": str(second.id), "match": str(match.id),
            "young": str(young[2].id), "open": str(proposal_for(db, young[2], row).id),
        }  # fmt: skip


def test_every_page_is_accessible_in_both_languages(
    page_of: PageOf,
    sqlite_database: Database,
    consultant: Person,
    mentor_user: Person,
    decided: dict[str, str],
) -> None:
    deciding, asked = page_of(consultant), page_of(mentor_user)
    coordinating = page_of(person(sqlite_database, Role.COORDINATOR))
    rounds = f"matching/rounds/{decided['round']}"
    pages = [
        (deciding, "matching", "matching"),
        (deciding, rounds, "matching-round-region"),
        (deciding, f"matching/rounds/{decided['house']}", "matching-round-house"),
        (deciding, f"matching/rounds/{decided['started']}", "matching-computing"),
        (deciding, f"{rounds}/waiting", "matching-waiting"),
        (deciding, f"{rounds}/recruiting", "matching-recruiting"),
        (deciding, f"{rounds}/what-if?change=travel&ask=1", "matching-what-if-mistakes"),
        (deciding, f"{rounds}/proposals/{decided['open']}", "matching-proposal"),
        (deciding, f"{rounds}/proposals/{decided['second']}", "matching-proposal-decided"),
        (deciding, "matching/pairs", "matching-pairs"),
        (deciding, f"matching/pairs/new/{decided['young']}", "matching-pair-rule"),
        (asked, "matching/mine", "matching-mine"),
        (coordinating, "matching/settings/history", "matching-settings-history"),
    ]
    assert_all_accessible([(page, f"/{path}", name) for page, path, name in pages])
    for page in (deciding, asked, coordinating):
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    for page, path, _ in pages:
        assert_english(page, f"/{path}")


def test_from_who_waits_to_what_if_and_back(
    page_of: PageOf, sqlite_database: Database, consultant: Person, pool: None
) -> None:
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Koen", slots=frozenset({"fri-evening"}))
        row = run_round(db, consultant)
        db.commit()
    page = page_of(consultant)
    page.set_viewport_size(PHONE)
    page.goto(f"/matching/rounds/{row.id}/waiting")
    card = page.locator("section").filter(has=page.get_by_role("heading", name="Iris"))
    card.get_by_role("link", name="Wat als dit kan?").filter(has_text="vrijdagavond").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="ook op vrijdagavond kan?")).to_be_visible()
    expect(page.get_by_role("row", name="Iris niemand, blijft wachten Koen Vis")).to_be_visible()
    assert "Iris" not in page.url
    assert_accessible(page, "matching-what-if")
    page.get_by_text("Waar de punten van").first.click()
    assert_accessible(page, "matching-what-if-points")
    page.get_by_role("link", name="Terug naar wie geen voorstel heeft").click()
    expect(page.get_by_role("heading", name="Iris")).to_be_visible()


def test_the_choice_after_a_mentor_stopped_is_accessible(
    page_of: PageOf, sqlite_database: Database, consultant: Person, decided: dict[str, str]
) -> None:
    with sqlite_database.writing() as db:
        match = db.get_one(Match, UUID(decided["match"]))
        for side in Side:
            services.answer(db, match, Reply(side, is_yes=True), AnsweredBy.LINK)
        mentor = db.get_one(Mentor, match.mentor_id)
        services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", consultant.id)
        db.commit()
    page = page_of(consultant)
    page.goto("/matching/matches?list=stopped")
    assert_accessible(page, "matching-stopped")
    page.goto(f"/matching/matches/{decided['match']}")
    page.get_by_role("button", name="Opslaan wat er nu komt").click()
    assert_accessible(page, "matching-choose-next")
    page.get_by_label("Een andere mentor zoeken").check()
    page.get_by_label("Reden").fill("Ze wil verder met iemand anders.")
    page.get_by_role("button", name="Opslaan wat er nu komt").click()
    expect(page.get_by_text("De jongere wacht op een andere mentor.")).to_be_visible()


def test_the_pages_of_an_answer_are_accessible(
    page_of: PageOf, sqlite_database: Database, consultant: Person, mentor_user: Person, pool: None
) -> None:
    with sqlite_database.writing() as db:
        row = run_round(db, consultant)
        mentees = {one.id: one for one in db.exec(select(Mentee))}
        made = {}
        for mentee in mentees.values():
            try:
                proposal = proposal_for(db, mentee, row)
            except Exception:
                continue
            match = services.decide(
                db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", consultant.id
            )
            assert match is not None
            made[match.mentor_id] = match
        db.commit()
    phone = page_of(mentor_user)
    phone.goto("/matching/mine")
    assert_accessible(phone, "matching-mine-asked")
    phone.get_by_role("link", name="Lezen en antwoorden").click()
    phone.get_by_role("button", name="Mijn antwoord versturen").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    assert_accessible(phone, "matching-my-match-mistakes")

    deciding = page_of(consultant)
    match = next(iter(made.values()))
    for side in (Side.MENTOR, Side.MENTEE):
        deciding.goto(f"/matching/matches/{match.id}")
        deciding.get_by_role("button", name="Een eenmalige link maken").click()
        assert_accessible(deciding, f"matching-link-made-{side}")
        address = deciding.locator(".oo-copy").inner_text()
        deciding.goto("/" + address.split("/", 3)[3])
        assert_accessible(deciding, f"matching-link-{side}")
        deciding.get_by_label("Ja, dit wil ik").check()
        deciding.get_by_role("button", name="Mijn antwoord versturen").click()
        assert_accessible(deciding, f"matching-link-thanks-{side}")
        deciding.goto("/" + address.split("/", 3)[3])
        assert_accessible(deciding, f"matching-link-stopped-{side}")
    deciding.goto(f"/matching/matches/{match.id}")
    assert_accessible(deciding, "matching-match-running")


def test_a_file_is_looked_at_before_it_is_written(
    page_of: PageOf, consultant: Person, tmp_path: Path
) -> None:
    page = page_of(consultant)
    bad = tmp_path / "mentoren.csv"
    bad.write_text(
        "nummer;naam;plaats;beschikbaar;interesses\nM1;Kim;Harlem;ma-avond;voetbal\n"
        "M2;Bo;Haarlem;ma-avnd;voetbla\n"
    )
    page.goto("/matching/files")
    page.get_by_label("Mentoren", exact=True).check()
    page.get_by_label("Bestand").set_input_files(bad)
    page.get_by_role("button", name="Het bestand bekijken").click()
    expect(page.get_by_role("heading", name="Wat dit bestand zou doen")).to_be_visible()
    assert_accessible(page, "matching-import-errors")
    good = tmp_path / "goed.csv"
    good.write_text(
        "nummer;naam;plaats;beschikbaar;interesses;inzetbaar\n"
        "M1;Kim Post;Haarlem;ma-avond|wo-avond;voetbal;ja\nM2;Bo Kuiper;Heemstede;za-middag;;ja\n"
    )
    page.goto("/matching/files")
    page.get_by_label("Mentoren", exact=True).check()
    page.get_by_label("Bestand").set_input_files(good)
    page.get_by_role("button", name="Het bestand bekijken").click()
    expect(page.get_by_text("worden toegevoegd")).to_be_visible()
    assert_accessible(page, "matching-import")
    page.get_by_role("button", name="Dit naar de database schrijven").click()
    expect(page.get_by_text("2 toegevoegd")).to_be_visible()


def test_what_cannot_be_chosen_any_more_says_why(
    page_of: PageOf, sqlite_database: Database, consultant: Person, decided: dict[str, str]
) -> None:
    with sqlite_database.writing() as db:
        proposal = db.get_one(Proposal, UUID(decided["open"]))
        mentors.pause(db, db.get_one(Mentor, proposal.mentor_id), today(db), today(db))
        db.commit()
    page = page_of(consultant)
    page.goto(f"/matching/rounds/{decided['round']}/proposals/{decided['open']}")
    page.get_by_label("Kiezen: deze mentor vragen").check()
    page.get_by_label("Reden").fill("Past goed bij elkaar.")
    page.get_by_role("button", name="Besluit opslaan").click()
    expect(page.get_by_role("heading", name="Dit kan nu niet worden gekozen")).to_be_visible()
    expect(page.get_by_text("Past goed bij elkaar.")).to_be_visible()
    assert_accessible(page, "matching-too-late")

"""The whole main job by people on pages: five roles, and three people behind one-time links."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from mentorship.foundation.db import Database
from mentorship.foundation.queues.work import load_handlers
from tests.accounts.people import make_person
from tests.browser.at_work import (
    BRAM,
    CONSULTANT,
    COORDINATOR,
    ROLES,
    SANNE,
    SCHOOL,
    TRAINER,
    People,
    compute_round,
    fill,
    follow,
    let_mentors_sign_in,
    links_in_mails,
    look_again,
    path_of,
    press,
    says,
)
from tests.browser.test_referral import fill_in, start_draft
from tests.conftest_web import OpenPage
from tests.factories import FixedNow
from tests.referrals.senders import make_referrer

REFEREES = ("Joke de Wit", "Kees Bakker")
MODULES = 9


@pytest.fixture
def people(
    app: Flask, open_page: OpenPage, sqlite_database: Database, fixed_now: FixedNow
) -> People:
    load_handlers()
    with sqlite_database.writing() as db:
        users = {SCHOOL: make_referrer(db)}
        users |= {who: make_person(db, role) for who, role in ROLES.items()}
        db.commit()
    return People(app, sqlite_database, open_page, fixed_now, users)


def test_from_application_and_referral_to_a_running_match(people: People) -> None:
    apply(people)
    talk_and_ask_references(people)
    answer_and_judge_references(people)
    see_papers(people)
    train(people)
    become_ready(people)
    refer(people)
    take_in(people)
    let_mentors_sign_in(people)
    refuse_first(people)
    accept_second(people)


def apply(people: People) -> None:
    page = people.page_of(None, "/apply")
    people.look(page, "apply")
    follow(page, "Aanmelden")
    fill(page, {"Voornaam": "Sanne", "Achternaam": "Dekker", "Telefoonnummer": "06 00000000"})
    fill(page, {"E-mailadres": "sanne@voorbeeld.example", "Waar woon je?": "Haarlem"})
    fill(page, {"Waarom wil je mentor worden?": "Iemand stond ooit naast mij."})
    press(page, "Mijn aanmelding versturen")
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()


def open_mentor(people: People) -> Page:
    page = people.page_of(CONSULTANT, "/mentors")
    follow(page, "Sanne Dekker")
    return page


def talk_and_ask_references(people: People) -> None:
    page = open_mentor(people)
    people.look(page, "mentor-new")
    follow(page, "Een gesprek opschrijven")
    fill(page, {"Gevoerd op": people.today, "Wat er ter sprake kwam": "Rustig en trouw."})
    page.get_by_label("We gaan samen verder").check()
    press(page, "Gesprek opslaan")
    for number, name in enumerate(REFEREES, start=1):
        follow(page, f"Referentie {number} vragen")
        fill(page, {"Naam": name, "Waar kent deze persoon": "Oud-collega"})
        fill(page, {"E-mailadres": f"referent{number}@voorbeeld.example"})
        press(page, "Referentie vragen")
        says(page, name)
    people.look(page, "mentor-asked")


def answer_and_judge_references(people: People) -> None:
    for path in links_in_mails(people.database, "mentors.reference", "/mentors/reference/"):
        referee = people.page_of(None, path)
        fill(referee, {"Hoe lang en waarvan": "Acht jaar", "Waar is deze persoon goed in": "Alles"})
        referee.get_by_label("Ja", exact=True).check()
        press(referee, "Mijn antwoorden versturen")
        expect(referee.get_by_role("heading", name="Dank u wel")).to_be_visible()
    page = open_mentor(people)
    for name in REFEREES:
        follow(page, f"De referentie van {name} openen")
        page.get_by_label("Ja, die telt").check()
        press(page, "Besluit opslaan")
        says(page, "Je besluit is opgeslagen.")


def see_papers(people: People) -> None:
    page = open_mentor(people)
    follow(page, "Een VOG opschrijven")
    fill(page, {"Datum op de VOG": people.today, "Gezien op": people.today})
    fill(page, {"Screeningsprofiel": "84", "Nummer van de VOG": "VOG 12345678"})
    press(page, "VOG opslaan")
    follow(page, "De overeenkomst opschrijven")
    fill(page, {"Getekend op": people.today})
    press(page, "Overeenkomst opslaan")
    says(page, "De training vóór de eerste match")
    people.look(page, "mentor-papers")


def train(people: People) -> None:
    plan = people.page_of(COORDINATOR, "/training")
    follow(plan, "Lichting plannen")
    fill(plan, {"Naam van de lichting": "Voorjaar, Haarlem", "Hoeveel mentoren": "8"})
    plan.get_by_label("Trainer").select_option(index=1)
    fill(plan, {"Eerste dag": "10-03-2026", "De bijeenkomsten beginnen om": "19:30"})
    fill(plan, {"Waar?": "Buurthuis De Kern, Haarlem"})
    press(plan, "De lichting plannen")
    follow(plan, "Mentor inschrijven")
    plan.get_by_label("Mentor").select_option(label="Sanne Dekker")
    press(plan, "Inschrijven")
    says(plan, "De mentor heeft een plek in deze lichting.")
    people.look(plan, "cohort")

    people.clock.advance(days=80)
    page = people.page_of(TRAINER, "/training")
    follow(page, "Voorjaar, Haarlem")
    for number in range(MODULES):
        page.locator("#meetings ~ ul a").nth(number).click()
        follow(page, "Aanwezigheid vastleggen")
        press(page, "Opslaan; alle anderen zijn er")
        says(page, "Aanwezig")
        follow(page, "Voorjaar, Haarlem")
    follow(page, "Sanne Dekker")
    page.get_by_label("Klaar om mentor te zijn").check()
    press(page, "Beoordeling opslaan")
    people.look(page, "to-complete")
    press(page, "Training afronden")
    says(page, "Deze mentor heeft de training afgerond.")


def become_ready(people: People) -> None:
    page = open_mentor(people)
    follow(page, "Profiel invullen")
    for slot in ("maandagavond", "woensdagavond", "zaterdagmiddag"):
        page.get_by_label(slot, exact=True).check()
    page.get_by_label("Hoogstens reizen (kilometer)").fill("15")
    page.get_by_label("Nederlands", exact=True).check()
    page.get_by_label("In het echt afspreken").check()
    press(page, "Profiel opslaan")
    follow(page, "Aantal plekken wijzigen")
    fill(page, {"Hoeveel jongeren tegelijk": "1"})
    press(page, "Aantal opslaan")
    expect(page.locator("main").get_by_text("Inzetbaar").first).to_be_visible()
    people.look(page, "mentor-ready")


def refer(people: People) -> None:
    page = people.page_of(SCHOOL, "/")
    start_draft(page)
    fill_in(page)
    press(page, "Verwijzing versturen")
    expect(page.get_by_role("heading", name="Uw verwijzing is ontvangen")).to_be_visible()


def take_in(people: People) -> None:
    page = people.page_of(CONSULTANT, "/referrals/inbox")
    press(page, "Oppakken")
    page.get_by_label("Uitnodigen voor een intake").check()
    fill(page, {"Reden": "Wil zelf, past goed."})
    press(page, "Besluit opslaan")
    page.goto("/mentees")
    follow(page, "Yara")
    people.look(page, "mentee-new")
    follow(page, "Het eerste gesprek voeren")
    fill(page, {"Dag van het gesprek": people.today, "Waar het over ging": "Wil graag boksen."})
    page.get_by_label("De jongere", exact=True).check()
    press(page, "Gesprek opslaan")
    follow(page, "Wensen en vrije tijd opschrijven")
    page.get_by_label("Hoogstens reizen (kilometer)").fill("15")
    page.get_by_label("woensdagavond", exact=True).check()
    page.get_by_label("Nederlands", exact=True).check()
    page.get_by_label("zaterdagmiddag", exact=True).check()
    press(page, "Wensen en vrije tijd opslaan")
    follow(page, "Besluiten over de intake")
    page.get_by_label("Past: een mentor zoeken").check()
    fill(page, {"Reden": "Past goed."})
    press(page, "Besluit opslaan")
    follow(page, "Toestemming vragen")
    follow(page, "Vragen op dit apparaat")
    for yes in page.get_by_role("radio", name="Ja", exact=True).all():
        yes.check()
    press(page, "Antwoorden opslaan")
    says(page, "De antwoorden staan in het dossier.")
    page.goto("/mentees?stage=waiting")
    says(page, f"wacht sinds {people.today}")
    people.look(page, "waiting")
    follow(page, "Yara")
    people.look(page, "mentee-waiting")


def run_round(people: People, page: Page) -> None:
    """Started by the consultant; computed here instead of by the process that takes jobs."""
    page.goto("/matching")
    page.get_by_label("Kennemerland").check()
    press(page, "De ronde starten")
    page.wait_for_url("**/matching/rounds/*")
    compute_round(people.database)
    expect(page.get_by_role("heading", name="In één oogopslag")).to_be_visible()


def choose(people: People, page: Page, mentor: str, reason: str) -> None:
    """The proposal, read and decided."""
    expect(page.get_by_role("heading", name=f"Yara met {mentor}")).to_be_visible()
    people.look(page, f"proposal-{mentor.split()[0].lower()}")
    page.get_by_label("Kiezen: deze mentor vragen").check()
    fill(page, {"Reden": reason})
    press(page, "Besluit opslaan")
    says(page, f"{mentor} is gevraagd voor Yara.")


def answer(people: People, who: str, said: str) -> Page:
    """The mentor reads what is asked, without a name, and answers on the own page."""
    page = people.page_of(who, "/matching/mine")
    follow(page, "Lezen en antwoorden")
    assert "Yara" not in page.content()
    people.look(page, f"asked-{who.split()[0]}")
    page.get_by_label(said, exact=True).check()
    press(page, "Mijn antwoord versturen")
    says(page, "Dank je wel voor je antwoord")
    return page


def refuse_first(people: People) -> None:
    page = people.page_of(CONSULTANT, "/today")
    run_round(people, page)
    follow(page, "Besluiten: 1 paar wacht")
    choose(people, page, "Sanne Dekker", "Twee vaste momenten samen.")
    refused = answer(people, SANNE, "Nee")
    says(refused, "Je zei nee")
    people.look(refused, "refused")
    page.goto("/matching/matches")
    follow(page, "de match van Yara")
    says(page, "We kijken naar wie die kan gaan")
    look_again(people.database)
    page.reload()
    says(page, "Bram Vis past nu het best")
    people.look(page, "match-refused")


def accept_second(people: People) -> None:
    """Bram is who the second look found after Sanne's no."""
    page = people.page_of(CONSULTANT, "/today")
    people.look(page, "after-refusal")
    page.goto("/matching/matches")
    follow(page, "de match van Yara")
    follow(page, "Bekijken en besluiten: Yara")
    match_with_bram(people, page)


def match_with_bram(people: People, page: Page) -> None:
    """From the page of the proposal until both said yes."""
    choose(people, page, "Bram Vis", "De woensdagavond past.")
    answer(people, BRAM, "Ja, dit wil ik")
    page.goto("/matching")
    follow(page, "de match van Yara")
    press(page, "Een eenmalige link maken")
    mentee = people.page_of(None, path_of(page.locator(".oo-copy").inner_text()))
    people.look(mentee, "asked-mentee")
    mentee.get_by_label("Ja, dit wil ik").check()
    press(mentee, "Mijn antwoord versturen")
    expect(mentee.get_by_role("heading", name="Dank je wel")).to_be_visible()
    page.goto("/matching")
    follow(page, "de match van Yara")
    says(page, "Loopt sinds")
    people.look(page, "match-runs")
    own = people.page_of(BRAM, "/matching/mine")
    says(own, "Jullie hebben een match")
    people.look(own, "mentor-matched")

"""The whole way of one young person by people on pages: from a referral to a bundle of figures."""

import json
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.evaluation import counting
from mentorship.foundation.db import Database
from mentorship.foundation.queues.work import load_handlers
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import queries
from mentorship.trajectories.sessions.models import SessionLog
from tests.accounts.people import make_person
from tests.browser.accessibility import assert_accessible_at
from tests.browser.at_work import (
    BRAM,
    CONSULTANT,
    SCHOOL,
    People,
    fill,
    follow,
    path_of,
    press,
    says,
)
from tests.browser.bundles import (
    OFFICE,
    ask_for_bundle,
    download_bundle,
    read_with_another_program,
    release_bundle,
    verify,
)
from tests.browser.test_from_application_to_match import (
    match_with_bram,
    refer,
    run_round,
    take_in,
)
from tests.conftest_web import OpenPage
from tests.evaluation.half_years import closed_matches
from tests.evaluation.world import with_threshold
from tests.factories import FixedNow
from tests.matching.pool import ready_mentor
from tests.referrals.senders import make_referrer

ROLES = {
    CONSULTANT: Role.MENTOR_CONSULTANT,
    BRAM: Role.MENTOR,
    **OFFICE,
}
PLACE, WORRY = "Bibliotheek aan het plein", "Ze zei dat ze het thuis niet meer volhoudt."
GOAL, STEP = "Elke week naar boksen", "Yara belt de boksschool."
ONLINE, OFFLINE, TWICE = "Samen geluncht", "In de tram bedacht", "Naar de boksschool geweest"
WORDS = ("Yara", "Bram", PLACE, WORRY, GOAL, STEP, ONLINE, OFFLINE, TWICE)
TOPICS = (
    "Wat ze samen doen",
    "Hoe het met de jongere gaat",
    "Veiligheid",
    "Hoe het tussen de twee is",
    "Wat het doet met de jongere",
)


class OnTheirScreens(People):
    """By the clock of the tests; what another test looks at isn't looked at again."""

    def page_of(self, who: str | None, path: str) -> Page:
        page = super().page_of(who, path)
        page.context.clock.set_fixed_time(self.clock.moment)
        return page

    def look(self, page: Page, name: str) -> None:
        """Pages up to the match: tests/browser/test_from_application_to_match.py."""

    def see(self, page: Page, name: str) -> None:
        assert page.viewport_size is not None
        size = str(page.viewport_size["width"])
        assert_accessible_at(page, size, f"way-{name}")


@pytest.fixture
def people(
    app: Flask, open_page: OpenPage, sqlite_database: Database, fixed_now: FixedNow
) -> OnTheirScreens:
    load_handlers()
    with_threshold(sqlite_database)
    with sqlite_database.writing() as db:
        users = {SCHOOL: make_referrer(db)}
        users |= {who: make_person(db, role) for who, role in ROLES.items()}
        ready_mentor(db, users[CONSULTANT], user=users[BRAM], first_name="Bram", place="Zandvoort")
        db.commit()
    return OnTheirScreens(app, sqlite_database, open_page, fixed_now, users)


def test_from_a_referral_to_a_bundle_that_others_can_check(
    people: OnTheirScreens, tmp_path: Path
) -> None:
    refer(people)
    take_in(people)
    match(people)
    meet_and_sign(people)
    raise_and_take_on_a_concern(people, log_three_sessions(people))
    talk_with_both(people)
    check_in_by_link(people, look_back_together(people))
    end(people)
    with people.database.writing() as db:
        closed_matches(db, people.users[CONSULTANT], started=3, taken_back=4)
        db.commit()
    people.clock.advance(days=21)
    counting.recount(people.database)
    ask_for_bundle(people)
    release_bundle(people)
    download_bundle(people, tmp_path)
    verify(tmp_path)
    read_with_another_program(tmp_path, WORDS)


def match(people: OnTheirScreens) -> None:
    page = people.page_of(CONSULTANT, "/today")
    run_round(people, page)
    follow(page, "Besluiten: 1 paar wacht")
    match_with_bram(people, page)


def open_trajectory(people: OnTheirScreens) -> Page:
    page = people.page_of(CONSULTANT, "/trajectories")
    follow(page, "Yara met Bram Vis")
    return page


def meet_and_sign(people: OnTheirScreens) -> None:
    page = people.page_of(CONSULTANT, "/trajectories?list=to-plan")
    follow(page, "Yara met Bram Vis")
    fill(page, {"Dag": people.today, "Tijd": "16:00", "Waar?": PLACE})
    press(page, "Kennismakingsgesprek plannen")
    says(page, "Het kennismakingsgesprek is gepland.")
    follow(page, "Opschrijven hoe het ging")
    page.get_by_label("Ze hebben elkaar gezien, en ik was erbij").check()
    press(page, "Opslaan")
    says(page, "Wat er gebeurde is opgeschreven.")
    follow(page, "Getekende overeenkomst vastleggen")
    page.get_by_label("Mentor, jongere en mentorconsultant hebben op papier getekend").check()
    press(page, "Overeenkomst vastleggen")
    says(page, "De overeenkomst is vastgelegd.")
    people.see(page, "agreed")


def write_log(people: OnTheirScreens, page: Page, note: str) -> None:
    page.goto("/my-match")
    follow(page, "Sessie vastleggen")
    page.get_by_role("radio", name="90", exact=True).check()
    fill(page, {"Wanneer?": people.today, "Notitie": note})


def log_three_sessions(people: OnTheirScreens) -> Page:
    """One as always, one without a network, and one that the network brings twice."""
    people.clock.advance(days=7)
    page = people.page_of(BRAM, "/my-match")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    write_log(people, page, ONLINE)
    press(page, "Opslaan")
    says(page, "Dank je wel")

    write_log(people, page, OFFLINE)
    page.context.set_offline(True)
    press(page, "Opslaan")
    says(page, "Op deze telefoon bewaard, versleuteld")
    says(page, "1 sessie wacht op deze telefoon")
    assert notes(people) == [ONLINE]
    page.context.set_offline(False)
    says(page, "1 sessie is verstuurd en opgeslagen")

    write_log(people, page, TWICE)
    press(page, "Opslaan")
    page.get_by_label("Ja, dit was nog een sessie op dezelfde dag").check()
    press(page, "Opslaan")
    says(page, "Dank je wel")
    sealed = next(one for one in sent if one.url.endswith("/offline/envelopes"))
    assert OFFLINE not in str(sealed.post_data)
    assert json.loads(brought_again(page, sealed)) == {"status": "known"}
    typed = next(one for one in reversed(sent) if one.url.endswith("/log"))
    assert "Dank je wel" in brought_again(page, typed)
    assert notes(people) == sorted([ONLINE, OFFLINE, TWICE])
    page.goto("/my-match")
    people.see(page, "three-sessions")
    return page


def brought_again(page: Page, request: Request) -> str:
    """What the server answers when the very same arrives once more."""
    again = {"data": request.post_data_buffer, "headers": request.headers}
    answer = page.context.request.post(request.url, **again)
    assert answer.ok
    return answer.text()


def notes(people: OnTheirScreens) -> list[str]:
    with people.database.reading() as db:
        logs = list(db.exec(select(SessionLog)))
        return sorted(one.note for one in queries.told_of(db, logs).values())


def raise_and_take_on_a_concern(people: OnTheirScreens, mentor: Page) -> None:
    mentor.locator("main").get_by_role("link", name="Ik maak me zorgen").click()
    fill(mentor, {"Wat zag of hoorde je, en sinds wanneer?": WORRY})
    press(mentor, "Naar mijn mentorconsultant sturen")
    says(mentor, "Het is aangekomen.")
    page = people.page_of(CONSULTANT, "/today")
    follow(page, "Een mentor maakt zich zorgen")
    says(page, WORRY)
    press(page, "Ik pak dit op")
    mentor.reload()
    says(mentor, "heeft het gelezen en belt je.")


def talk_with_both(people: OnTheirScreens) -> None:
    page = open_trajectory(people)
    trajectory = page.url
    for side in ("Mentor", "Jongere"):
        page.goto(trajectory)
        contacts = page.get_by_role("region", name="Begeleidingscontacten")
        contacts.get_by_role("listitem").filter(has_text=side).get_by_role("link").first.click()
        page.get_by_label("Telefonisch").check()
        for topic in TOPICS:
            page.get_by_role("checkbox", name=topic).check()
        press(page, "Contact opslaan")
        says(page, "Alle vijf onderwerpen")


def look_back_together(people: OnTheirScreens) -> Page:
    """After three months: a goal, its five levels, and how far they got."""
    people.clock.advance(days=85)
    page = open_trajectory(people)
    follow(page, "Evaluaties, doelen en antwoorden")
    reviews = page.url
    follow(page, "Doelen toevoegen of weghalen")
    fill(page, {"Wat wil je bereiken?": GOAL})
    press(page, "Doel toevoegen")
    says(page, "Het doel staat in het dossier.")
    page.goto(reviews)
    follow(page, "Niveaus beschrijven")
    for level in ("Veel minder", "Minder", "Zoals", "Meer", "Veel meer"):
        words = "Zoals gehoopt" if level == "Zoals" else f"{level} dan gehoopt"
        page.get_by_role("textbox", name=words, exact=True).fill(f"{level}: {GOAL}")
    page.get_by_role("radio", name="Veel minder dan gehoopt", exact=True).check()
    press(page, "Niveaus opslaan")
    says(page, "De niveaus van dit doel zijn opgeslagen.")
    follow(page, "Evaluatie vastleggen")
    page.get_by_role("radio", name=f"0 · Zoals: {GOAL}", exact=True).check()
    page.get_by_label("Toewerken naar het einde").check()
    fill(page, {"Volgende stappen": STEP})
    press(page, "Evaluatie opslaan")
    says(page, "De evaluatie is opgeslagen.")
    people.see(page, "reviewed")
    return page


def check_in_by_link(people: OnTheirScreens, page: Page) -> None:
    follow(page, "Check-ins: de jongere vragen")
    page.get_by_role("button", name="Een eenmalige link maken").first.click()
    people.see(page, "check-in-link")
    young = people.page_of(None, path_of(page.locator(".oo-copy").inner_text()))
    ladder = young.get_by_role("radiogroup", name="Denk aan een ladder")
    ladder.get_by_label("7", exact=True).check()
    press(young, "Antwoorden versturen")
    expect(young.get_by_role("heading", name="Dank je wel")).to_be_visible()
    people.see(young, "check-in-thanks")
    page.reload()
    says(page, "Beantwoord")


def end(people: OnTheirScreens) -> None:
    """Talks with both, what they agreed on about contact, and the last day."""
    people.clock.advance(days=14)
    page = open_trajectory(people)
    for side in ("Met de jongere", "Met de mentor"):
        follow(page, "Exitgesprek opschrijven")
        page.get_by_label(side, exact=True).check()
        page.get_by_label("Ja", exact=True).check()
        page.get_by_label("Wat goed was").check()
        press(page, "Gesprek opslaan")
        says(page, "Het gesprek staat in het dossier.")
    follow(page, "Afspreken over contact na afloop")
    page.get_by_label("Af en toe een bericht").check()
    page.get_by_label("De jongere heeft het op papier").check()
    page.get_by_label("De mentor heeft het op papier").check()
    press(page, "Afspraak opslaan")
    says(page, "Wat ze afspraken is opgeschreven.")
    follow(page, "Traject afsluiten")
    page.get_by_label("Gepland, samen").check()
    page.get_by_label("Waarom?").select_option(label="De doelen zijn bereikt")
    page.get_by_label("Samen", exact=True).check()
    page.get_by_label("Nazorg: we vragen na drie").check()
    page.get_by_label("Het einde is samen gevierd").check()
    press(page, "Traject afsluiten")
    says(page, "Het traject is afgesloten.")
    people.see(page, "closed")
    with people.database.reading() as db:
        assert db.exec(select(Trajectory)).one().ended_on == people.clock().date()
    mentor = people.page_of(BRAM, "/my-match")
    says(mentor, "Deze match is afgelopen.")
    people.see(mentor, "mentor-closed")

"""An invitation to a talk in a real browser: written, sent back, approved, passed on, closed."""

from playwright.sync_api import Page, expect

from mentorship.foundation.db import Database
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import PageOf
from tests.evaluation.inviting import WORDS, bundle, consultant, people_around, young_person


def test_from_the_researchers_words_to_a_letter_in_the_hand(
    page_of: PageOf, sqlite_database: Database
) -> None:
    around = people_around(sqlite_database)
    bundle_id = bundle(sqlite_database, around)
    with sqlite_database.writing() as db:
        by = consultant(db)
        young_person(db, by, name="Yusra")
        young_person(db, by, name="Noor")
        db.commit()
    mine = f"/evaluation/{bundle_id}/interviews"

    evaluator = page_of(around.evaluator)
    evaluator.goto(mine)
    assert_accessible(evaluator, "interviews-none")
    evaluator.get_by_role("link", name="Uitnodiging schrijven").click()
    evaluator.get_by_role("button", name="Naar het programma sturen").press("Enter")
    expect(evaluator.get_by_role("alert")).to_contain_text("Vul in wie u bent.")
    assert_accessible(evaluator, "interviews-write-refused")
    write(evaluator)
    expect(evaluator.get_by_text("Wacht op goedkeuring", exact=True)).to_be_visible()

    coordinator = page_of(around.coordinator)
    coordinator.goto("/today")
    coordinator.get_by_role("link", name="Lezen en beslissen").click()
    coordinator.get_by_label("Nee, terugsturen").check()
    coordinator.get_by_label("Wat moet er anders?").fill("Schrijf kortere zinnen.")
    assert_accessible(coordinator, "interviews-decide")
    coordinator.get_by_role("button", name="Opslaan").click()
    expect(coordinator.get_by_text("Teruggestuurd", exact=True)).to_be_visible()

    evaluator.goto("/today")
    evaluator.get_by_role("link", name="Lees waarom").click()
    expect(evaluator.get_by_text("Schrijf kortere zinnen.")).to_be_visible()
    assert_accessible(evaluator, "interviews-sent-back")
    evaluator.get_by_role("link", name="Uitnodiging wijzigen").click()
    expect(evaluator.get_by_label("Waar gaat het gesprek over?")).to_have_value(WORDS.about)
    evaluator.get_by_role("button", name="Naar het programma sturen").click()

    coordinator.goto("/today")
    coordinator.get_by_role("link", name="Lezen en beslissen").click()
    coordinator.get_by_label("Ja, consultanten mogen de uitnodiging doorgeven").check()
    coordinator.get_by_role("button", name="Opslaan").click()
    expect(coordinator.get_by_text("Wordt doorgegeven", exact=True)).to_be_visible()

    desk = page_of(by)
    desk.goto("/today")
    desk.get_by_role("link", name="Bekijken en doorgeven").click()
    assert_accessible(desk, "interviews-people")
    desk.get_by_role("link", name="Yusra").press("Enter")
    desk.get_by_label("Doorgegeven", exact=True).check()
    desk.get_by_label("Wanneer?").fill("vandaag")
    desk.get_by_role("button", name="Opslaan").dblclick()
    expect(desk.get_by_role("listitem").filter(has_text="Yusra")).to_contain_text("Doorgegeven")
    expect(desk.get_by_role("listitem").filter(has_text="Noor")).to_contain_text("Nog te vragen")
    people = desk.url

    evaluator.goto(mine)
    expect(evaluator.get_by_text("Wordt doorgegeven", exact=True)).to_be_visible()
    evaluator.get_by_role("link", name=WORDS.about).click()
    assert_accessible(evaluator, "interviews-running")
    for name in ("Yusra", "Noor"):
        expect(evaluator.get_by_text(name)).to_have_count(0)
    evaluator.get_by_text("Uitnodiging sluiten", exact=True).click()
    evaluator.get_by_role("button", name="Definitief sluiten").click()
    expect(evaluator.get_by_text("Gesloten", exact=True)).to_be_visible()
    gone = desk.goto(people)
    assert gone is not None
    assert gone.status == 404


def write(page: Page) -> None:
    page.get_by_label("Wie bent u als onderzoeker?").fill(WORDS.researcher)
    page.get_by_label("Waar gaat het gesprek over?").fill(WORDS.about)
    page.get_by_label("Hoe lang duurt het, en waar is het?").fill(WORDS.practical)
    page.get_by_label("In welke talen kunt u het gesprek voeren?").fill(WORDS.languages)
    page.get_by_label("Hoe kunnen zij u bereiken?").fill(WORDS.reach)
    page.get_by_label("Tot en met welke dag is de uitnodiging open?").fill("01-06-2026")
    page.get_by_role("button", name="Naar het programma sturen").click()

"""A bundle in a real browser: asked for with the keyboard, released, downloaded, checked."""

import hashlib
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import Page, expect
from pyrage.x25519 import Identity

from mentorship.evaluation.package.checking import check
from mentorship.evaluation.package.manifest import read_public_key
from mentorship.foundation.db import Database
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import PageOf
from tests.evaluation.world import Office, make_bundles, programme, released
from tests.factories import FixedNow


@pytest.fixture
def around(sqlite_database: Database, fixed_now: FixedNow) -> Office:
    return programme(sqlite_database, fixed_now)


def tick(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Space")


def test_from_the_wish_to_the_download(
    page_of: PageOf, sqlite_database: Database, around: Office, tmp_path: Path
) -> None:
    page = page_of(around.coordinator)
    page.goto("/bundles")
    page.get_by_role("link", name="Een bundel aanvragen").click()
    for label in (
        "Mentoren die hun training hebben afgerond",
        "Matches die zijn gestart",
        "eerste helft van 2025",
        "tweede helft van 2025",
    ):
        tick(page, label)
    page.get_by_role("button", name="Kijken wat erin mag staan").press("Enter")
    expect(page.get_by_role("heading", name="Wat er nu in mag staan")).to_be_visible()
    expect(page.get_by_text("Een groep is kleiner dan de drempel.")).to_be_visible()
    assert_accessible(page, "bundle-ask-looked")
    expect(page.get_by_label("tweede helft van 2025")).to_be_checked()
    page.get_by_label("Voor wie").select_option(index=1)
    page.get_by_label("Waarvoor").fill("Procesevaluatie over 2025")
    page.get_by_label("wetenschappelijk onderzoek en statistiek").check()
    page.get_by_label("Nummer van de overeenkomst").fill("OVK-2026-1")
    page.get_by_label("Alle kopieën vernietigd uiterlijk op").fill("31-12-2026")
    page.get_by_role("button", name="De bundel aanvragen").click()
    expect(page.get_by_text("Wacht op vrijgave")).to_be_visible()

    officer = page_of(around.officer)
    officer.goto("/bundles")
    officer.get_by_role("link", name="Procesevaluatie over 2025").click()
    officer.get_by_role("link", name="Bekijken en vrijgeven").click()
    assert_accessible(officer, "bundle-release")
    officer.get_by_role("button", name="De bundel vrijgeven").click()
    expect(officer.get_by_text("Het werk wacht op zijn beurt.")).to_be_visible()
    assert_accessible(officer, "bundle-being-made")
    make_bundles(sqlite_database)
    expect(officer.get_by_text("De bundel is vrijgegeven.")).to_be_visible()
    assert_accessible(officer, "bundle-released")

    evaluator = page_of(around.evaluator)
    evaluator.goto("/evaluation")
    evaluator.get_by_role("link", name="Procesevaluatie over 2025").click()
    with evaluator.expect_download() as coming:
        evaluator.get_by_role("button", name="De bundel downloaden").click()
    coming.value.save_as(tmp_path / "bundle.zip")
    with evaluator.expect_download() as coming:
        evaluator.get_by_role("link", name="De openbare sleutel downloaden").click()
    coming.value.save_as(tmp_path / "key.pem")
    archive = (tmp_path / "bundle.zip").read_bytes()
    assert check(archive, read_public_key((tmp_path / "key.pem").read_bytes())).is_whole
    expect(evaluator.get_by_text(hashlib.sha256(archive).hexdigest())).to_be_visible()
    evaluator.reload()
    expect(evaluator.get_by_role("heading", name="Uw downloads")).to_be_visible()


def test_a_recipient_fills_in_a_key_and_downloads_it_encrypted(
    page_of: PageOf, sqlite_database: Database, around: Office, tmp_path: Path
) -> None:
    pair = Identity.generate()
    bundle_id = released(sqlite_database, around)
    page = page_of(around.evaluator)
    page.goto(f"/evaluation/{bundle_id}")
    page.get_by_role("link", name="Bundels versleuteld downloaden").click()
    page.get_by_label("Uw openbare sleutel").fill(str(pair))
    page.get_by_role("button", name="Sleutel bewaren").click()
    expect(page.get_by_text("Dit is de geheime sleutel.").first).to_be_visible()
    expect(page.get_by_label("Uw openbare sleutel")).to_have_value("")
    assert_accessible(page, "recipient-key-refused")
    page.get_by_label("Uw openbare sleutel").fill(str(pair.to_public()))
    page.get_by_role("button", name="Sleutel bewaren").click()
    expect(page.get_by_text(str(pair.to_public()))).to_be_visible()
    assert_accessible(page, "recipient-key")
    page.goto(f"/evaluation/{bundle_id}")
    assert_accessible(page, "bundle-with-key")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Versleuteld downloaden").click()
    assert coming.value.suggested_filename == f"one-on-one-{bundle_id}.zip.age"
    coming.value.save_as(tmp_path / "bundle.age")
    opened = pyrage.decrypt((tmp_path / "bundle.age").read_bytes(), [pair])
    assert check(opened).is_whole

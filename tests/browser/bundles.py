"""A bundle on pages and beyond: asked for, released, downloaded, checked by two programs."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import frictionless
from playwright.sync_api import expect

from mentorship.accounts.roles import Role
from tests.browser.at_work import COORDINATOR, People, fill, follow, press, says
from tests.evaluation.pdf_words import words_of
from tests.evaluation.world import make_bundles

OFFICER, EVALUATOR = "privacy officer", "evaluator"
OFFICE = {
    COORDINATOR: Role.COORDINATOR,
    OFFICER: Role.PRIVACY_OFFICER,
    EVALUATOR: Role.EVALUATOR,
}
TABLE = "matches-by-house"


def ask_for_bundle(people: People) -> None:
    page = people.page_of(COORDINATOR, "/bundles")
    follow(page, "Een bundel aanvragen")
    for label in (
        "Mentoren die hun training hebben afgerond",
        "Matches die zijn gestart",
        "eerste helft van 2026",
    ):
        page.get_by_label(label, exact=True).check()
    press(page, "Kijken wat erin mag staan")
    says(page, "Een groep is kleiner dan de drempel.")
    page.get_by_label("Voor wie").select_option(index=1)
    page.get_by_label("wetenschappelijk onderzoek en statistiek").check()
    fill(page, {"Waarvoor": "Procesevaluatie", "Nummer van de overeenkomst": "OVK-2026-1"})
    fill(page, {"Alle kopieën vernietigd uiterlijk op": "31-12-2026"})
    press(page, "De bundel aanvragen")
    says(page, "Wacht op vrijgave")


def release_bundle(people: People) -> None:
    """The second person, who shows once more who it is."""
    page = people.page_of(OFFICER, "/bundles")
    people.clock.advance(minutes=11)
    follow(page, "Procesevaluatie")
    follow(page, "Bekijken en vrijgeven")
    expect(page.get_by_role("heading", name="Nog één keer bevestigen")).to_be_visible()
    page.locator("#code").fill(people.users[OFFICER].code(people.clock()))
    press(page, "Bevestigen")
    press(page, "De bundel vrijgeven")
    says(page, "Het werk wacht op zijn beurt.")
    make_bundles(people.database)
    says(page, "De bundel is vrijgegeven.")


def download_bundle(people: People, folder: Path) -> None:
    page = people.page_of(EVALUATOR, "/evaluation")
    follow(page, "Procesevaluatie")
    says(page, "1 gevraagde tabel staat er niet in.")
    with page.expect_download() as coming:
        press(page, "De bundel downloaden")
    coming.value.save_as(folder / "bundle.zip")
    with page.expect_download() as coming:
        follow(page, "De openbare sleutel downloaden")
    coming.value.save_as(folder / "key.pem")


def verify(folder: Path) -> None:
    """By the command, as an evaluator runs it; one flipped bit and it names the file."""
    assert command(folder, "bundle.zip").returncode == 0
    archive = bytearray((folder / "bundle.zip").read_bytes())
    with zipfile.ZipFile(folder / "bundle.zip") as files:
        table = files.read(f"data/{TABLE}.csv")
    archive[archive.index(table) + len(table) // 2] ^= 1
    (folder / "flipped.zip").write_bytes(archive)
    told = command(folder, "flipped.zip")
    assert told.returncode == 1
    assert f"data/{TABLE}.csv" in told.stderr


def command(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    run = "from mentorship.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", run, "bundle", "verify", name, "--public-key", "key.pem"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def read_with_another_program(folder: Path, words: Sequence[str]) -> None:
    """frictionless finds the table, and in no file stands one of these words about anybody."""
    with zipfile.ZipFile(folder / "bundle.zip") as files:
        files.extractall(folder / "bundle")
        told = "".join(files.read(name).decode(errors="ignore") for name in files.namelist())
        printed = words_of(files.read("report.pdf"))
    report = frictionless.validate(folder / "bundle" / "datapackage.json")
    assert report.flatten(["path", "message"]) == []
    assert TABLE in {task.name for task in report.tasks}
    lines = (folder / "bundle" / "data" / f"{TABLE}.csv").read_text().splitlines()
    # Hers and three others were started in the region; of Houses apart there are too few.
    assert [line.rsplit(",", 1)[1] for line in lines[1:]] == ["4", "4"]
    assert "Procesevaluatie" in printed
    for word in words:
        assert word not in told + printed

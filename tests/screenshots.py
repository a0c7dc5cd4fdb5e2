"""Makes the pictures of the tour: each role in the invented region of one fixed day.

`make screenshots` writes `docs/images/`; the same day and program give the same pictures.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.complaints.models import Complaint, ComplaintStatus
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.foundation.db import Database, Db
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import queries
from mentorship.trajectories.concerns.models import Concern, ConcernStatus
from mentorship.trajectories.models import Phase, Trajectory
from mentorship.trajectories.reviews.check_ins import services as check_ins
from mentorship.trajectories.reviews.check_ins.models import CheckIn
from tests.conftest_web import BROWSERS, application, served
from tests.demo.region import MOMENTS, account, database_in, fill_in

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PHONE, DESK, TALL = (390, 844), (1280, 900), (1280, 1300)
COLOURS = 64
HOUSE = "Noord-Holland Noord"


@dataclass(frozen=True)
class Shot:
    """`place` is where the account of this role works; without a role it is a visitor."""

    name: str
    role: Role | None
    place: str
    size: tuple[int, int]
    path: Callable[[Db], str]


def _at(path: str) -> Callable[[Db], str]:
    return lambda _db: path


def _pair(db: Db) -> UUID:
    """Of the mentor of the demo who has met longest."""
    mentor = account(db, Role.MENTOR, HOUSE)
    found = select(Trajectory).where(queries.in_phase((Phase.LETTING_GO,)))
    trajectories = db.exec(found.order_by(col(Trajectory.started_on))).all()
    return next(one.id for one in trajectories if _is_of(db, one, mentor.id))


def _is_of(db: Db, trajectory: Trajectory, user_id: UUID) -> bool:
    return db.get_one(Mentor, trajectory.mentor_id).user_id == user_id


def _concern(db: Db) -> str:
    held = select(Concern).where(
        col(Concern.status) == ConcernStatus.ACKNOWLEDGED, col(Concern.trajectory_id) == _pair(db)
    )
    return f"/concerns/{db.exec(held).one().id}"


def _proposal(db: Db, nth: int = 0) -> str:
    newest = (
        select(Proposal)
        .join(MatchRound, col(MatchRound.id) == col(Proposal.round_id))
        .join(Mentee, col(Mentee.id) == col(Proposal.mentee_id))
        .where(col(Mentee.house_code) == "NHN")
        .order_by(col(MatchRound.created_at).desc(), col(Proposal.number))
    )
    found = db.exec(newest.offset(nth)).first()
    assert found is not None
    return f"/matching/rounds/{found.round_id}/proposals/{found.id}"


def _newest_round(db: Db) -> MatchRound:
    newest = select(MatchRound).order_by(col(MatchRound.created_at).desc())
    house = col(MatchRound.house_code).is_(None) | (col(MatchRound.house_code) == "NHN")
    found = db.exec(newest.where(house, col(MatchRound.certificate).is_not(None))).first()
    assert found is not None
    return found


def _of_round(page: str) -> Callable[[Db], str]:
    return lambda db: f"/matching/rounds/{_newest_round(db).id}/{page}"


def _what_if(db: Db) -> str:
    """One place more for the mentor of the first proposal."""
    row = _newest_round(db)
    proposals = select(Proposal).where(col(Proposal.round_id) == row.id)
    first = db.exec(proposals.order_by(col(Proposal.number))).first()
    assert first is not None
    return f"/matching/rounds/{row.id}/what-if?change=seat&mentor={first.mentor_id}&ask=1"


def _complaint(db: Db) -> str:
    found = select(Complaint).where(col(Complaint.status) == ComplaintStatus.TAKEN_ON)
    return f"/complaints/{db.exec(found).one().id}"


def _bundle(status: BundleStatus, path: str) -> Callable[[Db], str]:
    def of(db: Db) -> str:
        found = select(EvaluationBundle).where(col(EvaluationBundle.status) == status)
        return path.format(db.exec(found).one().id)

    return of


def _check_in(db: Db) -> str:
    """A fresh link of one that is out."""
    found = select(CheckIn).where(col(CheckIn.answered_at).is_(None))
    asked = db.exec(found.order_by(col(CheckIn.asked_at))).first()
    assert asked is not None
    address = check_ins.new_link(db, db.get_one(Trajectory, asked.trajectory_id), asked)
    return "/check-in/" + address.rpartition("/")[2]


_CONSULTANT = (Role.MENTOR_CONSULTANT, HOUSE, DESK)
SHOTS = (
    Shot("mentor-today", Role.MENTOR, HOUSE, PHONE, _at("/today")),
    Shot("mentor-match", Role.MENTOR, HOUSE, PHONE, _at("/my-match")),
    Shot("mentor-log", Role.MENTOR, HOUSE, PHONE, lambda db: f"/my-match/{_pair(db)}/log"),
    Shot("young-person-check-in", None, "", PHONE, _check_in),
    Shot("consultant-today", *_CONSULTANT, _at("/today")),
    Shot("consultant-proposal", *_CONSULTANT, _proposal),
    Shot("consultant-otherwise", *_CONSULTANT, lambda db: f"{_proposal(db, 1)}#otherwise"),
    Shot("consultant-who-waits", *_CONSULTANT, _of_round("waiting")),
    Shot("consultant-what-if", *_CONSULTANT, _what_if),
    Shot("consultant-recruiting", *_CONSULTANT, _of_round("recruiting")),
    Shot("consultant-trajectory", *_CONSULTANT[:2], TALL, lambda db: f"/trajectories/{_pair(db)}"),
    Shot("consultant-course", *_CONSULTANT, lambda db: f"/trajectories/{_pair(db)}#timeline"),
    Shot("consultant-concern", *_CONSULTANT, _concern),
    Shot("referrer-today", Role.REFERRER, "Bongerd", DESK, _at("/today")),
    Shot("trainer-today", Role.TRAINER, "", DESK, _at("/today")),
    Shot("coordinator-standards", Role.COORDINATOR, "", DESK, _at("/standards")),
    Shot("privacy-officer-bundle", Role.PRIVACY_OFFICER, "", DESK,
         _bundle(BundleStatus.SPECIFIED, "/bundles/{}")),
    Shot("complaint-telling", None, "", PHONE, _at("/complaints/new")),
    Shot("confidant-complaint", Role.CONFIDANT, "", TALL, _complaint),
    Shot("evaluator-bundle", Role.EVALUATOR, "", DESK,
         _bundle(BundleStatus.RELEASED, "/evaluation/{}")),
)  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fill_in(Path(folder), MOMENTS[0])
        database = database_in(Path(folder), MOMENTS[0] + timedelta(minutes=3))
        quiet = database.settings.model_copy(update={"log_level": "WARNING"})
        with served(application(quiet, database)) as address, _browser() as browser:
            for shot in SHOTS:
                _take(browser, address, database, shot)
        database.dispose()


@contextmanager
def _browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable, args=arguments)


def _take(browser: Browser, address: str, database: Database, shot: Shot) -> None:
    with database.writing() as db:
        path = shot.path(db)
        user_id = account(db, shot.role, shot.place).id if shot.role else None
        db.commit()
    width, height = shot.size
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, locale="nl-NL"
    )
    context.set_default_timeout(120_000)
    page = context.new_page()
    if user_id is not None:
        page.goto("/sign-in")
        page.locator(f'form[action*="{user_id}"] button').click()
        page.wait_for_url(lambda url: "sign-in" not in url)
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, (shot.name, answer.status)
    _keep(page, shot.name)
    context.close()


def _keep(page: Page, name: str) -> None:
    """In few colours: flat pages lose nothing by it, and the files stay small."""
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1000} kB")  # noqa: T201 — a command says it


if __name__ == "__main__":
    main()

"""What a mentor and the consultants see and send: who may open what, and that nothing tells."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.cover.rules import Days
from mentorship.accounts.cover.services import arrange
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft
from mentorship.foundation.i18n import format_date
from mentorship.foundation.outbox import OutboxMail
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House as HouseRow
from mentorship.region.services import change_phone
from mentorship.trajectories.concerns import (
    jobs,  # noqa: F401 — makes the handler known
    services,
)
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.concerns.protocols import ProtocolKind
from tests.accounts.people import Person, make_person, sign_in_as
from tests.canaries import Walked, app_that_says_all, assert_nothing_tells, signed_in
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.mentors.jobs import run_jobs
from tests.trajectories.concerns.worried import WORDS, House, house, worry


@pytest.fixture
def there(sqlite_database: Database) -> House:
    with sqlite_database.writing() as db:
        made = house(db)
        change_phone(db, db.get_one(HouseRow, "KEN"), "023 000 00 00")
        db.commit()
    return made


def text_of(client: FlaskClient, path: str) -> str:
    return words(main_of(client.get(path)))


def text_after(client: FlaskClient, answer: TestResponse) -> str:
    """What stands on the page to which an act leads."""
    assert answer.status_code == 303
    return client.get(answer.headers["Location"]).text


def test_the_mentor_reads_whom_to_call_first_and_then_how_far_it_is(
    client: FlaskClient, sqlite_database: Database, there: House
) -> None:
    sign_in_as(client, sqlite_database, there.mentor.user)
    new = f"/concerns/new/{there.trajectory.id}"
    page = main_of(client.get(new))
    called = [str(link["href"]) for link in page.select(".oo-emergency a")]
    assert called == ["tel:112", "tel:08000113", "tel:08002000", "tel:0230000000"]
    assert "op werkdagen van 9 tot 17 uur" in words(page)
    assert fill(client, new, words=" ").status_code == 422
    key = str(uuid4())
    for _double_click in range(2):
        sent = fill(client, new, words=WORDS, is_now="y", submission=key)
        assert sent.headers["Location"] == "/concerns/mine"
    assert "Niemand heeft het nog opgepakt" in text_of(client, "/concerns/mine")
    assert WORDS not in client.get("/concerns/mine").text
    assert "Niemand heeft het nog opgepakt" in text_of(client, "/today")
    with sqlite_database.reading() as db:
        concern = db.exec(select(Concern)).one()
    assert client.get(f"/concerns/{concern.id}").status_code == 403

    sign_in_as(client, sqlite_database, there.follows.user)
    assert "Een mentor maakt zich zorgen en niemand pakte dat nog op" in text_of(client, "/today")
    fill(client, f"/concerns/{concern.id}", f"/concerns/{concern.id}/take-on")
    sign_in_as(client, sqlite_database, there.mentor.user)
    for shown in ("/concerns/mine", "/today"):
        assert "Fenna Roodenburg heeft het gelezen en belt je." in text_of(client, shown)


def test_the_number_is_that_of_the_house_that_follows_the_young_person(
    client: FlaskClient, sqlite_database: Database, there: House
) -> None:
    """Also for a mentor who is lent by another House."""
    with sqlite_database.writing() as db:
        change_phone(db, db.get_one(HouseRow, "NHN"), "072 000 00 00")
        db.get_one(Mentee, there.trajectory.mentee_id).house_code = "NHN"
        db.commit()
    sign_in_as(client, sqlite_database, there.mentor.user)
    for shown in ("/concerns/mine", f"/concerns/new/{there.trajectory.id}"):
        called = [str(link["href"]) for link in main_of(client.get(shown)).select("a[href^=tel]")]
        assert called[3:] == ["tel:0720000000"]


def test_a_draft_is_kept_until_it_is_sent(
    client: FlaskClient, sqlite_database: Database, there: House
) -> None:
    sign_in_as(client, sqlite_database, there.mentor.user)
    new, page = f"/concerns/new/{there.trajectory.id}", str(uuid4())
    kept = fill(client, new, f"{new}/autosave", words="Hij", submission=page)
    kept = fill(
        client, new, f"{new}/autosave", words=WORDS, submission=page, version=kept.json["version"]
    )
    assert kept.status_code == 200
    assert kept.json["said"].startswith("Nog niet verstuurd. Je tekst is bewaard (")
    for shown in ("/concerns/mine", "/today"):  # kept isn't sent: nobody may take it for that
        page = main_of(client.get(shown))
        assert "Je begon een melding, nog niet verstuurd" in words(page)
        assert page.select_one(f'a[href="{new}"]') is not None
        assert WORDS not in words(page)
    other = fill(
        client, new, f"{new}/autosave", words="Anders", submission=str(uuid4()), version="1"
    )
    assert other.status_code == 409
    assert WORDS in client.get(new).text
    assert fill(client, new, words=WORDS, submission=page).status_code == 303
    late = fill(client, new, f"{new}/autosave", words=WORDS, submission=page, version="2")
    assert late.status_code == 404
    assert "nog niet verstuurd" not in text_of(client, "/concerns/mine")
    fill(client, new, f"{new}/autosave", words="Toch niet", submission=str(uuid4()))
    assert "Weggegooid" in text_after(client, fill(client, new, f"{new}/discard"))
    with sqlite_database.reading() as db:
        assert db.exec(select(Draft)).all() == []
        assert len(db.exec(select(Concern)).all()) == 1


def test_who_may_open_it(client: FlaskClient, sqlite_database: Database, there: House) -> None:
    with sqlite_database.writing() as db:
        concern = worry(db, there)
        stranger = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        other_mentor = house(db).mentor
        coordinator = make_person(db, Role.COORDINATOR)
        db.commit()
    one, new = f"/concerns/{concern.id}", f"/concerns/new/{there.trajectory.id}"
    cells: list[tuple[Person, str, int]] = [
        (there.follows, one, 200), (there.colleague, one, 200), (stranger, one, 404),
        (there.mentor, one, 403), (other_mentor, new, 404), (coordinator, one, 403),
        (there.mentor, new, 200),
    ]  # fmt: skip
    for who, path, status in cells:
        sign_in_as(client, sqlite_database, who.user)
        assert client.get(path).status_code == status, (path, status)
    sign_in_as(client, sqlite_database, stranger.user)
    take_on = fill(client, "/today", f"{one}/take-on")
    assert take_on.status_code == 404
    sign_in_as(client, sqlite_database, other_mentor.user)
    assert "nog niets gemeld" in text_of(client, "/concerns/mine")


def test_who_covers_for_a_colleague_takes_it_on_and_after_the_cover_nobody_has_it(
    client: FlaskClient, sqlite_database: Database, there: House, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        deputy = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        db.get_one(Mentee, there.trajectory.mentee_id).consultant_id = there.follows.id
        arrange(db, there.follows.id, deputy.id, Days(today(db), today(db)), by=there.follows.id)
        concern = worry(db, there)
        told = db.exec(select(OutboxMail).where(OutboxMail.letter == "concerns.raised")).all()
        assert {one.subject_id for one in told} >= {deputy.user.subject_id}
        db.commit()
    sign_in_as(client, sqlite_database, deputy.user)
    one = f"/concerns/{concern.id}"
    assert fill(client, one, f"{one}/take-on").status_code == 303
    assert "Jij hebt de zorg opgepakt" in text_of(client, one)

    fixed_now.advance(days=1)  # the cover is over: the deputy can't open it any more
    sign_in_as(client, sqlite_database, there.mentor.user)
    for shown in ("/concerns/mine", "/today"):
        assert "op dit moment heeft niemand het" in text_of(client, shown)
    sign_in_as(client, sqlite_database, there.colleague.user)
    nobody = "Een mentor maakt zich zorgen en niemand pakte dat nog op"
    assert nobody in text_of(client, "/today")
    assert "Nog niet opgepakt" in text_of(client, "/concerns")
    assert fill(client, one, f"{one}/take-on").status_code == 303
    assert "Jij hebt de zorg opgepakt" in text_of(client, one)
    assert nobody not in text_of(client, "/today")


def test_what_comes_after_a_colleague_took_it_over_is_not_saved_and_not_lost(
    client: FlaskClient, sqlite_database: Database, there: House
) -> None:
    with sqlite_database.writing() as db:
        concern = worry(db, there)
        services.take_on(db, concern, there.follows.id)
        services.choose_protocol(db, concern, ProtocolKind.UNEASE, there.follows.id)
        services.hand_over(db, concern, there.colleague.user, there.colleague.id)
        db.commit()
    sign_in_as(client, sqlite_database, there.follows.user)
    one = f"/concerns/{concern.id}"
    answer = fill(
        client, one, f"{one}/close", outcome="Met school gebeld.", left_out="Was al goed."
    )
    assert answer.status_code == 409
    for said in ("Een collega heeft deze zorg", "Met school gebeld.", "Was al goed."):
        assert said in answer.text
    with sqlite_database.reading() as db:
        assert db.get_one(Concern, concern.id).is_open


CANARIES = (
    "kanariezorg", "kanariestap", "kanarieblik", "kanarieuitkomst", "kanariemaand", "kanariereden",
    "kanarieerbij", "kanarievergissing",
)  # fmt: skip


def test_nothing_that_is_kept_tells_what_was_planted(
    sqlite_database: Database, there: House, capfd: pytest.CaptureFixture[str]
) -> None:
    walk = Walked(sqlite_database, set(CANARIES))
    app = app_that_says_all(sqlite_database)
    mentor, holder, second = (
        signed_in(app, sqlite_database, who)
        for who in (there.mentor, there.follows, there.colleague)
    )
    new = f"/concerns/new/{there.trajectory.id}"
    fill(mentor, new, f"{new}/autosave", words="kanariemaand", submission=str(uuid4()))
    walk.saw(mentor.get(new))
    assert fill(mentor, new, words="kanariezorg", is_now="y").status_code == 303
    with sqlite_database.reading() as db:
        concern = db.exec(select(Concern)).one()
    for told, more in (("add", "kanarieerbij"), ("mistake", "kanarievergissing")):
        page = f"/concerns/mine/{concern.id}/{told}"
        assert fill(mentor, page, words=more).status_code == 303
    here, day = f"/concerns/{concern.id}", format_date(sqlite_database.clock().date())
    acts = [
        (holder, "take-on", {}),
        (holder, "protocol", {"protocol": "suicidality"}),
        (holder, "steps", {"step": "call_mentor", "done_on": day, "note": "kanariestap"}),
        (holder, "second", {"colleague": str(there.colleague.id)}),
        (second, "look", {"opinion": "kanarieblik"}),
        (holder, "close", {"outcome": "kanarieuitkomst", "left_out": "kanariereden"}),
    ]
    for who, act, sent in acts:
        walk.saw(who.get(here))
        if act == "close":
            asked = words(main_of(holder.get(here)))
            assert "Niet genoteerd: Is iemand nu in gevaar?; Vraag het zelf" in asked
            refused = fill(holder, here, f"{here}/close", outcome="kanarieuitkomst")
            assert "Schrijf op waarom deze stappen niet zijn genoteerd" in refused.text
        assert fill(who, here, f"{here}/{act}", **sent).status_code == 303, act
    for shown in (here, "/concerns", "/today"):
        walk.saw(holder.get(shown))
    walk.saw(mentor.get("/concerns/mine"))
    run_jobs(sqlite_database)
    walk.spoken = "".join(capfd.readouterr()).encode()
    assert_nothing_tells(walk, papers=0)
    told = [path.read_bytes() for path in sqlite_database.settings.data_dir.rglob("*.sqlite*")]
    assert not any(b"suicidality" in data for data in told)

"""From a no to the next match in the pages: who is best now, and nobody else's proposal moves."""

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import erasure
from mentorship.foundation.db import Database
from mentorship.matching import jobs, services
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    LookedFor,
    Match,
    MatchStatus,
    Refusal,
    Side,
)
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import (
    look_again,
    proposal_for,
    ready_mentor,
    run_round,
    waiting_mentee,
)
from tests.matching.town import MONDAY, WEDNESDAY, Town, asked, decide, town
from tests.mentors.jobs import run_jobs


def told_no(database: Database, by: Person) -> tuple[Town, Match]:
    """Jolanda said no to Yara; Zoë was left to wait, so Bram has a place. Nobody looked yet."""
    with database.writing() as db:
        here = town(db, by)
        match = asked(db, here, here.yara, by)
        decide(db, here, here.zoe, by, DecisionOutcome.WAIT)
        db.commit()
    with database.writing() as db:
        no = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.NO_TIME)
        services.answer(db, db.get_one(Match, match.id), no, AnsweredBy.PAGE)
        db.commit()
    return here, match


def looked(database: Database, match: Match) -> dict[LookedFor, str]:
    """The pages of what was proposed."""
    with database.writing() as db:
        looks = look_again(db, db.get_one(Match, match.id))
        db.commit()
    pages = {}
    with database.reading() as db:
        for kind, look in looks.items():
            found = db.exec(select(Proposal).where(col(Proposal.round_id) == look.round_id)).one()
            pages[kind] = f"/matching/rounds/{look.round_id}/proposals/{found.id}"
    return pages


def test_from_a_no_to_the_next_match(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    assert jobs.look_again
    here, match = told_no(sqlite_database, consultant)
    page = f"/matching/matches/{match.id}"
    first = main_of(desk.get(page))
    assert "We kijken naar wie die kan gaan" in words(first)
    part = str(first.find(attrs={"data-progress": True})["data-progress"])  # type: ignore[index]
    assert "data-over" not in desk.get(part).text
    run_jobs(sqlite_database)
    assert "data-over" in desk.get(part).text

    told = words(main_of(desk.get(page)))
    assert "Deze plek is weer vrij" in told
    assert "Bram Vis past nu het best" in told
    assert "Kim wacht en past het best" in told
    assert "Jolanda Vis zei nee (Op dit moment geen tijd). Bel eerst" in told
    day = words(main_of(desk.get("/today")))
    assert "Yara wacht weer" in day
    assert "Lezen waarom, en besluiten over het nieuwe voorstel" in day
    assert "3 matchvoorstellen wachten op jouw besluit" in day

    round_page = f"/matching/rounds/{here.round.id}"
    overview = main_of(desk.get("/matching"))
    assert "over 3 moet je nog besluiten" in words(overview)
    assert len(overview.select(f'li a[href="{round_page}"]')) == 1
    shown = main_of(desk.get(round_page))
    assert "Opnieuw gekeken" in words(shown)
    assert "Yara – Bram Vis" in words(shown)
    assert "Omar – Saar Vis" in words(shown)

    leads = [str(a["href"]) for a in shown.select("a") if "Yara" in a.text and "paar" in a.text]
    pair = leads[0]
    form = main_of(desk.get(pair))
    assert "Er kwam een plek vrij" in words(form)
    sent = desk.post(
        f"{pair}/decide",
        data={"csrf_token": csrf(desk, pair), "outcome": "choose", "reason": "Past ook."},
    )
    assert sent.status_code == 303
    assert str(sent.location).endswith(round_page)
    with sqlite_database.reading() as db:
        now = db.exec(select(Match).where(col(Match.status) == MatchStatus.ASKED)).one()
        assert (now.mentee_id, now.mentor_id) == (here.yara.id, here.bram.id)
        rounds = db.exec(select(Proposal).where(col(Proposal.round_id) == here.round.id)).all()
        assert {one.mentee_id: one.mentor_id for one in rounds} == {
            here.yara.id: here.jolanda.id, here.zoe.id: here.bram.id, here.omar.id: here.saar.id,
        }  # fmt: skip


def test_who_fits_nobody_now_reads_why(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda", slots=MONDAY)
        yara = waiting_mentee(db, consultant, first_name="Yara", slots=MONDAY)
        row = run_round(db, consultant)
        choose = DecisionOutcome.CHOOSE
        made = services.decide(db, proposal_for(db, yara, row), yara, choose, "Ja.", consultant.id)
        assert made is not None
        services.withdraw(db, made, "Toch niet.")
        ready_mentor(db, consultant, first_name="Bram", slots=WEDNESDAY)
        look_again(db, made)
        db.commit()
    told = words(main_of(desk.get(f"/matching/matches/{made.id}")))
    assert "Er past nu niemand" in told
    assert "Deze keer telt Jolanda Vis als uitgesloten" in told
    assert "Wat zou helpen?" in told
    assert "niemand die zonder voorstel wacht" in told
    assert "Yara – er past nu niemand" in words(main_of(desk.get(f"/matching/rounds/{row.id}")))


def test_a_place_that_a_proposal_holds_is_not_said_to_be_that_of_a_match(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        here = town(db, consultant)
        match = asked(db, here, here.yara, consultant)
        services.withdraw(db, match, "Toch niet.")
        look = look_again(db, match)[LookedFor.MENTEE]
        db.commit()
    asks = f"change=pin&ask=1&mentee={here.yara.id}&mentor={here.bram.id}"
    why_not = f"/matching/rounds/{look.round_id}/what-if?{asks}"
    for page in (f"/matching/matches/{match.id}", why_not):
        told = words(main_of(desk.get(page)))
        assert "door een match die loopt" not in told
    assert "De plek van Bram Vis is bezet of wordt voor iemand anders bewaard." in told


def test_another_house_sees_its_own_young_person_and_no_more(
    app: Flask, desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    """The place of Jolanda of Kennemerland goes best to Kim, whom Noord-Holland-Noord follows."""
    there = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda", slots=MONDAY)
        yara = waiting_mentee(db, consultant, first_name="Yara", slots=MONDAY, priority=1)
        kim = waiting_mentee(db, there, "NHN", first_name="Kim", slots=MONDAY, place="Haarlem")
        row = run_round(db, consultant, None)
        choose = DecisionOutcome.CHOOSE
        made = services.decide(db, proposal_for(db, yara, row), yara, choose, "Ja.", consultant.id)
        assert made is not None
        no = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.TOO_FAR)
        services.answer(db, made, no, AnsweredBy.PAGE)
        looks = look_again(db, made)
        look_row = db.get_one(MatchRound, looks[LookedFor.SEAT].round_id)
        pair = proposal_for(db, db.get_one(Mentee, kim.id), look_row)
        db.commit()
    own = desk.get(f"/matching/matches/{made.id}")
    assert "Die kan naar een jongere van" in words(main_of(own))
    assert "Kim" not in words(soup(own.text))
    assert desk.get(f"/matching/rounds/{look_row.id}/proposals/{pair.id}").status_code == 404
    other = app.test_client()
    sign_in_as(other, sqlite_database, there.user)
    assert other.get(f"/matching/matches/{made.id}").status_code == 404
    assert other.get(f"/matching/matches/{made.id}/looking").status_code == 404
    shown = other.get(f"/matching/rounds/{row.id}")
    assert "Kim – Jolanda Vis" in words(main_of(shown))
    assert "Yara" not in shown.text
    theirs = other.get(f"/matching/rounds/{look_row.id}/proposals/{pair.id}")
    assert theirs.status_code == 200
    assert "Yara" not in theirs.text


def test_who_was_erased_since_is_left_out(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    here, match = told_no(sqlite_database, consultant)
    pages = looked(sqlite_database, match)
    rest = [f"/matching/rounds/{here.round.id}", f"/matching/matches/{match.id}", "/today"]
    erasure.erase(sqlite_database, here.bram.subject_id)
    assert [desk.get(page).status_code for page in rest] == [200, 200, 200]
    assert "Bram" not in desk.get(rest[1]).text
    erasure.erase(sqlite_database, here.yara.subject_id)
    assert desk.get(rest[0]).status_code == 200
    assert desk.get(rest[1]).status_code == 404
    assert desk.get(pages[LookedFor.MENTEE]).status_code == 404
    assert desk.get(pages[LookedFor.SEAT]).status_code == 200

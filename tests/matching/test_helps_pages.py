"""What would help, and why not: what a consultant reads of who waits and of one other mentor."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date, speaking
from mentorship.foundation.subjects import Purpose
from mentorship.matching import services
from mentorship.matching.assignment.helps import Help, Verdict
from mentorship.matching.assignment.model import Rule
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, Refusal, RuleKind, Side
from mentorship.matching.rounds.models import Unmatched
from mentorship.matching.words.helps import Names, help_words
from mentorship.mentors.queries import today
from tests.accounts.people import Person
from tests.matching.at_the_desk import asked, in_order, main_of, words
from tests.matching.pool import ready_mentor, run_round, waiting_mentee

People = dict[str, UUID]


@pytest.fixture
def people(sqlite_database: Database, consultant: Person) -> People:
    """Jolanda's only place is pinned for Yara, Sam wants it too; Tobias can only when nobody can,
    and Bram has a place at other times; Zoë shares nothing that one change could mend."""
    with sqlite_database.writing() as db:
        jolanda = ready_mentor(db, consultant, first_name="Jolanda")
        bram = ready_mentor(
            db, consultant, first_name="Bram", slots=frozenset({"fri-afternoon", "sat-morning"}),
            interests=frozenset({"cooking"}),
        )  # fmt: skip
        yara = waiting_mentee(db, consultant, first_name="Yara")
        sam = waiting_mentee(db, consultant, first_name="Sam")
        tobias = waiting_mentee(
            db, consultant, first_name="Tobias", slots=frozenset({"fri-evening"})
        )
        zoe = waiting_mentee(
            db, consultant, first_name="Zoë", slots=frozenset({"sun-late"}),
            languages=frozenset({"ar"}),
        )  # fmt: skip
        services.lay_down(db, yara, jolanda.id, RuleKind.PIN, "Past.", consultant.id)
        services.lay_down(db, tobias, jolanda.id, RuleKind.BAN, "Liever niet.", consultant.id)
        row = run_round(db, consultant)
        db.commit()
        return {
            "jolanda": jolanda.id, "bram": bram.id, "yara": yara.id, "sam": sam.id,
            "tobias": tobias.id, "zoe": zoe.id, "round": row.id,
        }  # fmt: skip


def test_what_helps_is_told_apart_and_why_not_is_answered_with_figures(
    desk: FlaskClient, people: People, sqlite_database: Database
) -> None:
    page = main_of(desk.get(f"/matching/rounds/{people['round']}/waiting"))
    cards = {words(card.find("h2")): card for card in page.select("section.oo-card")}
    tobias, sam, zoe = (words(cards[name]) for name in ("Tobias", "Sam", "Zoë"))
    assert "Tobias krijgt dan een mentor en niemand anders raakt een mentor kwijt" in tobias
    assert "Als Tobias ook op vrijdagmiddag of zaterdagochtend kan, past Bram Vis." in tobias
    assert "Als Bram Vis ook op vrijdagavond kan, passen ze bij elkaar." in tobias
    assert "De plek van Jolanda Vis is vastgezet voor Yara." in sam
    assert "Als Jolanda Vis er nog iemand bij kan nemen, past deze mentor." in sam
    assert "Met één verandering komt er nog geen mentor." in zoe
    assert cards["Zoë"].find("a", string="Wie kunnen we werven?") is not None
    for link in cards["Tobias"].find_all("a", href=re.compile("change=slot")):
        told = words(main_of(desk.get(str(link["href"]))))
        assert "1 match meer in prioriteit 2" in told
        assert "Tobias niemand, blijft wachten Bram Vis" in told
    leads = cards["Sam"].find("a", href=re.compile("change=pin"))
    assert leads is not None
    form = main_of(desk.get(str(leads["href"]))).find("form")  # type: ignore[index]
    assert form is not None
    assert form.select_one(f'select[name=mentee] option[value="{people["sam"]}"][selected]')
    offered = [one.text for one in form.select("select[name=mentor] option")]
    assert offered == ["Kies een mentor", "Bram Vis", "Jolanda Vis"]

    def why_not(mentee: str, mentor: str) -> str:
        asks = f"change=pin&ask=1&mentee={people[mentee]}&mentor={people[mentor]}"
        return words(main_of(desk.get(f"/matching/rounds/{people['round']}/what-if?{asks}")))

    assert "De plek van Jolanda Vis is vastgezet voor Yara." in why_not("sam", "jolanda")
    assert (
        "Er is geen dagdeel waarop ze allebei kunnen. Sam kan op maandagavond en woensdagavond, "
        "Bram Vis op vrijdagmiddag en zaterdagochtend."
    ) in why_not("sam", "bram")
    with speaking("nl"), sqlite_database.reading() as db:
        day = format_date(today(db))
    assert f"op {day} is dat vastgelegd als verbod" in why_not("tobias", "jolanda")


def test_who_said_no_and_when(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        mentor = ready_mentor(db, consultant, first_name="Jolanda").id
        mentee = in_order(db, consultant, first_name="Yara").id
        db.commit()
    match = asked(sqlite_database, mentee, consultant)
    with sqlite_database.writing() as db:
        no = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.NO_TIME)
        services.answer(db, db.merge(match), no, AnsweredBy.PAGE)
        round_id = run_round(db, consultant).id
        with speaking("nl"):
            said = f"Jolanda Vis zei op {format_date(today(db))} nee tegen deze match."
        db.commit()
    waiting = words(main_of(desk.get(f"/matching/rounds/{round_id}/waiting")))
    assert "Bij Jolanda Vis staat het minste in de weg. " + said in waiting
    asks = f"change=pin&ask=1&mentee={mentee}&mentor={mentor}"
    assert said in words(main_of(desk.get(f"/matching/rounds/{round_id}/what-if?{asks}")))


def test_of_a_mentor_of_another_house_only_the_rule_is_told(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    """Whose week, languages, age and themes stay with that House, as the file does."""
    with sqlite_database.writing() as db:
        mentor = ready_mentor(
            db, consultant, "NHN", first_name="Bram", slots=frozenset({"fri-afternoon"}),
            languages=frozenset({"pl"}),
        ).id  # fmt: skip
        mentee = waiting_mentee(
            db, consultant, first_name="Yara", languages=frozenset({"ar"})
        ).id  # fmt: skip
        round_id = run_round(db, consultant, None).id
        db.commit()
    asks = f"change=pin&ask=1&mentee={mentee}&mentor={mentor}"
    for page in ("waiting", f"what-if?{asks}"):
        told = words(main_of(desk.get(f"/matching/rounds/{round_id}/{page}")))
        assert "Er is geen dagdeel waarop ze allebei kunnen." in told
        assert "Bram Vis" in told
        assert not {"vrijdagmiddag", "Pools"} & set(re.findall(r"\w+", told))


def test_a_round_of_before_is_told_as_it_was(
    desk: FlaskClient, people: People, sqlite_database: Database
) -> None:
    """Its sealed reasons say what frees a pair, and not whether that helps."""
    with sqlite_database.writing() as db:
        for waits in db.exec(select(Unmatched)):
            text = vault.read(db, waits, "explanation", purpose=Purpose.MATCHING) or ""
            vault.write(db, waits, explanation=text[: text.index(',"helps"')] + "}")
        db.commit()
    told = words(main_of(desk.get(f"/matching/rounds/{people['round']}/waiting")))
    assert "Hiermee zou een mentor passen" in told
    assert "Als Tobias ook op vrijdagmiddag kan, past 1 mentor." in told
    assert "helpt niet" not in told


@pytest.mark.parametrize(
    ("one", "dutch"),
    [
        (Help(verdict=Verdict.COSTS, rule=Rule.LANGUAGE, values=("en",), mentors=("v1", "v2"),
              losers=("e1", "e2", "e3")),
         ("Als Bo ook Engels wil praten, past Jolanda of Bram. Dan moet Sam wachten. "
          "Dan moeten 2 andere jongeren wachten.")),
        (Help(verdict=Verdict.HELPS, rule=Rule.CAPACITY, by="v2", mentors=("v1",)),
         "Als Bram er nog iemand bij kan nemen, is er plek bij Jolanda."),
        (Help(verdict=Verdict.HELPS, rule=Rule.TRAVEL, by="v1", mentee_extra_m=3_500,
              mentor_extra_m=2_000, mentors=("v1",)),
         "Als Bo 3,5 km en Jolanda 2 km verder kunnen reizen, passen ze bij elkaar."),
        (Help(verdict=Verdict.HELPS, rule=Rule.TRAVEL, mentee_extra_m=200, mentors=("v1",)),
         "Als Bo 0,2 km verder kan reizen, past Jolanda."),
        (Help(verdict=Verdict.FITS, rule=Rule.WISH_GENDER, mentors=("v2",)),
         "Als het voor Bo niet per se een vrouw of een man hoeft te zijn, past Bram."),
    ],
)  # fmt: skip
def test_each_change_can_be_read_aloud(one: Help, dutch: str) -> None:
    names = Names({"v1": "Jolanda", "v2": "Bram"}, {"e1": "Sam"})
    with speaking("nl"):
        assert help_words(one, "Bo", names) == dutch

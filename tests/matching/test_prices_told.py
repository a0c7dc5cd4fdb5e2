"""What another choice gives up, as a consultant reads it on the pages of a round."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking
from mentorship.foundation.subjects import Purpose
from mentorship.matching.assignment.price import Price
from mentorship.matching.rounds.explanations import WhyProposed
from mentorship.matching.rounds.models import Proposal, Unmatched
from mentorship.matching.rounds.snapshots import frozen, thawed, why_waiting
from mentorship.matching.words.prices import outcome_words
from mentorship.mentors.queries import today
from tests.accounts.people import Person
from tests.matching.pool import ready_mentor, run_round, waiting_mentee
from tests.matching.test_pages import words


@pytest.mark.parametrize(
    ("price", "dutch", "english"),
    [
        ((0, 0, 0, 0), "evenveel matches en punten", "just as many matches and points"),
        ((0, 0, 0, 1540), "evenveel matches, en samen 1.540 punten minder",
         "just as many matches, and together 1,540 points less"),
        ((0, 2, 0, -30), "2 matches minder in prioriteit 2 en 30 punten meer",
         "2 matches fewer in priority 2 and 30 points more"),
        ((1, 0, -1, 540),
         "1 match minder in prioriteit 1, 1 match meer in prioriteit 3 en 540 punten minder",
         "1 match fewer in priority 1, 1 match more in priority 3 and 540 points less"),
        ((0, 0, 0, 0, 30), "evenveel matches, en samen 30 punten minder",
         "just as many matches, and together 30 points less"),
        ((0, 0, 0, 1200, -60),
         "1.200 punten minder voor het minst passende voorstel en samen 60 punten meer",
         "1,200 points less for the proposal that fits least and 60 points more together"),
        ((0, 1, 0, -400, 20),
         ("1 match minder in prioriteit 2, 400 punten meer voor het minst passende voorstel "
         "en samen 20 punten minder"),
         ("1 match fewer in priority 2, 400 points more for the proposal that fits least "
         "and 20 points less together")),
    ],
)  # fmt: skip
def test_a_price_is_told_per_priority_and_in_points(
    price: tuple[int, ...], dutch: str, english: str
) -> None:
    one, two, three, *worst, points = price
    worst_fit = worst[0] if worst else None
    told = Price(class_1=one, class_2=two, class_3=three, worst_fit=worst_fit, points=points)
    for language, said in (("nl", dutch), ("en", english)):
        with speaking(language):
            assert outcome_words(told) == said


@pytest.fixture
def round_page(sqlite_database: Database, consultant: Person) -> str:
    """One seat for two who are alike but for five weeks of waiting: 5 × 40 points."""
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda")
        for name, weeks in (("Yara", 8), ("Bo", 3)):
            since = today(db) - timedelta(weeks=weeks)
            waiting_mentee(db, consultant, first_name=name, since=since)
        row = run_round(db, consultant)
        db.commit()
        return f"/matching/rounds/{row.id}"


def test_a_page_says_what_a_no_and_a_match_for_who_waits_would_cost(
    desk: FlaskClient, sqlite_database: Database, round_page: str
) -> None:
    with sqlite_database.reading() as db:
        proposal = db.exec(select(Proposal)).one().id
    told = words(desk.get(f"{round_page}/proposals/{proposal}"))
    less = "heeft de ronde als geheel evenveel matches, en samen 200 punten minder."
    assert f"En anders? Zonder deze match {less}" in told
    waits = words(desk.get(f"{round_page}/waiting"))
    assert f"Krijgt deze jongere nu Jolanda Vis, dan {less}" in waits


def test_who_else_fits_stands_in_the_order_of_what_it_costs(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda")
        ready_mentor(db, consultant, first_name="Mila", interests=frozenset())
        ready_mentor(db, consultant, first_name="Bram", interests=frozenset(), themes=frozenset())
        waiting_mentee(db, consultant, first_name="Yara")
        row = run_round(db, consultant)
        proposal = db.exec(select(Proposal)).one()
        why = thawed(
            WhyProposed,
            vault.read(db, proposal, "explanation", purpose=Purpose.MATCHING) or "",
        )
        db.commit()
    told = words(desk.get(f"/matching/rounds/{row.id}/proposals/{proposal.id}"))
    less = [why.pair.fit - other.fit for other in why.others]
    assert [other.price.points for other in why.others if other.price] == less
    assert 0 < less[0] < less[1]
    assert told.index("Mila Vis,") < told.index("Bram Vis,")
    points = f"{less[0]:,}".replace(",", ".")
    assert f"Dan heeft de ronde als geheel evenveel matches, en samen {points} punten" in told


def test_a_round_of_before_there_were_prices_is_still_told(
    desk: FlaskClient, sqlite_database: Database, round_page: str
) -> None:
    """Its sealed reasons have neither the price of a no nor the pair that costs least."""
    with sqlite_database.writing() as db:
        proposal, waits = db.exec(select(Proposal)).one(), db.exec(select(Unmatched)).one()
        old = why_waiting(
            vault.read(db, waits, "explanation", purpose=Purpose.MATCHING) or ""
        ).unmatched
        vault.write(db, waits, explanation=frozen(old))
        text = vault.read(db, proposal, "explanation", purpose=Purpose.MATCHING) or ""
        before = text[: text.index(',"refusal"')] + "}"
        vault.write(db, proposal, explanation=before)
        db.commit()
        page = f"{round_page}/proposals/{proposal.id}"
    assert "En anders?" not in words(desk.get(page))
    assert "Yara" in words(desk.get(page))
    assert "Krijgt deze jongere nu" not in words(desk.get(f"{round_page}/waiting"))
    assert "Bo" in words(desk.get(f"{round_page}/waiting"))

"""Reviews and goals on both engines, and the pages on which a consultant notes them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import ChangedMeanwhile, Database, Db
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Goal, Mentee
from mentorship.trajectories.corrections import CorrectedBefore
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import overview, queries, rules, services
from mentorship.trajectories.reviews.gas import LEVELS
from mentorship.trajectories.reviews.models import GoalLevel, Review, ReviewDecision, Wave
from mentorship.trajectories.reviews.services import NewReview, NewScale
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.matching.at_the_desk import main_of, words
from tests.trajectories.pairs import started

WORDS = {level: f"Niveau {level} in woorden." for level in LEVELS}


def goal_of(db: Db, trajectory: Trajectory, text: str) -> Goal:
    return verbs.add_goal(db, db.get_one(Mentee, trajectory.mentee_id), text)


def scaled(
    db: Db, trajectory: Trajectory, by: Person, text: str, weight: int = 1, baseline: int = -1
) -> Goal:
    goal = goal_of(db, trajectory, text)
    told = NewScale(WORDS, weight, baseline)
    services.set_scale(db, trajectory, goal, told, version=0, by=by.id)
    return goal


def review(db: Db, **levels: object) -> NewReview:
    return NewReview(
        today(db), ("mentee", "mentor"), ReviewDecision.CONTINUE, "Het gaat goed.", "Samen koken.",
        levels["levels"],  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_review_scores_goals_and_counts_those_put_aside(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = started(db, by, ago=timedelta(days=95))
    school, sport, dropped = (
        scaled(db, trajectory, by, text, weight)
        for text, weight in (("School afmaken", 3), ("Sporten", 1), ("Gitaar leren", 2))
    )
    due = queries.due_of_many(db, [trajectory], today(db))[trajectory.id]
    assert (due.wave, due.is_late) == (Wave.MONTH_3, True)
    verbs.put_goal_aside(db, db.get_one(Mentee, trajectory.mentee_id), dropped)

    told = review(db, levels={school.id: 1, sport.id: -1, dropped.id: 2})
    first = services.note_review(db, trajectory, Wave.MONTH_3, told, by=by.id)
    again = services.note_review(db, trajectory, Wave.MONTH_3, told, by=by.id, key=first.id)
    assert again is first
    with pytest.raises(rules.ReviewedBefore):
        services.note_review(db, trajectory, Wave.MONTH_3, told, by=by.id, key=uuid4())

    scores = queries.scores_of(db, [trajectory.id])
    start, three = (scores[trajectory.id, wave] for wave in (Wave.START, Wave.MONTH_3))
    assert (start.goals, start.dropped) == (3, 0)
    assert (three.goals, three.dropped) == (2, 1)
    # 3·1 + 1·(−1) = 2; √(0.7·(9+1) + 0.3·16) = √11.8
    assert three.t == pytest.approx(50 + 20 / 11.8**0.5)
    assert queries.due_of_many(db, [trajectory], today(db)) == {}
    with pytest.raises(rules.ScaleFixed):
        services.set_scale(db, trajectory, school, NewScale(WORDS, 5, 0), version=1, by=by.id)


def test_a_review_is_put_right_with_levels_of_its_own(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = started(db, by, ago=timedelta(days=95))
    school, sport = (scaled(db, trajectory, by, text) for text in ("School afmaken", "Sporten"))
    told = review(db, levels={school.id: 2, sport.id: 1})
    first = services.note_review(db, trajectory, Wave.MONTH_3, told, by=by.id)
    verbs.put_goal_aside(db, db.get_one(Mentee, trajectory.mentee_id), sport)

    right = replace(
        review(db, levels={school.id: -1}), decision=ReviewDecision.END, summary="Toch niet."
    )
    one = {"why": "Twee mensen verwisseld.", "by": by.id}
    second = services.correct_review(db, trajectory, first, right, **one, key=uuid4())
    again = services.correct_review(db, trajectory, first, right, **one, key=second.id)
    assert again is second
    with pytest.raises(CorrectedBefore):
        services.correct_review(db, trajectory, first, right, **one, key=uuid4())
    with pytest.raises(rules.ReviewedBefore):
        services.note_review(db, trajectory, Wave.MONTH_3, told, by=by.id)

    assert [row.id for row in queries.reviews_of(db, [trajectory.id])] == [second.id]
    # The goal that was put aside afterwards keeps what it got: 0.5 of each would be 50.
    score = queries.scores_of(db, [trajectory.id])[trajectory.id, Wave.MONTH_3]
    assert (score.t, score.goals, score.dropped) == (50, 2, 0)
    noted = queries.history_of(db, trajectory)[Wave.MONTH_3]
    assert noted.words["summary"] == "Toch niet."
    assert [was.row.decision for was in noted.earlier] == [ReviewDecision.CONTINUE]
    assert queries.levels_at(db, [first])[first.id] == {school.id: 2, sport.id: 1}
    assert queries.due_of_many(db, [trajectory], today(db)) == {}


def test_a_scale_is_not_overwritten_unseen_and_what_lacks_is_told(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = started(db, by, ago=timedelta(days=80))
    goal = goal_of(db, trajectory, "Een baantje")
    section = overview.section_of(db, trajectory)
    lacks = {one.wave: one.missing for one in section.waves if one.missing}
    answers = [
        "antwoorden van de jongere: Ladder van het leven",
        "antwoorden van de jongere: Het contact",
        "antwoorden van de mentor: Het contact",
    ]
    assert lacks[Wave.START] == [overview.NO_SCALES, *answers]
    assert lacks[Wave.MONTH_3] == [overview.NO_REVIEW, *answers]

    scale = services.set_scale(db, trajectory, goal, NewScale(WORDS, 1, -2), version=0, by=by.id)
    with pytest.raises(ChangedMeanwhile):
        services.set_scale(db, trajectory, goal, NewScale(WORDS, 2, 0), version=0, by=by.id)
    services.set_scale(db, trajectory, goal, NewScale(WORDS, 2, 0), version=scale.version, by=by.id)
    services.note_review(db, trajectory, Wave.MONTH_3, review(db, levels={}), by=by.id)
    section = overview.section_of(db, trajectory)
    lacks = {one.wave: one.missing for one in section.waves if one.missing}
    assert lacks == {Wave.START: answers, Wave.MONTH_3: [overview.NO_LEVELS, *answers]}


def test_levels_and_a_review_on_the_pages(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=95))
        goal = goal_of(db, trajectory, "School afmaken")
        day = today(db).strftime("%d-%m-%Y")
        db.commit()
    sign_in_as(client, sqlite_database, by.user)
    one = f"/trajectories/{trajectory.id}"
    shown = words(main_of(client.get(f"{one}/reviews")))
    assert "Nog geen niveaus" in shown
    assert "de evaluatie zelf" in shown

    scale = f"{one}/goals/{goal.id}/scale"
    names = ("much_less", "less", "expected", "more", "much_more")
    sent = {"csrf_token": csrf(client, scale), "weight": "3", "version": "0"}
    sent |= dict(zip(names, WORDS.values(), strict=True))
    assert client.post(scale, data=sent).status_code == 422
    assert client.post(scale, data=sent | {"baseline": "-1"}).status_code == 303

    page = f"{one}/reviews/month_3"
    asked = main_of(client.get(page))
    assert WORDS[2] in words(asked)
    told = {
        "csrf_token": csrf(client, page), "held_on": day, "took_part": ["mentee", "mentor"],
        f"goal_{goal.id.hex}": "1", "decision": "adjust", "next_steps": "Vaker bellen.",
    }  # fmt: skip
    kept = client.post(f"{page}/draft", data=told | {"version": "0"})
    assert kept.status_code == 200
    back = main_of(client.get(page))
    assert back.select_one(f"#goal_{goal.id.hex}-3[checked]") is not None
    assert "Vaker bellen." in words(back)
    assert client.post(page, data=told).status_code == 303
    assert client.get(page).status_code == 404
    shown = words(main_of(client.get(f"{one}/reviews")))
    assert "Vaker bellen." in shown
    assert "60,0" in shown
    assert "blijven de niveaus zoals ze zijn" in words(main_of(client.get(scale)))
    with sqlite_database.reading() as db:
        (noted,) = db.exec(select(Review)).all()
        assert len(db.exec(select(GoalLevel)).all()) == 1

    page = f"{one}/reviews/{noted.id}/correct"
    asked = main_of(client.get(page))
    assert asked.select_one(f"#goal_{goal.id.hex}-3[checked]") is not None
    right = told | {"next_steps": "Minder bellen.", f"goal_{goal.id.hex}": "0"}
    assert client.post(page, data=right).status_code == 422  # nothing says why
    assert client.post(page, data=right | {"why": "Andere dag."}).status_code == 303
    assert client.post(page, data=right | {"why": "Nog eens."}).status_code == 409
    shown = words(main_of(client.get(f"{one}/reviews")))
    for said in ("Minder bellen.", "Wat hier eerst stond", "Vaker bellen.", "Andere dag.", "50,0"):
        assert said in shown
    for nowhere in (f"{one}/reviews/start", f"{one}/reviews/month_4"):
        assert client.get(nowhere).status_code == 404

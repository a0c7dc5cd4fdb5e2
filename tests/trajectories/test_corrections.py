"""What was noted at the end is put right: the last row counts, and what stood there stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.evaluation.measures import lasting
from mentorship.evaluation.measures.began import Began
from mentorship.foundation.audit import trail
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import format_date
from mentorship.foundation.working_days import months_later
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee, Stage
from mentorship.trajectories import queries, services
from mentorship.trajectories.closure import correcting, rules, section
from mentorship.trajectories.closure import queries as endings
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.corrections import CorrectedBefore
from mentorship.trajectories.models import Phase, Trajectory
from tests.accounts.people import HOUSE, Person, make_person, sign_in_as
from tests.trajectories.pairs import started
from tests.trajectories.test_views import send, text_of

DAYS = timedelta(days=1)
WHY = "Verkeerd aangekruist."


@pytest.fixture
def by(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def ended(db: Db, by: Person, ago: int = 400, after: int = 200) -> Trajectory:
    trajectory = started(db, by, ago=timedelta(days=ago))
    assert trajectory.started_on is not None
    ending = Ending(
        ClosureKind.ONE_SIDED, ClosureReason.NO_CLICK, EndedBy.MENTEE,
        trajectory.started_on + after * DAYS, WhatNext.AFTERCARE, "Het liep niet.",
    )  # fmt: skip
    services.end_trajectory(db, trajectory, ending, by=by.id)
    return trajectory


def test_kind_and_reason_of_an_end_are_put_right_and_the_first_stays(db: Db, by: Person) -> None:
    trajectory = ended(db, by)
    first = endings.closure_of(db, trajectory)
    assert first is not None
    right = Ending(
        ClosureKind.UNPLANNED, ClosureReason.MOVED_AWAY, EndedBy.MENTOR, first.ended_on,
        first.what_next, "De mentor verhuisde.",
    )  # fmt: skip
    told, key = {"why": WHY, "by": by.id}, uuid4()
    row = correcting.correct_end(db, trajectory, first, right, **told, key=key)
    assert correcting.correct_end(db, trajectory, first, right, **told, key=key) is row
    with pytest.raises(CorrectedBefore):
        correcting.correct_end(db, trajectory, first, right, **told, key=uuid4())
    wrong = Ending(
        ClosureKind.PLANNED, ClosureReason.NO_CLICK, EndedBy.MENTOR, first.ended_on, first.what_next
    )
    with pytest.raises(rules.ReasonImpossible):
        correcting.correct_end(db, trajectory, row, wrong, **told, key=uuid4())

    shown = section.section_of(db, trajectory).closure
    assert shown is not None
    assert (shown.row.reason, shown.words["explanation"]) == (
        ClosureReason.MOVED_AWAY, "De mentor verhuisde.",
    )  # fmt: skip
    assert shown.words["correction_reason"] == WHY
    (before,) = shown.earlier
    assert (before.row.reason, before.words["explanation"]) == (
        ClosureReason.NO_CLICK, "Het liep niet.",
    )  # fmt: skip
    # Nobody is ended twice, and the trail tells that it was corrected, not what.
    began = [Began(trajectory, first.ended_on, first.ended_on, frozenset())]
    assert lasting.kinds_of(db, began) == {trajectory.id: ClosureKind.UNPLANNED}
    assert queries.standing_of(db, trajectory).phase is Phase.AFTERCARE
    told_of = [one for one in trail(db).pending if one.action == "trajectory.end_corrected"]
    assert [one.details for one in told_of] == [{"house": HOUSE}]


def test_talks_and_the_agreement_about_contact_are_put_right(db: Db, by: Person) -> None:
    trajectory = ended(db, by)
    day, told = today(db), {"why": WHY, "by": by.id}
    talk = services.note_exit_talk(db, trajectory, Talk(TalkSide.MENTEE, day), by=by.id)
    agreed = Agreed(ContactAfterwards.NONE, False, day, "2026-1")
    statement = services.agree_contact(db, trajectory, agreed, by=by.id)

    right = Talk(TalkSide.MENTEE, day - DAYS, topics=[ExitTopic.FEELINGS], notes="Toch wel.")
    second = correcting.correct_talk(db, trajectory, talk, right, **told, key=uuid4())
    correcting.correct_talk(db, trajectory, second, right, **told, key=uuid4())
    other = Agreed(ContactAfterwards.AS_THEY_LIKE, True, day, "2026-1")
    correcting.correct_statement(db, trajectory, statement, other, **told, key=uuid4())
    # A correction frees no place for a second first one.
    with pytest.raises(rules.NotedBefore):
        services.note_exit_talk(db, trajectory, right, by=by.id)
    with pytest.raises(rules.NotedBefore):
        services.agree_contact(db, trajectory, agreed, by=by.id)

    shown = section.section_of(db, trajectory)
    (one,) = shown.talks
    assert (one.row.topics_covered, len(one.earlier)) == (1, 2)
    assert shown.statement is not None
    assert shown.statement.row.choice is ContactAfterwards.AS_THEY_LIKE
    assert [was.row.choice for was in shown.statement.earlier] == [ContactAfterwards.NONE]


def test_a_corrected_outcome_of_aftercare_never_undoes_what_followed(db: Db, by: Person) -> None:
    told = {"why": WHY, "by": by.id}

    def noted(trajectory: Trajectory, outcome: AftercareOutcome) -> tuple[AftercareCheck, Checked]:
        assert trajectory.ended_on is not None
        checked = Checked(3, months_later(trajectory.ended_on, 3), outcome)
        return services.note_aftercare(db, trajectory, checked, by=by.id), checked

    one = ended(db, by)
    check, checked = noted(one, AftercareOutcome.WELL)
    other = Checked(3, checked.held_on + DAYS, AftercareOutcome.REFERRED_ON, True, "Op voetbal.")
    check = correcting.correct_check(db, one, check, other, **told, key=uuid4())
    assert queries.standing_of(db, one).phase is Phase.AFTERCARE
    again = Checked(3, checked.held_on, AftercareOutcome.REOPENED)
    check = correcting.correct_check(db, one, check, again, **told, key=uuid4())
    # While aftercare went on, the right answer does what it would have done at once.
    assert queries.standing_of(db, one).phase is Phase.DONE
    assert db.get_one(Mentee, one.mentee_id).stage is Stage.WAITING
    with pytest.raises(rules.OutcomeFollowed):
        correcting.correct_check(db, one, check, checked, **told, key=uuid4())
    later = Checked(3, checked.held_on + DAYS, AftercareOutcome.REOPENED, notes="Een dag later.")
    correcting.correct_check(db, one, check, later, **told, key=uuid4())
    (shown,) = section.section_of(db, one).checks
    assert [was.row.outcome for was in shown.earlier] == [
        AftercareOutcome.REOPENED, AftercareOutcome.REFERRED_ON, AftercareOutcome.WELL,
    ]  # fmt: skip


def test_a_colleague_corrects_on_the_page_and_everybody_reads_what_stood_there(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        by, colleague = (make_person(db, Role.MENTOR_CONSULTANT) for _ in range(2))
        trajectory = ended(db, by, ago=40, after=40)
        day = today(db)
        services.note_exit_talk(
            db, trajectory, Talk(TalkSide.MENTEE, day, notes="Kort gesprek."), by=by.id
        )
        services.agree_contact(
            db, trajectory, Agreed(ContactAfterwards.NONE, False, day, "2026-1"), by=by.id
        )
        db.commit()
    sign_in_as(client, sqlite_database, colleague.user)
    one = f"/trajectories/{trajectory.id}"
    html = BeautifulSoup(client.get(one).get_data(as_text=True), "html.parser")
    end, talk, contact = (link["href"] for link in html.select('a[href$="/correct"]'))
    html = BeautifulSoup(client.get(end).get_data(as_text=True), "html.parser")
    assert html.select_one("input[name=kind][value=one_sided][checked]") is not None
    assert "Het liep niet." in html.get_text()

    sent = {"kind": "unplanned", "reason": "moved_away", "ended_by": "mentor"}
    refused = send(client, end, **sent, why="")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    said = text_of(send(client, end, **sent, explanation="Verhuisd.", why=WHY))
    stood = "Wat hier eerst stond"
    for words in ("Te ver weg verhuisd", "Verhuisd.", stood, "Het liep niet.", WHY):
        assert words in said
    late = send(client, end, **sent, why=WHY)
    assert late.status_code == 409  # type: ignore[attr-defined]
    said = text_of(
        send(client, talk, talked_on=format_date(day), held="no", notes="Wilde niet.", why=WHY)
    )
    assert "Wilde niet." in said
    assert "Kort gesprek." in said
    said = text_of(
        send(client, contact, choice="now_and_then", agreed_on=format_date(day), why=WHY)
    )
    assert "Af en toe een bericht" in said
    strange = end.replace("/end/", "/made-up/")
    assert client.get(strange).status_code == 404
    assert client.get(end.replace("/end/", "/talk/")).status_code == 404

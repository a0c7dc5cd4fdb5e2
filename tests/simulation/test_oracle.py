"""The oracle against answers worked out by hand, with a calendar on the table."""

from datetime import UTC, date, datetime, time

import pytest

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.oracle import State, Terms, state_on
from tests.simulation.world import local_moment


def at(day: str, clock: str = "12:00") -> datetime:
    return local_moment(date.fromisoformat(day), time.fromisoformat(clock))


def on(day: str, *events: e.Event) -> State:
    return state_on(events, date.fromisoformat(day), Terms())


@pytest.mark.parametrize(
    "sunday",
    ["1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20"],
)
def test_easter(sunday):
    assert w.easter(int(sunday[:4])).isoformat() == sunday


def test_holidays_of_two_years():
    assert sorted(day.strftime("%m-%d") for day in w.holidays(2025)) == (
        ["01-01", "04-18", "04-21", "04-26", "05-05", "05-29", "06-09", "12-25", "12-26"]
    )
    assert sorted(day.strftime("%m-%d") for day in w.holidays(2026)) == (
        ["01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26"]
    )


@pytest.mark.parametrize(
    ("received", "receipt_due", "triage_due"),
    [
        (at("2026-01-12"), "2026-01-14", "2026-01-19"),  # a plain Monday
        (at("2026-01-10"), "2026-01-13", "2026-01-16"),  # Saturday
        (at("2025-12-23"), "2025-12-29", "2026-01-02"),  # year's end
        (at("2026-04-02"), "2026-04-08", "2026-04-13"),  # Maundy Thursday
        (at("2025-04-25"), "2025-04-29", "2025-05-02"),  # King's Day on Saturday 26 April
        (at("2026-04-24"), "2026-04-29", "2026-05-04"),  # King's Day on Monday 27 April
        (at("2026-05-01"), "2026-05-06", "2026-05-11"),  # 5 May, every year
        (at("2028-02-28"), "2028-03-01", "2028-03-06"),  # over a leap day
        (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "2026-04-07", "2026-04-10"),  # 1 April, local
        (datetime(2026, 1, 12, 22, 59, tzinfo=UTC), "2026-01-14", "2026-01-19"),  # still 12 January
        (datetime(2026, 1, 12, 23, 0, tzinfo=UTC), "2026-01-15", "2026-01-20"),  # 13 January, local
    ],
)
def test_receipt_and_triage(received, receipt_due, triage_due):
    got = e.ReferralReceived(received, "r", "h")
    picked_up = e.ReferralPickedUp(received, "r")
    receipt = on("2029-01-01", got).referrals["r"]
    triage = on("2029-01-01", got, picked_up).referrals["r"]
    assert (receipt.step, str(receipt.due)) == ("receipt", receipt_due)
    assert (triage.step, str(triage.due)) == ("triage", triage_due)


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        ("2026-01-14", "2026-01-26", "2026-01-29"),  # Thu, Fri, Mon were left
        ("2026-01-14", "2026-01-14", "2026-01-19"),  # answered at once: nothing changes
        ("2026-01-17", "2026-01-18", "2026-01-19"),  # asked and answered in the weekend
        ("2026-01-19", "2026-01-30", "2026-02-02"),  # asked on the last day: one day at least
        ("2026-01-22", "2026-04-02", "2026-04-07"),  # asked when overdue, answered before Easter
    ],
)
def test_a_question_stops_the_clock(asked, answered, due):
    story = [
        e.ReferralReceived(at("2026-01-12"), "r", "h"),
        e.ReferralPickedUp(at("2026-01-13"), "r"),
        e.QuestionAsked(at(asked), "r"),
        e.QuestionAnswered(at(answered, "13:00"), "r"),
    ]
    assert on("2026-06-01", *story[:3]).referrals["r"].due is None
    assert str(on("2026-06-01", *story).referrals["r"].due) == due
    story.append(e.ReferralTriaged(at("2026-05-01"), "r", "decline"))
    assert on("2026-06-01", *story).referrals == {}


@pytest.mark.parametrize(
    ("received", "accepted", "notice_due", "intake_due"),
    [
        ("2025-01-31", "2025-02-03", "2025-02-28", "2025-02-17"),  # clipped to a Friday
        ("2026-01-31", "2026-02-02", "2026-03-02", "2026-02-16"),  # clipped to a Saturday
        ("2028-01-31", "2028-02-01", "2028-02-29", "2028-02-15"),  # clipped to a leap day
        ("2025-12-01", "2025-12-11", "2026-01-02", "2025-12-29"),  # New Year, Christmas
        ("2026-03-05", "2026-03-20", "2026-04-07", "2026-04-07"),  # Easter Sunday, Good Friday
    ],
)
def test_notice_and_intake(received, accepted, notice_due, intake_due):
    events = accepted_story(received, accepted, 2005)
    mentee = on("2029-01-01", *events).mentees["m"]
    assert (str(mentee.notice_due), str(mentee.intake_due)) == (notice_due, intake_due)


def accepted_story(received: str, accepted: str, born: int) -> list[e.Event]:
    return [
        e.ReferralReceived(at(received), "r", "h"),
        e.ReferralPickedUp(at(received, "13:00"), "r"),
        e.ReferralTriaged(at(accepted, "14:00"), "r", "accept", "m", born),
    ]


def waiting_story(born: int = 2005) -> list[e.Event]:
    """Waits from Monday 16 March 2026 when the young person's consent is enough."""
    return [
        *accepted_story("2026-03-02", "2026-03-04", born),
        e.IntakeDecided(at("2026-03-10"), "m", "suitable"),
        e.ConsentGiven(at("2026-03-12"), "m", "participation", "young_person"),
        e.MenteeProfileSaved(at("2026-03-16", "23:59"), "m", True),
    ]


def test_waiting_begins_when_everything_first_holds():
    story = waiting_story()
    assert on("2026-03-15", *story).waiting == ()
    state = on("2026-03-16", *story)
    assert state.waiting == ("m",)
    assert state.mentees["m"].waiting_since == date(2026, 3, 16)
    # Six weeks after the consent of Thursday 12 March.
    assert state.mentees["m"].matching_due == date(2026, 4, 23)


def test_matching_is_due_six_weeks_after_consent_on_a_working_day():
    # Of Monday 16 March that is King's Day, a Monday.
    consent = e.ConsentGiven(at("2026-03-16"), "m", "participation", "young_person")
    story = [x for x in waiting_story() if not isinstance(x, e.ConsentGiven)]
    state = on("2026-03-20", *story[:-1], consent)
    assert (state.waiting, state.mentees["m"].waiting_since) == ((), None)
    assert state.mentees["m"].matching_due == date(2026, 4, 28)


def test_a_withdrawal_begins_a_new_waiting():
    withdrawn = e.ConsentWithdrawn(at("2026-03-20"), "m", "participation")
    again = e.ConsentGiven(at("2026-03-20", "15:00"), "m", "participation", "young_person")
    story = [*waiting_story(), e.ConsentWithdrawn(at("2026-03-18"), "m", "evaluation")]
    assert on("2026-03-21", *story).mentees["m"].waiting_since == date(2026, 3, 16)
    state = on("2026-03-21", *story, withdrawn)
    assert (state.waiting, state.mentees["m"].waiting_since) == ((), None)
    state = on("2026-03-21", *story, withdrawn, again)
    assert (state.waiting, state.mentees["m"].waiting_since) == (("m",), date(2026, 3, 20))


def test_who_may_still_be_fifteen_needs_the_guardian():
    by_guardian = e.ConsentGiven(at("2026-03-19"), "m", "participation", "guardian")
    assert on("2026-12-31", *waiting_story(2009)).mentees["m"].waiting_since == date(2026, 3, 16)
    story = waiting_story(2010)
    assert on("2026-12-31", *story).waiting == ()
    assert on("2027-01-05", *story).mentees["m"].waiting_since == date(2027, 1, 1)
    assert on("2027-01-05", *story, by_guardian).mentees["m"].waiting_since == date(2026, 3, 19)


def test_an_incomplete_profile_leaves_the_list_but_keeps_its_place():
    spoiled = e.MenteeProfileSaved(at("2026-04-01"), "m", False)
    state = on("2026-04-02", *waiting_story(), spoiled)
    assert (state.waiting, state.mentees["m"].waiting_since) == ((), date(2026, 3, 16))
    state = on("2026-04-02", *waiting_story(), e.MenteeStopped(at("2026-04-01"), "m"))
    assert (state.waiting, state.mentees["m"].waiting_since) == ((), None)


def ready_story() -> list[e.Event]:
    return [
        e.MentorApplied(at("2026-01-05"), "a", "h"),
        e.InterviewHeld(at("2026-01-06"), "a", "another_talk"),
        e.InterviewHeld(at("2026-01-07"), "a", "go_on"),
        e.ReferenceAsked(at("2026-01-08"), "a", 1),
        e.ReferenceJudged(at("2026-01-09"), "a", 1, True),
        e.ReferenceJudged(at("2026-01-09"), "a", 2, False),
        e.ReferenceJudged(at("2026-01-12"), "a", 3, True),
        e.VogSeen(at("2026-01-13"), "a", date(2024, 2, 29)),
        e.AgreementSigned(at("2026-01-14"), "a", date(2026, 1, 14), 18),
        e.TrainingCompleted(at("2026-01-15"), "a", date(2024, 8, 31)),
        e.MentorProfileSaved(at("2026-01-16"), "a", True),
        e.CapacitySet(at("2026-01-19"), "a", 1),
    ]


def test_a_mentor_passes_the_gates_one_by_one():
    story = ready_story()
    assert on("2026-01-06", *story).mentors["a"].missing == {
        "interview",
        "references",
        "vog",
        "agreement",
        "training",
        "profile",
    }
    assert "references" in on("2026-01-09", *story).mentors["a"].missing
    assert on("2026-01-15", *story).mentors["a"].missing == {"profile"}
    before = on("2026-01-18", *story).mentors["a"]
    assert (before.is_ready, before.missing, before.blocks) == (False, set(), {"no_seats": None})
    assert on("2026-01-19", *story).mentors["a"].is_ready
    assert on("2026-01-20", *story, e.MentorStopped(at("2026-01-20"), "a")).mentors == {}


def test_records_end_on_the_clipped_day():
    story = ready_story()
    vog = {"vog_stale": date(2027, 2, 28)}
    agreement = {"agreement_ended": date(2027, 7, 14)}
    training = {"training_expired": date(2027, 8, 31)}
    assert on("2027-02-27", *story).mentors["a"].is_ready
    assert on("2027-02-28", *story).mentors["a"].blocks == vog
    assert on("2027-07-13", *story).mentors["a"].blocks == vog
    assert on("2027-07-14", *story).mentors["a"].blocks == vog | agreement
    assert on("2027-08-31", *story).mentors["a"].blocks == vog | agreement | training
    renewed = e.VogSeen(at("2027-08-31"), "a", date(2027, 8, 1))
    assert on("2027-08-31", *story, renewed).mentors["a"].blocks == agreement | training


def test_a_pause_holds_through_its_last_day_or_until_ended():
    story = [*ready_story(), e.Paused(at("2026-02-01"), "a", date(2026, 2, 10), date(2026, 2, 20))]
    assert on("2026-02-09", *story).mentors["a"].is_ready
    assert on("2026-02-20", *story).mentors["a"].blocks == {"paused": date(2026, 2, 20)}
    assert on("2026-02-21", *story).mentors["a"].is_ready
    assert on("2026-02-15", *story, e.PauseEnded(at("2026-02-15"), "a")).mentors["a"].is_ready


def test_a_match_takes_the_seat_and_the_place_on_the_list():
    chosen = e.MatchChosen(at("2026-04-01"), "x", "m", "a")
    yes = e.MatchAnswered(at("2026-04-02"), "x", "mentor", True)
    also = e.MatchAnswered(at("2026-04-03"), "x", "mentee", True)
    no = e.MatchAnswered(at("2026-04-03"), "x", "mentee", False)
    ended = e.MatchEnded(at("2026-04-07"), "x")
    expired = e.MatchExpired(at("2026-04-07"), "x")
    story = [*ready_story(), *waiting_story(), chosen, yes]
    for more, live in ([], "chosen"), ([also], "active"):
        state = on("2026-04-08", *story, *more)
        assert (state.live_matches, state.waiting) == ({"x": live}, ())
        assert state.mentors["a"].blocks == {"no_seats": None}
        assert state.mentees["m"].waiting_since == date(2026, 3, 16)
    for more in [no], [expired], [also, ended]:
        state = on("2026-04-08", *story, *more)
        assert (state.live_matches, state.waiting) == ({}, ("m",))
        assert state.free_seats == {"a": 1}

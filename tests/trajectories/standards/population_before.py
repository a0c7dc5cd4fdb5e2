"""Referrals, mentors with gaps in screening and training, and permissions, as bare rows."""

import csv
from datetime import date, timedelta
from importlib.resources import files
from uuid import UUID

from mentorship.accounts.models import Language
from mentorship.mentors.models import (
    Agreement,
    Interview,
    Mentor,
    MentorReference,
    MentorStatus,
    ReferenceOutcome,
    TalkOutcome,
    TrainingRecord,
    VogSighting,
)
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.models import (
    Referral,
    ReferralStatus,
    TriageAnswer,
    TriageDecision,
    TriageOutcome,
)
from mentorship.training.models import (
    Attendance,
    Cohort,
    CohortStatus,
    MeetingKind,
    Presence,
    TrainingMeeting,
    TrainingModule,
)
from tests.evaluation.simulated_rows import NOBODY, TODAY, Simulated, at

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LATE = 12 * HOUR  # at() is in the morning; half a day later it is the next day on our clock
Found = list[tuple[UUID, date]]


def referrals(made: Simulated, houses: tuple[str, str]) -> None:
    r = made.random
    outcomes = [*TriageOutcome, TriageOutcome.ACCEPT, None]
    for number in range(160):
        day = date(2024, 1, 1) + timedelta(days=r.randrange(760))
        if number % 8 == 0:
            day = TODAY - r.randrange(1, 12) * DAY
        outcome = r.choice(outcomes)
        moment = at(day) + r.choice([0 * HOUR, LATE])
        key = made.put(
            Referral, house_code=houses[number % 2], received_at=moment, receipt_due=day + 2 * DAY,
            status=_STATUS[outcome], triage_due=day + 7 * DAY,
            triaged_at=moment if outcome else None, agreed_to_contact_at=moment,
            is_status_shared=True, source_key=bytes(32), draft_key=number.to_bytes(32, "big"),
            known_key=bytes(32), referrer_id=NOBODY, organisation_id=NOBODY, source_type=NOBODY,
            first_name=NOBODY, birth_year=NOBODY, place=NOBODY, contact_route=NOBODY,
            contact_details=NOBODY, guardian_knows=NOBODY, need=NOBODY, hope=NOBODY,
        )  # fmt: skip
        asked = [TriageOutcome.ASK] if outcome and made.chance(0.2) else []
        for one in [*asked, outcome]:
            if one:
                decision = made.put(
                    TriageDecision, referral_id=key, outcome=one, decided_by=made.by,
                    decided_at=moment, reason=NOBODY,
                    question=NOBODY if one is TriageOutcome.ASK else None,
                )  # fmt: skip
                if one is not outcome:
                    made.put(TriageAnswer, decision_id=decision, answered_at=moment, text=NOBODY)


_STATUS = {
    None: ReferralStatus.RECEIVED,
    TriageOutcome.ACCEPT: ReferralStatus.ACCEPTED,
    TriageOutcome.ADVISE_ELSEWHERE: ReferralStatus.ADVISED_ELSEWHERE,
    TriageOutcome.ASK: ReferralStatus.QUESTION_ASKED,
    TriageOutcome.DECLINE: ReferralStatus.DECLINED,
}


def mentors(made: Simulated, houses: tuple[str, str], number: int) -> Found:
    """With the day around which what they need before a first match came in."""
    found: Found = []
    for one in range(number):
        ready = date(2023, 9, 1) + timedelta(days=made.random.randrange(500))
        key = _mentor(made, houses[one % 2], ready - 100 * DAY)
        _screening(made, key, ready)
        found.append((key, ready))
    return found


def _mentor(made: Simulated, house: str, day: date) -> UUID:
    def told() -> object:
        return NOBODY if made.chance(0.9) else None

    email, is_open = told(), made.chance(0.7)
    return made.put(
        Mentor, subject_id=made.new_id(), house_code=house, language=Language.DUTCH,
        status=MentorStatus.OPEN if is_open else MentorStatus.STOPPED,
        applied_at=at(day) + made.random.choice([0 * HOUR, LATE]), first_name=NOBODY,
        family_name=told(), email=email, phone=told(), place=told(), motivation=told(),
        email_index=made.new_id().bytes * 2 if email else None,
        ended_at=None if is_open else at(TODAY),
    )  # fmt: skip


def _screening(made: Simulated, key: UUID, ready: date) -> None:
    r = made.random

    def around() -> date:
        """Mostly before they were ready, now and then much later."""
        return ready + r.choice([-60, -30, -30, -7, 0, 200, 400]) * DAY

    for _ in range(r.choice([0, 1, 1, 2])):
        day = around()
        made.put(
            Interview, mentor_id=key, held_on=day, interviewer_id=made.by, recorded_at=at(day),
            outcome=r.choice([TalkOutcome.GO_ON, TalkOutcome.GO_ON, *TalkOutcome]), notes=NOBODY,
        )  # fmt: skip
    for number in (1, 2):
        _reference(made, key, number, around())
        if made.chance(0.1):
            _reference(made, key, number, around(), is_closed=True)
    for _ in range(r.choice([0, 1, 1, 2])):
        seen = around()
        made.put(
            VogSighting, mentor_id=key, issued_on=seen - r.choice([5, 90, 500, 1000, 1090]) * DAY,
            seen_on=seen, seen_by=made.by, profile_code="85", number_hash=made.new_id().bytes * 2,
        )  # fmt: skip
    for _ in range(r.choice([0, 1, 1, 1, 2])):
        day = around()
        made.put(
            Agreement, mentor_id=key, signed_on=day, ends_on=day + 366 * DAY, text_version="1",
            months=r.choice([6, 11, 12, 12, 18]), hours_per_month=r.choice([3, 4, 4, 8]),
            recorded_by=made.by, recorded_at=at(day),
        )  # fmt: skip


def _reference(
    made: Simulated, key: UUID, number: int, day: date, *, is_closed: bool = False
) -> None:
    r = made.random
    outcome = r.choice([ReferenceOutcome.ACCEPTED] * 5 + [ReferenceOutcome.NOT_ACCEPTED, None])
    is_answered = outcome is not None or made.chance(0.5)
    made.put(
        MentorReference, mentor_id=key, number=number, asked_at=at(day), due_on=day,
        answered_at=at(day) if is_answered else None, trust=NOBODY if is_answered else None,
        outcome=outcome, judged_at=at(day) if outcome else None,
        judged_by=made.by if outcome else None, closed_at=at(day) if is_closed else None,
        name=NOBODY, phone=NOBODY, relation=NOBODY,
    )  # fmt: skip


def training(made: Simulated, found: Found) -> None:
    """A course of all modules four times a year, some evenings after it and peer supervision. The
    first few came from an earlier administration, with a day at most."""
    source = files("mentorship.training") / "data" / "modules.csv"
    modules = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    for row in modules:
        made.put(
            TrainingModule, code=row["code"], place=int(row["place"]), minutes=int(row["minutes"]),
            is_pre_match=row["is_pre_match"] == "yes", title_nl=row["title_nl"],
            title_en=row["title_en"], topics=row["topics"].split(),
        )  # fmt: skip
    before = [row["code"] for row in modules if row["is_pre_match"] == "yes"]
    later = [row["code"] for row in modules if row["is_pre_match"] != "yes"]
    start = date(2023, 7, 3)
    while start < TODAY:
        ours = [key for key, ready in found[7:] if start - 92 * DAY <= ready < start]
        cohort = made.put(
            Cohort, name="Groep", trainer_id=made.by, capacity=12, starts_on=start - 60 * DAY,
            status=CohortStatus.COMPLETED,
        )  # fmt: skip
        for number, code in enumerate(before):
            day = start - (60 - 3 * number) * DAY
            _meeting(made, ours, MeetingKind.PRE_MATCH, day, code, cohort=cohort, come=0.93)
        everybody = [key for key, _ in found]
        day = start + made.random.randrange(60) * DAY
        code = made.random.choice(later)
        _meeting(made, everybody, MeetingKind.POST_MATCH, day, code, come=0.2)
        for _ in range(2):
            day += 30 * DAY
            _meeting(made, everybody, MeetingKind.PEER_SUPERVISION, day, None, come=0.3)
        start += 91 * DAY
    for number, (key, ready) in enumerate(found):
        if made.chance(0.7 if number < 7 else 0.1):
            made.put(TrainingRecord, mentor_id=key, completed_on=ready, recorded_at=at(ready))


def _meeting(
    made: Simulated, who: list[UUID], kind: MeetingKind, day: date, code: str | None, *,
    come: float, cohort: UUID | None = None,
) -> None:  # fmt: skip
    starts = at(day) + made.random.choice([0 * HOUR, 0 * HOUR, LATE])
    is_cancelled = made.chance(0.05)
    meeting = made.put(
        TrainingMeeting, cohort_id=cohort, trainer_id=made.by, kind=kind, module_code=code,
        starts_at=starts, ends_at=starts + made.random.choice([1, 2, 3]) * HOUR, location="zaal",
        sequence=1, changed_at=starts, cancelled_at=starts if is_cancelled else None,
        attendance_saves=1,
    )  # fmt: skip
    for mentor in who if starts < at(TODAY) else ():
        presence = Presence.PRESENT if made.chance(come) else made.random.choice(list(Presence))
        if made.chance(0.97):
            made.put(
                Attendance, meeting_id=meeting, mentor_id=mentor, presence=presence,
                recorded_by=made.by, recorded_at=starts,
            )  # fmt: skip


def permissions(made: Simulated, mentee: UUID) -> None:
    """Given, given late, refused, taken back and given anew."""
    r = made.random
    for who in GivenBy:
        for given, ended, yes in r.choice(_WAYS):
            made.put(
                Consent, mentee_id=mentee, purpose=ConsentPurpose.PARTICIPATION,
                given_by=who, is_agreed=yes, text_version="1", language=Language.DUTCH,
                given_at=at(given), how=How.PAPER, noted_by=made.by,
                ended_at=at(ended) if ended else None, ended_how=How.PAPER if ended else None,
            )  # fmt: skip


_WAYS: list[list[tuple[date, date | None, bool]]] = [
    [(date(2023, 11, 1), None, True)],
    [(date(2023, 11, 1), date(2024, 9, 1), True), (date(2025, 1, 1), None, True)],
    [(date(2024, 10, 1), None, True)],
    [(date(2023, 11, 1), None, False)],
    [],
]

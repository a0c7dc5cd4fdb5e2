"""Measures count what really happened, and nobody who doesn't agree with evaluation."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.measures import matches, referrals
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.registry import measures
from mentorship.evaluation.measures.senders import senders_of
from mentorship.foundation.db import Database, Db
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, Refusal, Side
from mentorship.referrals import queries as referral_queries
from mentorship.referrals import services as referral_services
from mentorship.referrals.facts import Decision
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral, TriageOutcome
from mentorship.region.models import OrganisationType
from tests.accounts.people import Person, make_person
from tests.evaluation.world import AUTUMN, NOW, SUMMER
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.referrals.courses import answer_of
from tests.referrals.senders import decide, make_referrer, send

FIRST, SECOND = HalfYear(2025, 1), HalfYear(2025, 2)
EVALUATION = ConsentPurpose.EVALUATION


def count(db: Db, measure: Measure, cohort: HalfYear) -> Mapping[str, int]:
    found = measure.count(db, [FIRST, SECOND])[cohort.code]
    return {code: number for code, number in found.counts.items() if number}


def say(db: Db, mentee: Mentee, by: Person, *, is_agreed: bool) -> None:
    referral_services.give_consent(db, mentee, answer_of(by), {EVALUATION: is_agreed})


def referred(
    db: Db, sender: Person, by: Person, outcome: TriageOutcome | None
) -> tuple[Referral, Mentee | None]:
    referral = send(db, sender)
    if outcome is not None:
        decide(db, referral, outcome, by)
    return referral, referral_queries.mentee_of_subject(db, referral.subject_id)


def test_referrals_by_who_sent_them_and_what_came_of_them(
    database: Database, fixed_now: FixedNow
) -> None:
    fixed_now.moment = SUMMER
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        school, police = make_referrer(db), make_referrer(db, OrganisationType.POLICE)
        agrees, refuses, withdraws, never_asked = (
            referred(db, sender, by, TriageOutcome.ACCEPT)[1]
            for sender in (school, police, school, police)
        )
        referred(db, school, by, TriageOutcome.DECLINE)
        referred(db, police, by, TriageOutcome.ADVISE_ELSEWHERE)
        assert agrees
        assert refuses
        assert withdraws
        assert never_asked  # about evaluation
        say(db, agrees, by, is_agreed=True)
        say(db, refuses, by, is_agreed=False)
        say(db, withdraws, by, is_agreed=True)
        referral_services.withdraw_consent(
            db, withdraws, EVALUATION, GivenBy.YOUNG_PERSON, How.SAID
        )
        # The last hour of June in Amsterdam is the second half-year in Greenwich only.
        fixed_now.moment = datetime.fromisoformat("2025-06-30T21:59:00+00:00")
        referred(db, school, by, TriageOutcome.DECLINE)
        fixed_now.moment += timedelta(minutes=2)
        referred(db, school, by, TriageOutcome.DECLINE)
        referred(db, school, by, None)
        fixed_now.moment = NOW
        assert count(db, referrals.BY_PARTNER, FIRST) == {"education": 3, "justice": 2}
        assert count(db, referrals.BY_OUTCOME, FIRST) == {
            "accepted": 2, "declined": 2, "advised_elsewhere": 1,
        }  # fmt: skip
        assert count(db, referrals.BY_PARTNER, SECOND) == {"education": 1}
        found = referrals.source(db)
        assert (found.seen, found.still_open) == ({FIRST, SECOND}, {SECOND})
        through = referrals.BY_OUTCOME.count(db, [FIRST])["2025-1"].contributors
        assert sorted(through["accepted"].values()) == [1, 1]
        assert str(school.user.organisation_id) not in str(through)
        db.commit()
    with database.reading() as db:
        referrals.BY_PARTNER.count(db, [FIRST])
    with database.reading() as db:
        read = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()[-1]
        assert (read.action, read.purpose, read.actor_id) == ("list", Purpose.EVALUATION, None)


def chosen(db: Db, by: Person, fixed_now: FixedNow, house: str = "KEN") -> tuple[Match, Mentee]:
    """A match that is asked, of somebody who agrees with evaluation."""
    ready_mentor(db, by, house)
    mentee = waiting_mentee(db, by, house, since=fixed_now.moment.date() - timedelta(days=20))
    say(db, mentee, by, is_agreed=True)
    proposal = proposal_for(db, mentee, run_round(db, by, house))
    match = matching.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert match is not None
    return match, mentee


def answer(db: Db, match: Match, side: Side, *, is_yes: bool) -> None:
    reply = Reply(side, is_yes=is_yes, refusal=None if is_yes else Refusal.NO_TIME)
    matching.answer(db, match, reply, AnsweredBy.CONSULTANT)


def start(db: Db, match: Match) -> None:
    answer(db, match, Side.MENTOR, is_yes=True)
    answer(db, match, Side.MENTEE, is_yes=True)


def test_matches_by_answer_time_and_house(sqlite_database: Database, fixed_now: FixedNow) -> None:
    fixed_now.moment = AUTUMN
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        north = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        started, mentee = chosen(db, by, fixed_now)
        elsewhere, _ = chosen(db, north, fixed_now, "NHN")
        mentor_no, _ = chosen(db, by, fixed_now)
        mentee_no, _ = chosen(db, by, fixed_now)
        taken_back, _ = chosen(db, by, fixed_now)
        silent, refuses = chosen(db, by, fixed_now)
        start(db, started)
        answer(db, mentor_no, Side.MENTOR, is_yes=False)
        answer(db, mentee_no, Side.MENTOR, is_yes=True)
        answer(db, mentee_no, Side.MENTEE, is_yes=False)
        matching.withdraw(db, taken_back, "Toch niet.")
        fixed_now.advance(days=3)
        start(db, elsewhere)
        assert matches.source(db).still_open == {SECOND}
        for running in (started, elsewhere):
            matching.end_match(db, running, "Klaar.", looks_again=False)
        say(db, refuses, by, is_agreed=False)
        answer(db, silent, Side.MENTOR, is_yes=False)
        assert matches.source(db).still_open == set()
        assert count(db, matches.BY_ANSWER, SECOND) == {
            "started": 2, "mentor-no": 1, "mentee-no": 1, "taken-back": 1,
        }  # fmt: skip
        assert count(db, matches.BY_HOUSE, SECOND) == {"KEN": 1, "NHN": 1, "not-started": 3}
        # Twenty days, and three more: just within the third week, and just after it.
        assert count(db, matches.BY_WEEKS, SECOND) == {"0-3": 1, "3-6": 1, "not-started": 3}
        assert mentee.id == started.mentee_id
        through = matches.BY_HOUSE.count(db, [SECOND])["2025-2"].contributors
        assert {who.partition(":")[0] for who in through["KEN"]} == {"mentor", "referrer"}
        assert through["KEN"]["referrer:"] == 1  # came in by a file: sent by whom nobody knows


def test_who_sent_somebody_is_known_beside_the_mentor(
    sqlite_database: Database, fixed_now: FixedNow
) -> None:
    fixed_now.moment = SUMMER
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        kinds = (
            OrganisationType.MUNICIPALITY,
            OrganisationType.MUNICIPALITY,
            OrganisationType.CARE,
        )
        senders = [make_referrer(db, kind) for kind in kinds]
        sent = [referred(db, sender, by, TriageOutcome.ACCEPT)[1] for sender in senders]
        one, other, third = (mentee for mentee in sent if mentee is not None)
        alone, again = waiting_mentee(db, by), waiting_mentee(db, by)
        for known in (third, again):
            decision = Decision(TriageOutcome.ACCEPT, "Is hier al.")
            second = send(db, senders[0])
            referral_services.triage(db, second, decision, by.id, known)
        through = senders_of(db, [one, other, third, alone, again])
        assert str(senders[2].user.organisation_id) not in str(through)
        [municipality], [care] = through[one.id], through[third.id] - through[one.id]
        assert municipality != care
        assert through == {
            one.id: {municipality},
            other.id: {municipality},  # two offices of one municipality
            third.id: {municipality, care},
            alone.id: {"referrer:"},
            again.id: {"referrer:", municipality},
        }
        offices = referrals.BY_OUTCOME.count(db, [FIRST])["2025-1"].contributors["accepted"]
        assert offices == {municipality: 4, care: 1}


def test_every_measure_divides_the_whole_of_its_people(
    sqlite_database: Database, fixed_now: FixedNow
) -> None:
    """So that no two tables about the same people have different totals."""
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        fixed_now.moment = AUTUMN
        start(db, chosen(db, by, fixed_now)[0])
        answer(db, chosen(db, by, fixed_now)[0], Side.MENTOR, is_yes=False)
        sender = make_referrer(db, OrganisationType.ICO)
        referred(db, sender, by, TriageOutcome.DECLINE)
        totals: dict[str, set[int]] = {}
        for measure in measures(db):
            specification = measure.specify(db, [FIRST.code, SECOND.code])
            finest = specification.dimension.levels[0].parts
            counted = measure.count(db, [FIRST, SECOND])
            for cohort in counted.values():
                assert set(cohort.counts) <= finest
            of_people = totals.setdefault(specification.population, set())
            of_people.add(counted[SECOND.code].total)
    assert totals == {
        "referrals": {1}, "matches": {1}, "trained-mentors": {0}, "trajectories": {0},
    }  # fmt: skip

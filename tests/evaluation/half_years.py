"""A half-year of other people's matches, so that the figures tell of a group."""

from mentorship.foundation.db import Db
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, RuleKind, Side
from mentorship.referrals import services as referrals
from mentorship.referrals.mentees.intake_models import ConsentPurpose
from tests.accounts.people import Person
from tests.matching.pool import MENTEE, proposal_for, ready_mentor, run_round
from tests.referrals.courses import answer_of, waiting, write_profile
from tests.referrals.senders import make_referrer


def closed_matches(db: Db, by: Person, *, started: int, taken_back: int) -> None:
    """All over, each with a mentor and a sender of its own; everybody agrees with evaluation."""
    for number in range(started + taken_back):
        match = _asked(db, by)
        if number >= started:
            matching.withdraw(db, match, "Toch niet.")
            continue
        for side in (Side.MENTOR, Side.MENTEE):
            reply = Reply(side, is_yes=True)
            matching.answer(db, match, reply, AnsweredBy.CONSULTANT, noted_by=by.id)
        matching.end_match(db, match, "Klaar.", looks_again=False)


def _asked(db: Db, by: Person) -> Match:
    mentor, mentee = ready_mentor(db, by), waiting(db, make_referrer(db), by)
    write_profile(db, mentee, MENTEE)
    referrals.give_consent(db, mentee, answer_of(by), {ConsentPurpose.EVALUATION: True})
    matching.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Voor de test.", by.id)
    proposal = proposal_for(db, mentee, run_round(db, by))
    match = matching.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert match is not None
    return match

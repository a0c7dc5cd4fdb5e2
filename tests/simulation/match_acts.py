"""What happens to matches, done through rounds, proposals and decisions."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import select

from mentorship.foundation.db import Db
from mentorship.matching import services
from mentorship.matching.matches import queries
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    Match,
    MatchStatus,
    Refusal,
    RuleKind,
    Side,
)
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.queries import lock_mentee
from tests.matching.pool import proposal_for, run_round
from tests.simulation import events as e
from tests.simulation.office import Office, play


@contextmanager
def _match(office: Office, name: str) -> Iterator[tuple[Db, Match]]:
    with office.act() as db:
        match = queries.lock(db, select(Match), office.ids[name])
        assert match is not None
        yield db, match


@play.register
def _(event: e.MatchChosen, office: Office) -> None:
    """A pin makes the round of this House propose the pair of the script; then it is chosen."""
    with office.act() as db:
        mentee = lock_mentee(db, select(Mentee), office.ids[event.mentee])
        assert mentee is not None
        mentor_id = office.ids[event.mentor]
        pin = services.lay_down(db, mentee, mentor_id, RuleKind.PIN, "Past goed.", office.by)
        made = run_round(db, office.consultant, mentee.house_code)
        services.end_rule(db, pin, office.by)
        proposal = proposal_for(db, mentee, made)
        assert proposal.mentor_id == mentor_id
        choose = DecisionOutcome.CHOOSE
        match = services.decide(db, proposal, mentee, choose, "Dat past goed.", office.by)
    assert match is not None
    office.ids[event.match] = match.id


@play.register
def _(event: e.MatchAnswered, office: Office) -> None:
    """The service asks the mentor first, so that no young person is let down.

    In the script either side may speak first. A mentee's early yes is noted once the mentor has
    said yes; after an early no the consultant takes the question back. A no long after the term
    finds that the work of a night has closed the match, which the script lets stand longer.
    """
    with _match(office, event.match) as (db, match):
        is_early = event.side == "mentee" and not queries.answers_of(db, [match.id])[match.id]
        if is_early and event.agrees:
            office.mentee_said_yes.add(event.match)
        elif not event.agrees and match.answer_due < today(db):
            services.close_if_due(db, match.id)
        elif is_early:
            services.withdraw(db, match, "De jongere wil liever iemand anders.")
        else:
            _note(db, office, match, Side(event.side), is_yes=event.agrees)
            if event.agrees and event.match in office.mentee_said_yes:
                _note(db, office, match, Side.MENTEE, is_yes=True)


def _note(db: Db, office: Office, match: Match, side: Side, *, is_yes: bool) -> None:
    reply = Reply(side, is_yes, None if is_yes else Refusal.NO_REASON)
    services.answer(db, match, reply, AnsweredBy.CONSULTANT, noted_by=office.by)


@play.register
def _(event: e.MatchExpired, office: Office) -> None:
    """As the work of every night does."""
    with office.act() as db:
        assert office.ids[event.match] in services.due_for_closing(db)
        services.close_if_due(db, office.ids[event.match])
        assert db.get_one(Match, office.ids[event.match]).status is MatchStatus.EXPIRED


@play.register
def _(event: e.MatchEnded, office: Office) -> None:
    with _match(office, event.match) as (db, match):
        services.end_match(db, match, "Samen besloten te stoppen.", looks_again=True)

"""Which gates a mentor passed and when, without who found so and what was said there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.mentors import queries
from mentorship.mentors.models import REFERENCES, Mentor, ReferenceOutcome, TalkOutcome
from mentorship.mentors.rules import Gate


@dataclass(frozen=True)
class PassedGate:
    """One of all gates; without a day it isn't passed."""

    gate: Gate
    on: date | None = None


def gates_of(db: Db, mentor: Mentor) -> list[PassedGate]:
    """In their order. Nothing is unsealed, and a gate that isn't passed doesn't say why."""
    found = {one.gate: one for one in _passed(db, mentor)}
    return [found.get(gate, PassedGate(gate)) for gate in Gate]


def _passed(db: Db, mentor: Mentor) -> Iterator[PassedGate]:
    """The newest of each last."""
    for talk in queries.interviews_of(db, mentor)[-1:]:
        if talk.outcome is TalkOutcome.GO_ON:
            yield PassedGate(Gate.INTERVIEW, talk.held_on)
    yield from _references(db, mentor)
    for vog in queries.vogs_of(db, mentor):
        yield PassedGate(Gate.VOG, vog.seen_on)
    for signed in queries.agreements_of(db, mentor):
        yield PassedGate(Gate.AGREEMENT, signed.signed_on)
    for record in queries.trainings_of(db, mentor):
        yield PassedGate(Gate.TRAINING, record.completed_on)
    profile = queries.profile_record(db, mentor)
    if profile is not None and profile.complete_since is not None:
        yield PassedGate(Gate.PROFILE, profile.complete_since)


def _references(db: Db, mentor: Mentor) -> Iterator[PassedGate]:
    """Passed with the last of the two that count."""
    accepted = [
        reference.judged_at
        for reference in queries.references_of(db, mentor)
        if reference.outcome is ReferenceOutcome.ACCEPTED
        and reference.closed_at is None
        and reference.judged_at is not None
    ]
    if len(accepted) >= REFERENCES:
        yield PassedGate(Gate.REFERENCES, max(accepted).astimezone(TIME_ZONE).date())

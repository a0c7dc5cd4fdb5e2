"""Asks what a round would propose if one thing were different; the answer is only looked at."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import policy
from mentorship.matching.assignment.changing import NobodyChanged
from mentorship.matching.assignment.model import PinRefused, PinsRefused
from mentorship.matching.labels import rule_sentence
from mentorship.matching.rounds import queries, supposing, telling, telling_supposed
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.replaying import ReplayRefused
from mentorship.matching.rounds.supposing import (
    AlreadySo,
    Kind,
    OtherAnswer,
    Question,
    Supposed,
    SupposingRefused,
)
from mentorship.matching.rounds.telling_supposed import Reader, ToldMoves
from mentorship.matching.rounds.why_not import why_not
from mentorship.matching.supposing_form import FIELDS, KINDS, SupposingForm
from mentorship.matching.views.answers import Answer, mentors_to_open, visible_round
from mentorship.matching.views.rounds import house_names
from mentorship.matching.words.supposed import came_of_it, question_words


@dataclass(frozen=True)
class _Told:
    """What the page says to a question: an answer, or why there is none."""

    question: Question
    words: str
    moves: ToldMoves | None = None
    outcome: str = ""
    mentee: str = ""  # by name
    why_waits: str = ""
    has_other_points: bool = False
    refusals: list[str] = field(default_factory=list)
    why_not: list[str] = field(default_factory=list)


@requires(Permission.MATCH_DECIDE)
def ask(round_id: UUID) -> Answer:
    db = request_db()
    row = visible_round(db, round_id)
    if row.certificate is None:
        return redirect(url_for("matching.rounds_one", round_id=row.id))
    kind = _kind()
    if kind is None or supposing.is_too_large(row):
        return _page(db, row, None, None)
    reader = _reader(db, row)
    form = SupposingForm(kind, request.args)
    young, older = _names(db, row, kind, reader)
    weights = telling.policy_of(db, row).weights
    form.offer(young, older, weights)
    if "ask" not in request.args or not form.validate():
        return _page(db, row, form, None)
    asked = form.question()
    named = young.get(asked.mentee, "") if asked.mentee else ""
    mentor = older.get(asked.mentor, "") if asked.mentor else ""
    words = question_words(asked, named, mentor, weights)
    told = replace(_told(db, row, asked, words, (named, mentor), reader), mentee=named)
    return _page(db, row, form, told)


def _kind() -> Kind | None:
    try:
        return Kind(request.args.get("change", ""))
    except ValueError:
        return None


def _reader(db: Db, row: MatchRound) -> Reader:
    actor = user_actor()
    own = queries.own_mentees_in(db, policy.mentees_of(actor), row.id)
    return Reader(own, policy.houses_of(actor))


def _names(
    db: Db, row: MatchRound, kind: Kind, reader: Reader
) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Of one's own young people, and of every mentor: Houses lend to each other. Nobody is read
    about whom nothing is asked."""
    young: dict[UUID, str] = {}
    older: dict[UUID, str] = {}
    if "mentee" in FIELDS[kind]:
        young = telling.names_of_mentees(db, reader.mentees)
    if "mentor" in FIELDS[kind]:
        older = telling.names_of_mentors(db, queries.houses_of_mentors_in(db, row.id))
    return young, older


def _told(
    db: Db,
    row: MatchRound,
    asked: Question,
    words: str,
    names: tuple[str, str],
    reader: Reader,
) -> _Told:
    try:
        one = supposing.suppose(db, row, asked)
        found = supposing.answered(one, supposing.proposed_in(db, row, one.opened))
    except PinsRefused as refused:
        number = one.opened.mentees.get(asked.mentee) if asked.mentee else None
        why = _why_not(db, row, one, asked, names, reader)
        return _Told(asked, words, refusals=_pin_words(refused.refused, number, why))
    except (SupposingRefused, ReplayRefused, NobodyChanged) as refused:
        return _Told(asked, words, refusals=[_refusal(refused)])
    return _Told(
        asked,
        words,
        telling_supposed.moves(db, row, one, found, reader),
        came_of_it(asked.kind, found.loss),
        why_waits=telling_supposed.why_waits(db, one, found, asked.mentee),
        has_other_points=bool(found.loss.points) and asked.kind is not Kind.WEIGHT,
        why_not=_why_not(db, row, one, asked, names, reader),
    )


def _why_not(
    db: Db,
    row: MatchRound,
    one: Supposed,
    asked: Question,
    names: tuple[str, str],
    reader: Reader,
) -> list[str]:
    if asked.kind is not Kind.PIN or asked.mentee is None or asked.mentor is None:
        return []
    return why_not(db, row, one, (asked.mentee, asked.mentor), names, reader)


def _refusal(refused: Exception) -> str:
    if isinstance(refused, AlreadySo):
        return _("This was so in this round already, so nothing changes.")
    if isinstance(refused, OtherAnswer):
        return _(
            "This round was computed by an earlier version of the program, which answers it "
            "otherwise. Run a new round and ask it there."
        )
    return _(
        "Somebody who took part in this round was erased, so it can't be computed again. "
        "Run a new round and ask it there."
    )


def _pin_words(refused: tuple[PinRefused, ...], number: str | None, why: list[str]) -> list[str]:
    """By which rule the two can't be pinned; or else that another pin stands in the way."""
    own = [pin for pin in refused if pin.mentee == number]
    if not own and why:
        return why
    if not own:
        return [_("This can't be: another pin needs the same place.")]
    said = why or [rule_sentence(rule) for rule in own[0].rules]
    if own[0].is_caseload_full:
        said.append(_("The House of the mentee can't take on more mentees in this round."))
    if own[0].is_consultant_full:
        said.append(
            _("The consultant of the mentee can't take on more young people in this round.")
        )
    return said


def _page(
    db: Db, row: MatchRound, form: SupposingForm | None, told: _Told | None
) -> tuple[str, int]:
    page = render_template(
        "matching/supposing.html",
        row=row,
        kinds=KINDS,
        told=told,
        asks_why="why" in request.args and form is not None and form.kind is Kind.PIN,
        is_too_large=supposing.is_too_large(row),
        most=supposing.MOST_PEOPLE,
        house_names=house_names(db),
        **({"form": form} if form else {}),
        **_adopting(db, row, told.question if told else None),
    )
    return page, form.status if form else 200


def _adopting(db: Db, row: MatchRound, asked: Question | None) -> dict[str, Any]:
    """Where the change can be made in earnest, by the pages that are there for it."""
    if asked is None:
        return {}
    mentee_id, mentor_id = asked.mentee, asked.mentor
    asked_about = [mentee_id] if mentee_id else []
    waits = queries.to_decide_of(db, policy.proposals_of(user_actor()), asked_about)
    has_proposal = mentee_id in queries.numbers_in(db, row.id)
    return {
        "is_open": not has_proposal or any(one.round_id == row.id for one in waits.values()),
        "is_waiting": mentee_id is not None and not has_proposal,
        "can_open_mentor": bool(mentor_id and mentors_to_open(db, [mentor_id])),
    }

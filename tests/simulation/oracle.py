"""What must be true on a day, recomputed from the list of events and from nothing else.

Written from the specification alone (domain.md, house.md, matching.md, issue 3), without a look
at the implementation. Where these are silent, this is chosen:

- **End of the day.** The state of a day holds every event of that local day (Europe/Amsterdam).
- **Dated records end on the day that lies the term later**: the first day out is exactly
  `issued_on + 36 months`, `completed_on + 36 months`, `signed_on + months`, month-end clipped.
  The record last *written* counts, also when its own date is the earlier one.
- **A gate is missing or blocked, never both**: a stale VOG, expired training or ended agreement is
  a block; the gate is only missing while nothing was ever recorded.
- **References**: two different numbers whose latest judgement is "accepted"; asking a number again
  begins that reference anew.
- **Pause**: the later record replaces the earlier; one that has not begun yet doesn't block;
  PauseEnded cancels it from that very day. `until` is the last day of the pause itself.
- **no_seats** means no *free* seat (domain.md: "full capacity takes a mentor out"), whether no
  seats were set or all are used; it has no date (None). `Mentor.seats` tells the two apart. A
  mentor who never set a capacity has `Terms.seats_unset` seats. Free seats may fall below zero.
- **Rest period, lending, cooling-off** are left out: matching composes them.
- **Question**: while it is open the clock stands still (no due date). Asking counts as picking up.
  "Left" are the working days after the day of asking up to the due date. The day of receipt, of
  asking and of answering never counts.
- **Triage** is due five working days after *receipt*, not after picking up.
- **Due dates stay visible** after the step was done; `Mentee.intake` and `has_stopped` say so.
  The first acceptance counts for the intake, the receipt of that referral for the notice.
- **Guardian**: needed by the year difference on the day that is asked about, so on 1 January the
  need may lapse and waiting begin without any event. Who holds authority changes nothing here.
- **Withdrawal** of a purpose takes everybody's consent for it; all must consent anew.
- **Waiting** is ended by withdrawal of participation, a stop, or a later intake decision that is
  not "suitable". A match or a profile that became incomplete takes the mentee off the list, but the
  waiting goes on: once back, they have waited since the same day.
- **Matching** is due six weeks after *consent* (domain.md), that of everybody who has to agree;
  who waits for a profile or a decision as well has no more time for it.
- **A match is live** from the choice until a refusal, expiry or end of its own. A stop or a
  withdrawal doesn't end it here (whoever writes the list ends it first).
- **Transfer** changes the House only; every clock runs on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, TypeVar

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.state import DEFAULTS, Mentee, Mentor, Referral, State, Terms

__all__ = ["State", "Terms", "state_on"]

Kind = TypeVar("Kind", bound=e.Event)


def state_on(events: Iterable[e.Event], day: date, terms: Terms = DEFAULTS) -> State:
    """The state at the end of the local `day`; `events` in time order."""
    past = [event for event in events if w.local_day(event.at) <= day]
    matches = _live_matches(past)
    taken = [m for m in _all(past, e.MatchChosen) if m.match in matches]
    mentors = {
        name: _mentor(own, day, sum(m.mentor == name for m in taken), terms)
        for name, own in _by("mentor", past).items()
        if not _all(own, e.MentorStopped)
    }
    referrals = {
        name: _referral(own, terms)
        for name, own in _by("referral", past).items()
        if not _all(own, e.ReferralTriaged)
    }
    stories = _by("mentee", [event for event in past if getattr(event, "mentee", None)])
    received = {r.referral: r for r in _all(past, e.ReferralReceived)}
    mentees = {name: _mentee(own, received, day, terms) for name, own in stories.items()}
    matched = {m.mentee for m in taken}
    waiting = sorted(
        (mentee.waiting_since, name)
        for name, mentee in mentees.items()
        if mentee.waiting_since and name not in matched and _has_profile(stories[name])
    )
    return State(mentors, referrals, mentees, tuple(name for _, name in waiting), matches)


def _mentor(own: Sequence[e.Event], day: date, taken: int, terms: Terms) -> Mentor:
    vog, training = _last(own, e.VogSeen), _last(own, e.TrainingCompleted)
    agreement, interview = _last(own, e.AgreementSigned), _last(own, e.InterviewHeld)
    profile, capacity = _last(own, e.MentorProfileSaved), _last(own, e.CapacitySet)
    passed = {
        "interview": interview is not None and interview.outcome == "go_on",
        "references": _references_accepted(own) >= terms.references,
        "vog": vog is not None,
        "agreement": agreement is not None,
        "training": training is not None,
        "profile": profile is not None and profile.is_complete,
    }
    missing = frozenset(gate for gate, is_passed in passed.items() if not is_passed)
    first_day_out = {
        "vog_stale": vog and w.add_months(vog.issued_on, terms.vog_months),
        "training_expired": training and w.add_months(training.completed_on, terms.training_months),
        "agreement_ended": agreement and w.add_months(agreement.signed_on, agreement.months),
    }
    blocks: dict[str, date | None] = {
        k: out for k, out in first_day_out.items() if out and out <= day
    }
    pause = _last(own, e.Paused, e.PauseEnded)
    if isinstance(pause, e.Paused) and pause.first_day <= day <= pause.last_day:
        blocks["paused"] = pause.last_day
    seats = capacity.seats if capacity else terms.seats_unset
    if seats - taken <= 0:
        blocks["no_seats"] = None
    return Mentor(not missing and not blocks, missing, blocks, seats, seats - taken)


def _references_accepted(own: Sequence[e.Event]) -> int:
    accepted = {}
    for event in _all(own, e.ReferenceAsked, e.ReferenceJudged):
        accepted[event.number] = isinstance(event, e.ReferenceJudged) and event.accepted
    return sum(accepted.values())


def _referral(own: Sequence[e.Event], terms: Terms) -> Referral:
    received = w.local_day(_all(own, e.ReferralReceived)[0].at)
    due = w.add_working_days(received, terms.triage_working_days)
    left = None
    for event in own:
        if isinstance(event, e.QuestionAsked):
            left = max(1, w.working_days_left(w.local_day(event.at), due))
        elif isinstance(event, e.QuestionAnswered) and left:
            due, left = w.add_working_days(w.local_day(event.at), left), None
    if left:
        return Referral("question", None)
    if _all(own, e.ReferralPickedUp, e.QuestionAsked):
        return Referral("triage", due)
    return Referral("receipt", w.add_working_days(received, terms.receipt_working_days))


def _mentee(
    own: Sequence[e.Event], received: dict[str, e.ReferralReceived], day: date, terms: Terms
) -> Mentee:
    accepted = _all(own, e.ReferralTriaged)[0]
    referral = received[accepted.referral]
    transfer, intake = _last(own, e.Transferred), _last(own, e.IntakeDecided)
    intake_due = w.local_day(accepted.at) + timedelta(days=terms.intake_days)
    notice_due = w.add_months(w.local_day(referral.at), terms.notice_months)
    agreed, since = _agreed_and_waiting_since(own, accepted.birth_year, day, terms)
    return Mentee(
        house=transfer.house if transfer else referral.house,
        intake=intake.outcome if intake else None,
        intake_due=w.next_working_day(intake_due),
        notice_due=w.next_working_day(notice_due),
        waiting_since=since,
        matching_due=agreed and w.next_working_day(agreed + timedelta(weeks=terms.matching_weeks)),
        has_stopped=bool(_all(own, e.MenteeStopped)),
    )


def _agreed_and_waiting_since(
    own: Sequence[e.Event], born: int | None, day: date, terms: Terms
) -> tuple[date | None, date | None]:
    agreed, since = None, None
    for moment, known in _turning_points(own, day):
        may_take_part = _may_take_part(known, born, moment, terms)
        agreed = (agreed or moment) if may_take_part else None
        if not (may_take_part and _is_suitable(known)):
            since = None
        elif since is None and _has_profile(known):
            since = moment
    return agreed, since


def _turning_points(own: Sequence[e.Event], day: date) -> Iterator[tuple[date, Sequence[e.Event]]]:
    """Every event and New Year's Day, with what was known by then."""
    first = w.local_day(own[0].at).year
    new_years = [(date(y, 1, 1), 0) for y in range(first + 1, day.year + 1)]
    happened = [(w.local_day(event.at), n) for n, event in enumerate(own, start=1)]
    known = 0
    for moment, number in sorted(new_years + happened):
        known = number or known
        yield moment, own[:known]


def _may_take_part(known: Sequence[e.Event], born: int | None, day: date, terms: Terms) -> bool:
    needed = {"young_person"}
    if born is None or day.year - born <= terms.guardian_until_year_difference:
        needed.add("guardian")
    agreed: set[str] = set()
    for event in _all(known, e.ConsentGiven, e.ConsentWithdrawn):
        if event.purpose == "participation":
            agreed = agreed | {event.by} if isinstance(event, e.ConsentGiven) else set()
    return needed <= agreed and not _all(known, e.MenteeStopped)


def _is_suitable(known: Sequence[e.Event]) -> bool:
    intake = _last(known, e.IntakeDecided)
    return intake is not None and intake.outcome == "suitable"


def _has_profile(known: Sequence[e.Event]) -> bool:
    profile = _last(known, e.MenteeProfileSaved)
    return profile is not None and profile.is_complete


def _live_matches(past: Sequence[e.Event]) -> dict[str, Literal["chosen", "active"]]:
    live: dict[str, Literal["chosen", "active"]] = {}
    agreed: dict[str, set[str]] = defaultdict(set)
    for event in _all(past, e.MatchChosen, e.MatchAnswered, e.MatchExpired, e.MatchEnded):
        if isinstance(event, e.MatchChosen):
            live[event.match] = "chosen"
        elif isinstance(event, e.MatchAnswered) and event.agrees:
            agreed[event.match].add(event.side)
            if len(agreed[event.match]) == 2:
                live[event.match] = "active"
        else:
            live.pop(event.match, None)
    return live


def _all(events: Sequence[e.Event], *kinds: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kinds)]


def _last(events: Sequence[e.Event], *kinds: type[Kind]) -> Kind | None:
    return next((event for event in reversed(events) if isinstance(event, kinds)), None)


def _by(name: str, events: Sequence[e.Event]) -> dict[str, list[e.Event]]:
    """Each person's (or referral's) own events; of one whose story has begun."""
    stories: dict[str, list[e.Event]] = defaultdict(list)
    for event in events:
        if hasattr(event, name):
            stories[getattr(event, name)].append(event)
    return stories

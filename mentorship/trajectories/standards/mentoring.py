"""Measures of standards 1 to 4: recruiting, screening, training, and the beginning of a match."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentorship.foundation.working_days import months_later
from mentorship.trajectories.standards.plain import Facts, MentorFacts, PairFacts, Period

Answers = Iterator[bool | None]
TOPICS_BEFORE, TOPICS_OF_RISK = "B.3.2", "B.3.3"
_MINUTES = 60
# Peer supervision is every four to eight weeks.
EIGHT_WEEKS = 56
DAY = timedelta(days=1)


def motivation(facts: Facts, period: Period, least: int) -> Answers:
    """Of mentors who applied in the period."""
    return (one.has_motivation for one in facts.mentors if period.holds(one.applied_on))


def eligibility(facts: Facts, period: Period, least: int) -> Answers:
    """Of referrals received in the period; one whose term runs or stands still doesn't apply."""
    for one in facts.referrals:
        if period.holds(one.received_on):
            is_open = one.waits or period.day <= one.decide_by
            yield True if one.is_decided else (None if is_open else False)


def application(facts: Facts, period: Period, least: int) -> Answers:
    return (one.has_application for one, _day in _first_matched(facts, period))


def interviews(facts: Facts, period: Period, least: int) -> Answers:
    for one, day in _first_matched(facts, period):
        yield sum(held <= day for held in one.interviews) >= least


def references(facts: Facts, period: Period, least: int) -> Answers:
    """Those that were judged good enough by then."""
    for one, day in _first_matched(facts, period):
        yield sum(judged <= day for judged in one.references) >= least


def vog(facts: Facts, period: Period, least: int) -> Answers:
    """Seen by the first match, and then not older than so many months."""
    for one, day in _first_matched(facts, period):
        yield any(seen <= day <= months_later(issued, least) for issued, seen in one.vogs)


def mentor_commitment(facts: Facts, period: Period, least: int) -> Answers:
    for one, day in _first_matched(facts, period):
        yield any(signed <= day and months >= least for signed, months in one.agreements)


def pre_match_hours(facts: Facts, period: Period, least: int) -> Answers:
    for one, day in _first_matched(facts, period):
        minutes = sum(was.minutes for was in one.trained if was.is_pre and was.on <= day)
        yield minutes >= least * _MINUTES


def pre_match_topics(facts: Facts, period: Period, least: int) -> Answers:
    return _topics(facts, period, least, TOPICS_BEFORE)


def risk_topics(facts: Facts, period: Period, least: int) -> Answers:
    return _topics(facts, period, least, TOPICS_OF_RISK)


def peer_supervision(facts: Facts, period: Period, least: int) -> Answers:
    """Of who guided for eight weeks of the period, so that a meeting could fall in it."""
    last = min(period.last, period.day - DAY)
    for one in facts.mentors:
        days = _guided(one, period.first, last)
        if not days:
            continue
        if days < EIGHT_WEEKS:
            yield None
            continue
        came = [was for was in one.trained if was.is_peer and period.holds(was.on)]
        yield len(came) >= least


def yearly_training(facts: Facts, period: Period, least: int) -> Answers:
    """In the twelve months up to the end of the period, of who guided all that time."""
    first = months_later(period.last + DAY, -12)
    for one in facts.mentors:
        if not _guided(one, period.first, period.last):
            continue
        is_whole = _guided(one, first, period.last) == (period.last - first).days + 1
        if not is_whole or period.last >= period.day:
            yield None
            continue
        came = [
            was for was in one.trained
            if not was.is_pre and not was.is_peer and first <= was.on <= period.last
        ]  # fmt: skip
        yield len(came) >= least


def guardian_permission(facts: Facts, period: Period, least: int) -> Answers:
    """Of matches of the period; doesn't apply where nobody else has to agree."""
    for one in _matched(facts, period):
        yield one.has_guardian_agreed if one.needs_guardian else None


def match_reason(facts: Facts, period: Period, least: int) -> Answers:
    return (one.has_reason for one in _matched(facts, period))


def reason_and_words(facts: Facts, period: Period, least: int) -> Answers:
    """That both said yes stands there as well."""
    return (one.has_reason and one.has_both_words for one in _matched(facts, period))


def first_meeting(facts: Facts, period: Period, least: int) -> Answers:
    """Of matches of the period; doesn't apply while the term runs, nor to one over before that."""
    for one in _matched(facts, period):
        is_over = one.closed_on is not None and one.closed_on <= one.meet_by
        yield True if one.has_met else (None if is_over or period.day <= one.meet_by else False)


def staff_present(facts: Facts, period: Period, least: int) -> Answers:
    """Also when nobody noted who was there, they weren't."""
    return (bool(one.is_staff_present) for one in _begun(facts, period))


def agreement_in_time(facts: Facts, period: Period, least: int) -> Answers:
    """Signed by the first meeting after the first; not yet signed and not yet met doesn't apply."""
    for one in _begun(facts, period):
        assert one.course is not None  # noqa: S101 — it has begun
        regular = [was.on for was in one.sessions if was.on > one.course.started_on]
        if one.agreement is None:
            yield False if regular or one.course.ended_on else None
        else:
            yield not regular or one.agreement.signed_on <= min(regular)


def frequency_agreed(facts: Facts, period: Period, least: int) -> Answers:
    """So many meetings and hours a month at least."""
    return (_is_often(one, least) for one in _begun(facts, period))


def frequency_agreed_by_all(facts: Facts, period: Period, least: int) -> Answers:
    return (_is_often(one, least) and _is_signed(one) for one in _begun(facts, period))


def length_agreed(facts: Facts, period: Period, least: int) -> Answers:
    for one in _begun(facts, period):
        yield one.agreement is not None and one.agreement.months >= least and _is_signed(one)


def _is_often(one: PairFacts, least: int) -> bool:
    signed = one.agreement
    return signed is not None and min(signed.meetings_per_month, signed.hours_per_month) >= least


def _is_signed(one: PairFacts) -> bool:
    signed = one.agreement
    return signed is not None and (signed.is_signed_by_guardian or not one.needs_guardian)


def _topics(facts: Facts, period: Period, least: int, list_of: str) -> Answers:
    """`list_of` is the benchmark in whose list the subjects stand, as in "B.3.2:rules"."""
    for one, day in _first_matched(facts, period):
        known = [was.topics for was in one.trained if was.is_pre and was.on <= day]
        found = {topic for topics in known for topic in topics if topic.startswith(f"{list_of}:")}
        yield len(found) >= least


def _first_matched(facts: Facts, period: Period) -> Iterator[tuple[MentorFacts, date]]:
    for one in facts.mentors:
        if one.first_match_on is not None and period.holds(one.first_match_on):
            yield one, one.first_match_on


def _matched(facts: Facts, period: Period) -> Iterator[PairFacts]:
    return (one for one in facts.pairs if period.holds(one.matched_on))


def _begun(facts: Facts, period: Period) -> Iterator[PairFacts]:
    return (one for one in facts.pairs if one.course and period.holds(one.course.started_on))


def _guided(one: MentorFacts, first: date, last: date) -> int:
    """On how many days, both ends included, of one young person or another."""
    found: set[int] = set()
    for span in one.guided:
        end = last if span.until is None else min(last, span.until - DAY)
        found.update(range(max(span.start, first).toordinal(), end.toordinal() + 1))
    return len(found)


MEASURES = {
    one.__name__: one
    for one in (
        motivation, eligibility, application, interviews, references, vog, mentor_commitment,
        pre_match_hours, pre_match_topics, risk_topics, peer_supervision, yearly_training,
        guardian_permission, match_reason, reason_and_words, first_meeting, staff_present,
        agreement_in_time, frequency_agreed, frequency_agreed_by_all, length_agreed,
    )
}  # fmt: skip

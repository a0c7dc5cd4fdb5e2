"""How somebody comes into the programme: accepted, recognised, by themself or from before."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import inspect
from sqlmodel import col, select

from mentorship.accounts.models import Language
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db, now
from mentorship.foundation.sealing import SealedBytes
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import end_of_term
from mentorship.profiles.profile import MenteeProfile
from mentorship.referrals.mentees import consents, rules, verbs
from mentorship.referrals.mentees.course import known_key, move, record, settings_of, settle
from mentorship.referrals.mentees.facts import NewMentee
from mentorship.referrals.mentees.intake_models import ConsentPurpose, How
from mentorship.referrals.mentees.models import Authority, Mentee, Stage
from mentorship.referrals.models import Referral, TriageAnswer, TriageDecision
from mentorship.referrals.padding import CODE, pad

EARLIER = "earlier"  # the version of a text that an earlier administration used
_CARRIED_OVER = (
    "first_name", "family_name", "birth_year",
    "contact_route", "contact_details", "contact_times", "contact_caution",
)  # fmt: skip


def accept_referral(db: Db, referral: Referral, consultant_id: UUID) -> Mentee:
    """The young person of an accepted referral, with what the referrer told about reaching them."""
    told = {
        name: vault.read(db, referral, name, purpose=Purpose.INTAKE)
        for name in (*_CARRIED_OVER, "guardian", "place")
    }
    mentee = _new(
        db,
        subject_id=referral.subject_id,
        house_code=referral.house_code,
        known_key=referral.known_key,
        received=day_of(referral.received_at),
        authority=rules.authority_by_age(int(told["birth_year"] or 0), today(db)),
    )
    mentee.referral_id, mentee.consultant_id = referral.id, consultant_id
    vault.write(
        db,
        mentee,
        **{name: told[name] for name in _CARRIED_OVER},
        guardian_contact=told["guardian"],
    )
    db.add(mentee)
    db.flush()
    record(db, "mentee.accepted", mentee)
    verbs.save_profile(db, mentee, MenteeProfile(place=told["place"] or ""), version=0)
    return mentee


def join_known(db: Db, referral: Referral, mentee: Mentee) -> Mentee:
    """Another referral of somebody whose file is there: it gets their person, key and House.

    A course that had closed opens again, with the clocks of a new intake; everybody is asked
    anew whether they take part.
    """
    decisions = db.exec(
        select(TriageDecision).where(col(TriageDecision.referral_id) == referral.id)
    ).all()
    answers = db.exec(
        select(TriageAnswer).where(
            col(TriageAnswer.decision_id).in_([decision.id for decision in decisions])
        )
    ).all()
    rows: list[Referral | TriageDecision | TriageAnswer] = [referral, *decisions, *answers]
    for row in rows:
        _seal_for(db, row, mentee.subject_id)
    referral.house_code = mentee.house_code
    db.flush()
    record(db, "mentee.referred_again", mentee)
    if not mentee.stage.is_open:
        _open_again(db, mentee, day_of(referral.received_at))
    return mentee


def _open_again(db: Db, mentee: Mentee, received: date) -> None:
    day = today(db)
    move(mentee, Stage.INTAKE, day)
    mentee.accepted_at, mentee.started_on = now(db), None
    consents.lapse(db, mentee)
    mentee.intake_due = end_of_term(day, days=settings_of(db).intake_days)
    mentee.notice_due = end_of_term(received, months=settings_of(db).notice_months)
    settle(db, mentee)
    record(db, "mentee.opened_again", mentee)


def _seal_for(db: Db, row: Referral | TriageDecision | TriageAnswer, subject_id: UUID) -> None:
    """Every sealed field anew: a value can't be moved to another person as it is."""
    kinds = inspect(type(row)).columns
    names = [column.name for column in kinds if isinstance(column.type, SealedBytes)]
    plain = {name: vault.read(db, row, name, purpose=Purpose.INTAKE) for name in names}
    row.subject_id = subject_id
    vault.write(db, row, **plain)
    db.add(row)


def add_mentee(db: Db, new: NewMentee, *, added_by: UUID) -> Mentee:
    """Somebody without a referral; raises what saving a profile or an authority raises."""
    day = today(db)
    year = str(new.birth_year)
    mentee = _new(
        db,
        subject_id=uuid4(),
        house_code=new.house_code,
        known_key=known_key(db, new.first_name, new.family_name, year),
        received=day,
        authority=rules.authority_by_age(new.birth_year, day),
    )
    mentee.priority = new.priority
    vault.write(
        db,
        mentee,
        first_name=new.first_name,
        family_name=new.family_name or None,
        birth_year=year,
        contact_route=pad(new.contact.route.value, CODE),
        contact_details=new.contact.details,
        contact_times=new.contact.times or None,
        contact_caution=new.contact.caution or None,
    )
    db.add(mentee)
    db.flush()
    record(db, "mentee.added", mentee)
    if new.guardians is not None:
        verbs.set_guardians(db, mentee, new.guardians)
    if new.profile is not None:
        verbs.save_profile(db, mentee, new.profile, version=0)
    if new.agreed_on is not None:
        _take_over(db, mentee, new, new.agreed_on, added_by)
    return mentee


def _take_over(db: Db, mentee: Mentee, new: NewMentee, agreed_on: date, added_by: UUID) -> None:
    """What an earlier administration knew: the consent on paper, and since when they wait.

    While nobody wrote down who holds authority, only the young person's yes is known: then neither
    the waiting nor the term of the match has begun.
    """
    for who in rules.who_must_agree(mentee.authority):
        answer = consents.Answer(who, How.PAPER, EARLIER, Language.DUTCH, added_by, agreed_on)
        consents.give_consent(db, mentee, answer, {ConsentPurpose.PARTICIPATION: True})
    move(mentee, Stage.WAITING, today(db))
    settle(db, mentee)
    if mentee.matching_due is not None:
        mentee.matching_due = end_of_term(agreed_on, weeks=settings_of(db).matching_weeks)
    if mentee.waiting_since is not None:
        mentee.waiting_since = new.waiting_since or agreed_on
    db.flush()


def _new(
    db: Db,
    *,
    subject_id: UUID,
    house_code: str,
    known_key: bytes,
    received: date,
    authority: Authority | None,
) -> Mentee:
    day, terms = today(db), settings_of(db)
    return Mentee(
        id=uuid4(),
        subject_id=subject_id,
        house_code=house_code,
        stage_since=day,
        accepted_at=now(db),
        intake_due=end_of_term(day, days=terms.intake_days),
        notice_due=end_of_term(received, months=terms.notice_months),
        authority=authority,
        known_key=known_key,
    )

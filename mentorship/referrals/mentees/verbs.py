"""The other verbs of a course: contact, guardians, profile, goals, priority, transfer, the end."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlmodel import col, func, select

from mentorship.foundation import audit, vault
from mentorship.foundation.audit import Detail
from mentorship.foundation.calendar import today
from mentorship.foundation.db import ChangedMeanwhile, Db, expect_version, now
from mentorship.foundation.subjects import Purpose
from mentorship.profiles.profile import MenteeProfile, stored
from mentorship.referrals.mentees import consents, queries, rules
from mentorship.referrals.mentees.course import done_before, free_key, move, record, settle
from mentorship.referrals.mentees.facts import Guardians, SafeContact
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import (
    Goal,
    HouseTransfer,
    Mentee,
    MenteeStop,
    MenteeWishes,
    NoticeLetter,
    PriorityChange,
    Stage,
    StoppedBy,
)
from mentorship.referrals.models import Referral
from mentorship.referrals.padding import CODE, pad, unpad


def change_contact(db: Db, mentee: Mentee, contact: SafeContact) -> bool:
    """Whether they are reached along another way now.

    Then their own link stops: it must not be opened on somebody else's phone.
    """
    before = (unpad(_known(db, mentee, "contact_route")), _known(db, mentee, "contact_details"))
    is_another_way = before != (contact.route.value, contact.details)
    if is_another_way:
        consents.end_links(db, mentee, GivenBy.YOUNG_PERSON)
    vault.write(
        db,
        mentee,
        contact_route=pad(contact.route.value, CODE),
        contact_details=contact.details,
        contact_times=contact.times or None,
        contact_caution=contact.caution or None,
    )
    db.flush()
    record(db, "mentee.contact_changed", mentee)
    return is_another_way


def set_guardians(db: Db, mentee: Mentee, guardians: Guardians) -> None:
    """Who holds authority; raises TooYoungToDecideAlone. Consents given before keep their worth.

    A link for a guardian stops when another person, or another way to reach them, is written down.
    """
    consents.end_links(db, mentee, *_who_changes(db, mentee, guardians))
    year = vault.read(db, mentee, "birth_year", purpose=Purpose.INTAKE)
    rules.check_authority(guardians.authority, int(year or 0), today(db))
    mentee.authority = guardians.authority
    vault.write(
        db,
        mentee,
        guardian_name=guardians.name or None,
        guardian_contact=guardians.contact or None,
        second_guardian_name=guardians.second_name or None,
        second_guardian_contact=guardians.second_contact or None,
    )
    settle(db, mentee)
    record(db, "mentee.authority_recorded", mentee)


def _who_changes(db: Db, mentee: Mentee, to: Guardians) -> list[GivenBy]:
    told = {
        GivenBy.GUARDIAN: ("guardian", to.name, to.contact),
        GivenBy.SECOND_GUARDIAN: ("second_guardian", to.second_name, to.second_contact),
    }
    return [
        who
        for who, (column, name, contact) in told.items()
        if (_known(db, mentee, f"{column}_name"), _known(db, mentee, f"{column}_contact"))
        != (name, contact)
    ]


def _known(db: Db, mentee: Mentee, name: str) -> str:
    return vault.read(db, mentee, name, purpose=Purpose.INTAKE) or ""


def save_profile(db: Db, mentee: Mentee, profile: MenteeProfile, *, version: int) -> MenteeWishes:
    """`version` is that of the profile on the screen, 0 for none; raises ChangedMeanwhile."""
    row = queries.wishes_of(db, mentee)
    text = stored(profile)
    if row is None:
        if version:
            raise ChangedMeanwhile
        row = MenteeWishes(
            id=uuid4(), subject_id=mentee.subject_id, mentee_id=mentee.id,
            is_complete=profile.is_complete, changed_at=now(db),
        )  # fmt: skip
    elif vault.read(db, row, "profile", purpose=Purpose.INTAKE) == text:
        return row  # sent twice: there is nothing to change
    else:
        expect_version(row, version)
    row.is_complete, row.changed_at = profile.is_complete, now(db)
    vault.write(db, row, profile=text)
    db.add(row)
    settle(db, mentee)
    record(db, "mentee.profile_saved", mentee)
    return row


def add_goal(db: Db, mentee: Mentee, text: str, *, key: UUID | None = None) -> Goal:
    key = key or uuid4()
    if (before := done_before(db, Goal, key, mentee)) is not None:
        return before
    rules.check_open(mentee.stage)
    last = db.exec(select(func.max(Goal.position)).where(col(Goal.mentee_id) == mentee.id)).one()
    goal = Goal(
        id=free_key(db, Goal, key), subject_id=mentee.subject_id, mentee_id=mentee.id,
        position=(last or 0) + 1, added_at=now(db),
    )  # fmt: skip
    vault.write(db, goal, text=text)
    db.add(goal)
    db.flush()
    record(db, "goal.added", mentee)
    return goal


def put_goal_aside(db: Db, mentee: Mentee, goal: Goal) -> None:
    """It stays in the file, for who looks back."""
    if goal.is_active:
        goal.is_active = False
        db.add(goal)
        db.flush()
        record(db, "goal.put_aside", mentee)


def set_priority(
    db: Db, mentee: Mentee, to_class: int, reason: str, *, by: UUID, key: UUID | None = None
) -> PriorityChange | None:
    """None when it is that class already."""
    key = key or uuid4()
    if (before := done_before(db, PriorityChange, key, mentee)) is not None:
        return before
    rules.check_open(mentee.stage)
    if mentee.priority == to_class:
        return None
    change = PriorityChange(
        id=free_key(db, PriorityChange, key), subject_id=mentee.subject_id, mentee_id=mentee.id,
        from_class=mentee.priority, to_class=to_class, changed_at=now(db), changed_by=by,
    )  # fmt: skip
    vault.write(db, change, reason=reason)
    db.add(change)
    mentee.priority = to_class
    db.flush()
    record(db, "mentee.priority_set", mentee)
    return change


def take_over(db: Db, mentee: Mentee, consultant_id: UUID) -> None:
    if mentee.consultant_id != consultant_id:
        mentee.consultant_id = consultant_id
        db.flush()
        record(db, "mentee.taken_over", mentee)


def transfer(
    db: Db, mentee: Mentee, to_house: str, reason: str, *, by: UUID, key: UUID | None = None
) -> HouseTransfer:
    """The whole file goes along, the referral as well; nobody of the old House opens it any more.

    The consultant there takes it over; until then it is nobody's. Raises CourseClosed for whoever
    is followed no longer.
    """
    key = key or uuid4()
    if (before := done_before(db, HouseTransfer, key, mentee)) is not None:
        return before
    rules.check_may_be_followed(mentee.stage, mentee.started_on)
    moved = HouseTransfer(
        id=free_key(db, HouseTransfer, key), subject_id=mentee.subject_id, mentee_id=mentee.id,
        from_house=mentee.house_code, to_house=to_house, moved_at=now(db), moved_by=by,
    )  # fmt: skip
    vault.write(db, moved, reason=reason)
    db.add(moved)
    told: dict[str, Detail] = {"to": to_house}
    if (absent := audit.covered(db, mentee.consultant_id)) is not None:
        told["cover_for"] = absent  # noted now: from here on it is nobody's case
    record(db, "mentee.transferred", mentee, Purpose.INTAKE, **told)
    mentee.house_code, mentee.consultant_id = to_house, None
    db.execute(
        update(Referral)
        .where(col(Referral.subject_id) == mentee.subject_id)
        .values(house_code=to_house)
        .execution_options(synchronize_session=False)
    )
    db.flush()
    return moved


def note_letter_sent(
    db: Db, mentee: Mentee, sent_on: date, text_version: str, *, by: UUID, key: UUID | None = None
) -> NoticeLetter:
    key = key or uuid4()
    if (before := done_before(db, NoticeLetter, key, mentee)) is not None:
        return before
    letter = NoticeLetter(
        id=free_key(db, NoticeLetter, key), subject_id=mentee.subject_id, mentee_id=mentee.id,
        text_version=text_version, sent_on=sent_on, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    db.add(letter)
    db.flush()
    record(db, "mentee.letter_sent", mentee)
    return letter


def stop(
    db: Db,
    mentee: Mentee,
    wanted_by: StoppedBy,
    reason: str,
    *,
    by: UUID,
    key: UUID | None = None,
) -> MenteeStop:
    """At any time, for any reason or none; raises CourseClosed when it was over already."""
    key = key or uuid4()
    if (before := done_before(db, MenteeStop, key, mentee)) is not None:
        return before
    rules.check_open(mentee.stage)
    stopped = MenteeStop(
        id=free_key(db, MenteeStop, key), subject_id=mentee.subject_id, mentee_id=mentee.id,
        wanted_by=wanted_by, stopped_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, stopped, reason=reason or None)
    db.add(stopped)
    move(mentee, Stage.STOPPED, today(db))
    db.flush()
    record(db, "mentee.stopped", mentee)
    return stopped


def note_started(db: Db, mentee: Mentee) -> None:
    """Told from above when mentor and young person have met; raises NotWaiting."""
    rules.check_stage(mentee.stage, (Stage.WAITING,))
    move(mentee, Stage.STARTED, today(db))
    mentee.started_on = mentee.started_on or mentee.stage_since
    db.flush()
    record(db, "mentee.started", mentee, Purpose.MATCHING)


def note_waits_again(db: Db, mentee: Mentee) -> None:
    """Told from above when a pair parts and another mentor is looked for; raises NotWaiting."""
    rules.check_stage(mentee.stage, (Stage.STARTED,))
    move(mentee, Stage.WAITING, today(db))
    settle(db, mentee)
    record(db, "mentee.waits_again", mentee, Purpose.MATCHING)


def give_time(db: Db, mentee: Mentee, until: date) -> None:
    """Told from above after a trajectory: nobody is proposed before this day."""
    mentee.match_not_before = until
    db.flush()
    record(db, "mentee.given_time", mentee, Purpose.GUIDANCE)


def note_reopened(db: Db, mentee: Mentee) -> None:
    """Told from above when aftercare shows that a mentor is wanted again; raises NotWaiting.

    They wait anew, from the day on which everything that a match needs is there.
    """
    rules.check_stage(mentee.stage, (Stage.ENDED,))
    mentee.waiting_since = mentee.matching_due = None
    move(mentee, Stage.WAITING, today(db))
    settle(db, mentee)
    record(db, "mentee.reopened", mentee, Purpose.GUIDANCE)


def note_ended(db: Db, mentee: Mentee) -> None:
    """Told from above when the trajectory is closed; raises NotWaiting."""
    rules.check_stage(mentee.stage, (Stage.STARTED,))
    move(mentee, Stage.ENDED, today(db))
    db.flush()
    record(db, "mentee.ended", mentee, Purpose.MATCHING)

"""How the invented referrals come in: sent from a draft, taken up, decided, answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.stories import STORIES, Answered, Decided, Step, Story, TakenUp
from mentorship.demo.world import Life, World
from mentorship.foundation.db import Db
from mentorship.referrals import drafting
from mentorship.referrals import services as referrals
from mentorship.referrals.facts import Decision, DraftCopy, GuardianKnows, Introduction, Sender
from mentorship.referrals.models import Referral, TriageOutcome
from mentorship.region.places import find_place

# Who is only ever called about a referral, on a number that belongs to nobody.
CALLBACKS = dict.fromkeys(("police", "probation", "care"), "088 - 000 00 09")


@contextmanager
def referring(world: World, key: str) -> Iterator[tuple[Db, User]]:
    """The user of this organisation acts."""
    user = world.users[key]
    role = Role.MUNICIPAL_EXPERT if key == "municipality" else Role.REFERRER
    with world.acting(user, role) as db:
        yield db, user


def send(world: World, sender: str, told: Introduction) -> UUID:
    with referring(world, sender) as (db, user):
        draft = drafting.start_draft(db, user.id)
        copy = DraftCopy(draft.id, draft.version, str(draft.id), {})
        of = Sender(user.id, world.organisations[sender])
        return referrals.send_referral(db, of, copy, told).id


def accept(world: World, referral_id: UUID, house: str, reason: str) -> None:
    with world.consulting(house) as (db, by):
        referral = db.get_one(Referral, referral_id)
        referrals.triage(db, referral, Decision(TriageOutcome.ACCEPT, reason), by)


def tell(world: World, story: Story, number: int) -> Life:
    """One story from its sending; of one that is accepted the intake is still to begin."""
    minutes = 7 * number
    yield world.calendar.at(story.days_ago, minutes)
    year = world.calendar.day(story.days_ago).year - story.age
    referral_id = send(world, story.sender, _introduction(story, year))
    for order, step in enumerate(story.steps, start=1):
        yield world.calendar.at(step.days_ago, minutes + 120 * order)
        _take(world, story, referral_id, step)


def tell_all(world: World) -> None:
    for number, story in enumerate(STORIES):
        world.follow(tell(world, story, number))
    world.follow(_draft(world))


def _introduction(story: Story, birth_year: int) -> Introduction:
    place = find_place(story.place)
    return Introduction(
        first_name=story.first_name,
        birth_year=birth_year,
        place=place.name,
        house_code=place.house or "",
        contact_route=story.route,
        contact_details=story.details,
        contact_times=story.times,
        contact_caution=story.caution,
        guardian_knows=GuardianKnows.YES if story.guardian else GuardianKnows.NOT_NEEDED,
        guardian=story.guardian,
        need=story.need,
        hope=story.hope,
        own_words=story.own_words,
        relation=story.relation,
        callback=CALLBACKS.get(story.sender, ""),
        is_status_shared=story.is_status_shared,
    )


def _take(world: World, story: Story, referral_id: UUID, step: Step) -> None:
    if isinstance(step, Answered) and not step.is_noted:
        with referring(world, story.sender) as (db, _user):
            referrals.answer_question(db, db.get_one(Referral, referral_id), step.text)
        return
    with world.consulting(find_place(story.place).house or "") as (db, by):
        referral = db.get_one(Referral, referral_id)
        match step:
            case TakenUp():
                referrals.pick_up(db, referral)
            case Decided(outcome=outcome, reason=reason, question=question):
                referrals.triage(db, referral, Decision(outcome, reason, question), by)
            case Answered(text=text):
                referrals.answer_question(db, referral, text, noted_by=by)


def _draft(world: World) -> Life:
    """A referral that waits half-written for the teacher."""
    yield world.calendar.at(1, 200)
    with referring(world, "school") as (db, user):
        draft = drafting.start_draft(db, user.id)
        written = {"first_name": "Femke", "place": "Castricum", "need": "Femke vertelde dat"}
        copy = DraftCopy(draft.id, draft.version, str(draft.id), written)
        drafting.keep_draft(db, user.id, copy)

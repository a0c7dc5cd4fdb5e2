"""Fills the invented region: who works in it, and the referrals that came in, day after day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from mentorship.accounts import demo, services
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.demo.stories import STORIES, Answered, Decided, Step, Story, TakenUp
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.working_days import is_working_day
from mentorship.referrals import drafting
from mentorship.referrals import services as referrals
from mentorship.referrals.facts import Decision, DraftCopy, GuardianKnows, Introduction, Sender
from mentorship.referrals.models import Referral
from mentorship.region.models import House, OrganisationType
from mentorship.region.places import find_place
from mentorship.region.services import add_organisation, change_phone, seed_region

_BEGINNING = 30  # working days ago the invented region started
_OPENS = time(9, 10)
# Numbers that belong to nobody.
PHONES = {"NHN": "088 - 000 00 01", "KEN": "088 - 000 00 02", "ZW": "088 - 000 00 03"}
ORGANISATIONS: dict[str, tuple[str, OrganisationType, str | None]] = {
    "school": ("Scholengemeenschap De Bongerd", OrganisationType.SCHOOL, None),
    "care": ("Wijkzorg Duin en Dijk", OrganisationType.CARE, None),
    "youth_work": ("Jongerenwerk De Kade", OrganisationType.YOUTH_WORK, None),
    "municipality": ("Gemeente Schagen", OrganisationType.MUNICIPALITY, "GM0441"),
    "police": ("Basisteam Horizon (verzonnen)", OrganisationType.POLICE, None),
    "probation": ("Reclassering Kustlijn", OrganisationType.PROBATION, None),
    "i2o": ("Informatie-overleg Noord", OrganisationType.I2O, None),
    "ico": ("Casusoverleg Kust", OrganisationType.ICO, None),
    "research": ("Lectoraat Jong en Weerbaar", OrganisationType.RESEARCH, None),
}
# Who they are, and where: the key of an organisation or the code of a House.
ACCOUNTS: tuple[tuple[Role, str, str], ...] = (
    (Role.MENTOR_CONSULTANT, "Marije Oudendijk", "NHN"),
    (Role.MENTOR_CONSULTANT, "Ruben Tesselaar", "KEN"),
    (Role.MENTOR_CONSULTANT, "Hanna Zwetsloot", "ZW"),
    (Role.MENTOR, "Joris Kooimans", "NHN"),
    (Role.TRAINER, "Elise van Wieringen", ""),
    (Role.REFERRER, "Wouter Boomgaard", "school"),
    (Role.REFERRER, "Saskia Duinmeijer", "care"),
    (Role.REFERRER, "Naima Kadewal", "youth_work"),
    (Role.REFERRER, "Peter Horizont", "police"),
    (Role.REFERRER, "Anneke Kustman", "probation"),
    (Role.MUNICIPAL_EXPERT, "Tineke Schagerveld", "municipality"),
    (Role.COORDINATOR, "Bas Noordkamp", ""),
    (Role.PRIVACY_OFFICER, "Olga Sluis", ""),
    (Role.DATA_PROTECTION_OFFICER, "Frits Waterman", ""),
    (Role.CONFIDANT, "Loes Bankras", ""),
    (Role.EVALUATOR, "Karel Meetsma", "research"),
)


@dataclass
class Calendar:
    """The clock of the demo's past: goes back to the beginning and walks to now."""

    now: datetime
    moment: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.moment = self.at(_BEGINNING)

    def __call__(self) -> datetime:
        return self.moment

    def at(self, days_ago: int, minutes: int = 0) -> datetime:
        """So many working days ago in office hours; today it is a little before now."""
        day = self.now.astimezone(TIME_ZONE).date()
        for _ in range(days_ago):
            day = _working_day_before(day)
        morning = datetime.combine(day, _OPENS, TIME_ZONE) + timedelta(minutes=minutes)
        return min(morning, self.now - timedelta(minutes=max(1, 40 - minutes)))


@dataclass
class Region:
    """Who and what there is, for the stories that follow."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)  # by organisation or House
    sent: dict[str, UUID] = field(default_factory=dict)  # by first name


def fill(database: Database) -> None:
    """Everything that the demo shows, through the services, in the order in which it happened."""
    calendar = Calendar(database.clock())
    past = Database(database.settings, calendar)
    try:
        region = _begin(past)
        for moment, act in sorted(_history(region, calendar), key=lambda found: found[0]):
            calendar.moment = moment
            act(past)
    finally:
        past.dispose()


def _begin(past: Database) -> Region:
    region = Region()
    with past.writing() as db:
        seed_region(db)
        for code, phone in PHONES.items():
            change_phone(db, db.get_one(House, code), phone)
        for key, (name, kind, municipality) in ORGANISATIONS.items():
            made = add_organisation(db, name, kind, municipality_code=municipality)
            region.organisations[key] = made.id
        for number, (role, name, place) in enumerate(ACCOUNTS, start=1):
            _add_account(db, region, number, role, name, place)
        db.commit()
    return region


def _add_account(db: Db, region: Region, number: int, role: Role, name: str, place: str) -> None:
    new = NewUser(
        name, f"demo{number}@voorbeeld.example", organisation_id=region.organisations.get(place)
    )
    user = demo.create_demo_account(db, new, role, place if place in PHONES else None)
    region.users.setdefault(place or role.value, user)


Act = Callable[[Database], None]


def _history(region: Region, calendar: Calendar) -> Iterator[tuple[datetime, Act]]:
    """What happened and when; several on one day come a few minutes after each other."""
    for place, story in enumerate(STORIES):
        minutes = 7 * place
        yield calendar.at(story.days_ago, minutes), _sending(region, story)
        for order, step in enumerate(story.steps, start=1):
            moment = calendar.at(step.days_ago, minutes + 120 * order)
            yield moment, _stepping(region, story, step)
    yield calendar.at(1, 200), _drafting(region)
    yield calendar.at(1, 220), _inviting(region)


def _sending(region: Region, story: Story) -> Act:
    def act(database: Database) -> None:
        user = region.users[story.sender]
        with database.writing(_actor(user, "referrer")) as db:
            draft = drafting.start_draft(db, user.id)
            sender = Sender(user.id, region.organisations[story.sender])
            copy = DraftCopy(draft.id, draft.version, str(draft.id), {})
            year = database.clock().year - story.age
            region.sent[story.first_name] = referrals.send_referral(
                db, sender, copy, _told(story, year)
            ).id
            db.commit()

    return act


def _told(story: Story, birth_year: int) -> Introduction:
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
        is_status_shared=story.is_status_shared,
    )


def _stepping(region: Region, story: Story, step: Step) -> Act:
    def act(database: Database) -> None:
        consultant = region.users[find_place(story.place).house or ""]
        referrer = region.users[story.sender]
        is_theirs = isinstance(step, Answered) and not step.is_noted
        actor = _actor(referrer, "referrer") if is_theirs else _actor(consultant, _CONSULTANT)
        with database.writing(actor) as db:
            _take(db, db.get_one(Referral, region.sent[story.first_name]), step, consultant)
            db.commit()

    return act


_CONSULTANT = Role.MENTOR_CONSULTANT.value


def _take(db: Db, referral: Referral, step: Step, consultant: User) -> None:
    match step:
        case TakenUp():
            referrals.pick_up(db, referral)
        case Decided(outcome=outcome, reason=reason, question=question):
            referrals.triage(db, referral, Decision(outcome, reason, question), consultant.id)
        case Answered(text=text, is_noted=is_noted):
            by = consultant.id if is_noted else None
            referrals.answer_question(db, referral, text, noted_by=by)


def _drafting(region: Region) -> Act:
    """A referral that waits half-written for the teacher."""

    def act(database: Database) -> None:
        user = region.users["school"]
        with database.writing(_actor(user, "referrer")) as db:
            draft = drafting.start_draft(db, user.id)
            written = {"first_name": "Femke", "place": "Castricum", "need": "Femke vertelde dat"}
            copy = DraftCopy(draft.id, draft.version, str(draft.id), written)
            drafting.keep_draft(db, user.id, copy)
            db.commit()

    return act


def _inviting(region: Region) -> Act:
    """A new mentor, invited by the coordinator; the role waits for a second person."""

    def act(database: Database) -> None:
        coordinator = region.users[Role.COORDINATOR.value]
        new = NewUser("Gijs Polderman", "gijs.polderman@voorbeeld.example")
        with database.writing(_actor(coordinator, Role.COORDINATOR.value)) as db:
            services.invite(db, new, Role.MENTOR, "KEN", coordinator.id)
            db.commit()

    return act


def _actor(user: User, role: str) -> AuditActor:
    return AuditActor(user.id, role, user.organisation_id)


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day

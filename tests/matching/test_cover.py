"""A deputy of another House: opens exactly the cases of the absent colleague, in every room."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import policy, services
from mentorship.matching.matches import queries
from mentorship.matching.matches.readers import readers_of
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy as By
from mentorship.matching.models import DecisionOutcome, Match, RuleKind, Side
from mentorship.matching.rounds import queries as rounds
from mentorship.matching.rounds.models import REGION
from mentorship.mentors import policy as mentors
from mentorship.referrals import policy as referrals
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral
from mentorship.training import policy as training
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.referrals.courses import accepted
from tests.referrals.senders import acting, make_referrer, send

MONDAY = date(2026, 3, 2)
TODAY = Days(MONDAY, MONDAY + timedelta(days=4))


class Region:
    """In one House a case of each kind of two consultants; the first is away from Monday on.

    `own` is somebody whom the first follows, `other` somebody of a colleague.
    """

    def __init__(self, db: Db) -> None:
        self.absent = make_person(db, Role.MENTOR_CONSULTANT)
        self.colleague = make_person(db, Role.MENTOR_CONSULTANT)
        self.deputy = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        school = make_referrer(db)
        self.new = send(db, school)
        self.referred = [accepted(db, school, by) for by in (self.absent, self.colleague)]
        mentors = [ready_mentor(db, self.absent, first_name=name) for name in ("Ans", "Bep")]
        self.own, self.other = waiting_mentee(db, self.absent), waiting_mentee(db, self.absent)
        verbs.take_over(db, self.own, self.absent.id)
        verbs.take_over(db, self.other, self.colleague.id)
        for mentee, mentor in zip((self.own, self.other), mentors, strict=True):
            services.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Past.", self.absent.id)
        self.round = run_round(db, self.absent)
        self.matches = [self.match_of(db, one) for one in (self.own, self.other)]

    def match_of(self, db: Db, mentee: Mentee) -> Match:
        proposal = proposal_for(db, mentee, self.round)
        choose = DecisionOutcome.CHOOSE
        match = services.decide(db, proposal, mentee, choose, "Past.", self.absent.id)
        assert match is not None
        return match

    def cover(self, db: Db, days: Days = TODAY) -> Cover:
        return cover.arrange(db, self.absent.id, self.deputy.id, days, by=self.absent.id)

    def opened_by(self, db: Db, who: Person) -> dict[str, set[object]]:
        """All that this person opens in the House, by the policies of the rooms."""
        actor = acting(db, who)
        found = {
            "referrals": referrals.visible_to(actor).where(col(Referral.house_code) == "KEN"),
            "mentees": referrals.mentees_visible_to(actor),
            "rounds": policy.rounds_of(actor),
            "proposals": policy.proposals_of(actor),
            "matches": policy.matches_of(actor),
            "rules": policy.pair_rules_of(actor),
            "mentors": mentors.visible_to(actor),
            "screened": mentors.screened_by(actor),
            "places": training.places_visible_to(actor),
        }
        return {name: {one.id for one in db.exec(query)} for name, query in found.items()}


@pytest.fixture
def region(db: Db) -> Region:
    return Region(db)


def test_a_deputy_opens_the_cases_of_the_absent_and_no_others(
    db: Db, region: Region, fixed_now: FixedNow
) -> None:
    nothing: dict[str, set[object]] = {name: set() for name in region.opened_by(db, region.deputy)}
    made = region.cover(db, Days(MONDAY + timedelta(days=1), TODAY.last))
    assert region.opened_by(db, region.deputy) == nothing
    fixed_now.advance(days=1)
    covered = nothing | {
        "referrals": {region.referred[0].referral_id},
        "mentees": {region.own.id, region.referred[0].id},
        "rounds": {region.round.id},
        "proposals": {proposal_for(db, region.own, region.round).id},
        "matches": {region.matches[0].id},
    }
    opened = region.opened_by(db, region.deputy)
    assert len(opened.pop("rules")) == 1
    covered.pop("rules")
    assert opened == covered
    assert region.opened_by(db, region.colleague)["mentors"]  # the policies do find somebody
    cover.end(db, made, region.deputy.id)
    assert region.opened_by(db, region.deputy) == nothing


def test_it_is_over_after_the_last_day(db: Db, region: Region, fixed_now: FixedNow) -> None:
    region.cover(db)
    fixed_now.advance(days=4)
    assert region.opened_by(db, region.deputy)["matches"]
    fixed_now.advance(days=1)
    assert not any(region.opened_by(db, region.deputy).values())


def test_a_case_that_changes_hands_goes_out_of_the_cover(db: Db, region: Region) -> None:
    region.cover(db)
    verbs.take_over(db, region.own, region.colleague.id)
    verbs.take_over(db, region.other, region.absent.id)
    assert region.opened_by(db, region.deputy)["matches"] == {region.matches[1].id}
    verbs.transfer(db, region.other, "ZW", "Verhuisd.", by=region.colleague.id)
    region.other.consultant_id = region.absent.id  # an id left behind, in a House without a role
    db.flush()
    assert not region.opened_by(db, region.deputy)["matches"]


def test_the_others_of_a_round_of_the_house_are_not_shown(db: Db, region: Region) -> None:
    region.cover(db)
    actor = acting(db, region.deputy)
    visible, own = policy.proposals_of(actor), policy.houses_of(actor)
    assert rounds.elsewhere(db, visible, region.round.id, own, 1) == ([], 1)
    region.round.scope, region.round.house_code = REGION, None
    db.flush()
    others, _pages = rounds.elsewhere(db, visible, region.round.id, own, 1)
    assert [one.mentee_id for one in others] == [region.other.id]


def test_the_letters_about_a_case_reach_the_deputy_too(
    db: Db, region: Region, fixed_now: FixedNow
) -> None:
    region.cover(db)
    assert [user.id for user in readers_of(db, region.matches[0])] == [
        region.absent.id, region.deputy.id,
    ]  # fmt: skip
    assert [user.id for user in readers_of(db, region.matches[1])] == [region.colleague.id]
    before = set(db.exec(select(OutboxMail.id)))
    for match in region.matches:
        services.answer(db, match, Reply(Side.MENTOR, is_yes=True), By.PAGE)
    told = [mail.subject_id for mail in db.exec(select(OutboxMail)) if mail.id not in before]
    people = (region.absent, region.deputy, region.colleague)
    assert sorted(told) == sorted(one.user.subject_id for one in people)
    fixed_now.advance(days=5)
    assert [user.id for user in readers_of(db, region.matches[0])] == [region.absent.id]


def test_what_is_done_and_read_for_a_colleague_says_so_in_the_trail(database: Database) -> None:
    with database.writing() as db:
        region = Region(db)
        region.cover(db)
        actor = acting(db, region.deputy).audit
        db.commit()
    with database.writing(actor) as db:
        verbs.set_priority(db, db.get_one(Mentee, region.own.id), 1, "Dringend.", by=actor.id)  # type: ignore[arg-type]
        verbs.set_priority(db, db.get_one(Mentee, region.other.id), 1, "Ook.", by=actor.id)  # type: ignore[arg-type]
        db.commit()
    with database.reading(actor) as db:
        queries.reason_of_closing(db, db.get_one(Match, region.matches[0].id))
        verbs._known(db, db.get_one(Mentee, region.own.id), "contact_details")
    with database.writing(actor) as db:
        verbs.transfer(db, db.get_one(Mentee, region.own.id), "ZW", "Verhuisd.", by=actor.id)  # type: ignore[arg-type]
        db.commit()
    with database.reading() as db:
        theirs = select(AuditEvent).where(AuditEvent.actor_id == actor.id)
        found = db.exec(theirs.order_by(col(AuditEvent.seq))).all()
    told = [(event.action, json.loads(event.details).get("cover_for")) for event in found]
    assert told == [
        ("mentee.priority_set", str(region.absent.id)),
        ("mentee.priority_set", None),
        ("read", str(region.absent.id)),
        ("mentee.transferred", str(region.absent.id)),
    ]


@pytest.fixture
def pages(app: Flask, sqlite_database: Database) -> tuple[Region, FlaskClient]:
    with sqlite_database.writing() as db:
        region = Region(db)
        db.commit()
    client = app.test_client()
    sign_in_as(client, sqlite_database, region.deputy.user)
    return region, client


def test_the_pages_of_covered_cases_open_and_say_for_whom(
    pages: tuple[Region, FlaskClient], sqlite_database: Database, fixed_now: FixedNow
) -> None:
    region, client = pages
    addresses = [
        f"/mentees/{region.own.id}",
        f"/mentees/{region.own.id}/profile",
        f"/referrals/{region.referred[0].referral_id}",
        f"/matching/rounds/{region.round.id}",
        f"/matching/rounds/{region.round.id}/proposals/{region.matches[0].proposal_id}",
        f"/matching/matches/{region.matches[0].id}",
    ]
    of_others = [
        f"/mentees/{region.other.id}",
        f"/referrals/{region.new.id}",
        f"/matching/matches/{region.matches[1].id}",
        f"/matching/rounds/{region.round.id}/proposals/{region.matches[1].proposal_id}",
    ]
    for address in (*addresses, *of_others):
        assert client.get(address).status_code == 404, address
    with sqlite_database.writing() as db:
        region.cover(db)
        db.commit()
    shown = {address: client.get(address) for address in addresses}
    assert {address: page.status_code for address, page in shown.items()} == dict.fromkeys(
        addresses, 200
    )
    for address in (addresses[0], addresses[-1]):
        assert "tot en met vrijdag 6 maart 2026" in shown[address].text
    assert str(region.other.id) not in shown[addresses[3]].text
    for address in of_others:
        assert client.get(address).status_code == 404, address
    assert "Ik neem dit dossier over" not in shown[addresses[0]].text
    taken = f"/mentees/{region.own.id}/take-over"
    assert (
        client.post(taken, data={"csrf_token": csrf(client, "/account/details")}).status_code == 404
    )
    fixed_now.advance(days=5)
    sign_in_as(client, sqlite_database, region.deputy.user)
    for address in addresses:
        assert client.get(address).status_code == 404, address

"""A file of people beside what others do meanwhile: nothing is overwritten, nobody is opened."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlmodel import select

from mentorship.accounts.models import Language
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Database, Db
from mentorship.foundation.working_days import end_of_term
from mentorship.matching.models import FileNumber, PairRule
from mentorship.matching.people_files import exports, imports, numbers
from mentorship.matching.people_files.plans import Bringing, Effect, FileKind, Plan, setting_on
from mentorship.matching.rounds import telling
from mentorship.matching.rounds.gathering import gather
from mentorship.mentors import services as mentors
from mentorship.mentors.queries import profile_of, today
from mentorship.referrals.mentees import consents, verbs
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.facts import Guardians
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Mentee, StoppedBy
from tests.accounts.people import HOUSE, Person, make_person
from tests.matching.pool import (
    MENTEE,
    proposal_for,
    ready_mentor,
    run_round,
    waiting_mentee,
)

OURS = frozenset({HOUSE})
COLUMNS = "nummer;naam;plaats;beschikbaar;wacht_sinds;geboortejaar"


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def look(db: Db, by: Person, kind: FileKind, content: bytes) -> Plan:
    file = imports.read(setting_on(today(db)), kind, "x.csv", content)
    return imports.look_at(Bringing(db, by.id, OURS), kind, file)


def bring(
    db: Db,
    by: Person,
    kind: FileKind,
    content: bytes,
    seen: str | None = None,
    *,
    houses: frozenset[str] = OURS,
    has_consent: bool = False,
) -> Plan:
    file = imports.read(setting_on(today(db)), kind, "x.csv", content)
    return imports.bring_in(Bringing(db, by.id, houses, has_consent), kind, file, seen)


def faults(plan: Plan) -> list[str]:
    return [str(fault.problem) for fault in plan.faults.shown]


def test_who_stopped_meanwhile_is_a_fault_of_the_row(db: Db, consultant: Person) -> None:
    mentor, mentee = ready_mentor(db, consultant), waiting_mentee(db, consultant)
    young, older = exports.mentees_file(db, OURS), exports.mentors_file(db, OURS)
    verbs.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    mentors.stop(db, mentor, "", consultant.id)
    for kind, content in ((FileKind.MENTEES, young), (FileKind.MENTORS, older)):
        plan = bring(db, consultant, kind, content)
        assert faults(plan) == ["Het dossier van deze persoon is hier gesloten."]


def test_what_changed_since_the_look_is_not_overwritten(db: Db, consultant: Person) -> None:
    mentee = waiting_mentee(db, consultant)
    content = exports.mentees_file(db, OURS).replace(b"mon-evening", b"tue-evening")
    content = content.replace(b"ma-avond", b"di-avond")
    looked = look(db, consultant, FileKind.MENTEES, content)
    assert looked.has_work
    wishes = mentees.wishes_of(db, mentee)
    assert wishes is not None
    theirs = replace(MENTEE, slots=frozenset({"sun-morning"}))
    verbs.save_profile(db, mentee, theirs, version=wishes.version)
    late = bring(db, consultant, FileKind.MENTEES, content, looked.mark)
    assert late.is_overtaken
    assert mentees.profile_of(db, mentee).slots == {"sun-morning"}
    again = bring(db, consultant, FileKind.MENTEES, content, late.mark)
    assert not again.is_overtaken
    assert "tue-evening" in mentees.profile_of(db, mentee).slots


def test_a_file_of_mentors_sent_twice_is_written_once(db: Db, consultant: Person) -> None:
    mentor = ready_mentor(db, consultant)
    content = exports.mentors_file(db, OURS).replace(b"Haarlem", b"Zandvoort")
    looked = look(db, consultant, FileKind.MENTORS, content)
    for _time in range(2):
        plan = bring(db, consultant, FileKind.MENTORS, content, looked.mark)
        assert plan.is_good
        assert not plan.is_overtaken
    assert profile_of(db, mentor).place == "Zandvoort"


def test_of_another_house_nothing_is_read(db: Db, consultant: Person) -> None:
    """Not even that there is somebody: the id is told as one that nobody has."""
    mentee = waiting_mentee(db, consultant)
    content = exports.mentees_file(db, OURS)
    nobody = content.replace(str(mentee.id).encode(), str(uuid4()).encode())
    verbs.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
    plans = [bring(db, consultant, FileKind.MENTEES, one) for one in (content, nobody)]
    assert [faults(plan) for plan in plans] == [["Niemand hier heeft dit nummer (meer)."]] * 2


def young(*rows: str) -> bytes:
    return "\n".join((COLUMNS, *rows)).encode()


def test_two_houses_use_one_number_for_two_people(db: Db, consultant: Person) -> None:
    """Neither learns of the other, and a round of the region tells the two apart."""
    ours = young("1;Yara;Haarlem;ma-avond;2026-01-01;2007")
    theirs = young("1;Noor;Alkmaar;ma-avond;2026-01-01;2007")
    elsewhere = frozenset({"NHN"})
    for content, houses in ((ours, OURS), (theirs, elsewhere)):
        plan = bring(db, consultant, FileKind.MENTEES, content, houses=houses, has_consent=True)
        assert (faults(plan), plan.counts[Effect.ADDED]) == ([], 1)
    again = bring(db, consultant, FileKind.MENTEES, ours)
    assert again.counts[Effect.SAME] == 1
    for houses in (OURS, elsewhere):
        (known,) = gather(db, today(db), houses).mentee_ids.values()
        assert known == "1"
    region = gather(db, today(db), None).mentee_ids
    assert {str(key) for key in region} == set(region.values())


def test_who_moves_leaves_the_number_behind(db: Db, consultant: Person) -> None:
    content = young("1;Yara;Haarlem;ma-avond;2026-01-01;2007")
    bring(db, consultant, FileKind.MENTEES, content, has_consent=True)
    moved = db.exec(select(Mentee)).one()
    verbs.transfer(db, moved, "NHN", "Verhuisd.", by=consultant.id)
    assert gather(db, today(db), frozenset({"NHN"})).mentee_ids == {moved.id: str(moved.id)}
    another = young("1;Noor;Haarlem;ma-avond;2026-01-01;2007")
    plan = bring(db, consultant, FileKind.MENTEES, another, has_consent=True)
    assert (faults(plan), plan.counts[Effect.ADDED]) == ([], 1)
    assert list(gather(db, today(db), OURS).mentee_ids.values()) == ["1"]


def test_a_name_beside_a_number_of_a_round_is_of_that_round(db: Db, consultant: Person) -> None:
    here = ready_mentor(db, consultant, first_name="Jolanda")
    near = ready_mentor(db, consultant, first_name="Petra")
    there = ready_mentor(db, consultant, "NHN", first_name="Wim", place="Alkmaar")
    for mentor, number in ((here, "1"), (near, "2"), (there, "2")):
        numbers.give(db, numbers.MENTORS, mentor, number)
    mentee = waiting_mentee(db, consultant)
    row = run_round(db, consultant)
    told = telling.proposal(db, row, proposal_for(db, mentee, row))
    assert told is not None
    pair = {told.part.mentor, *(one.name for one in told.others)}
    assert pair == {"Jolanda Vis", "Petra Vis"}


def test_a_consent_on_paper_is_of_the_day_in_the_file(db: Db, consultant: Person) -> None:
    content = young("1;Yara;Haarlem;ma-avond;2026-01-05;2007")
    bring(db, consultant, FileKind.MENTEES, content, has_consent=True)
    mentee = db.exec(select(Mentee)).one()
    consent = db.exec(select(Consent)).one()
    assert day_of(consent.given_at) == mentee.waiting_since == date(2026, 1, 5)
    assert mentee.matching_due == date(2026, 2, 16)  # six weeks


def test_the_term_of_a_match_waits_for_the_guardian(db: Db, consultant: Person) -> None:
    """Of who may be under sixteen the file says nothing about who holds authority."""
    content = young("1;Yara;Haarlem;ma-avond;2026-01-05;2012")
    bring(db, consultant, FileKind.MENTEES, content, has_consent=True)
    mentee = db.exec(select(Mentee)).one()
    assert (mentee.matching_due, mentee.waiting_since) == (None, None)
    guardians = Guardians(Authority.ONE_PARENT, name="Samira", contact="06 00000000")
    verbs.set_guardians(db, mentee, guardians)
    assert mentee.matching_due is None
    answer = consents.Answer(GivenBy.GUARDIAN, How.PAPER, "2026-01", Language.DUTCH, consultant.id)
    consents.give_consent(db, mentee, answer, {ConsentPurpose.PARTICIPATION: True})
    assert mentee.matching_due == end_of_term(today(db), weeks=6)
    assert mentee.waiting_since == today(db)


def test_one_file_sent_twice_at_once_adds_everybody_once(database: Database) -> None:
    with database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        db.commit()
    content = young(*(f"{number};Yara;Haarlem;ma-avond;2026-01-01;2007" for number in (1, 2)))
    with database.reading() as db:
        seen = look(db, consultant, FileKind.MENTEES, content).mark
    gate, plans = Barrier(2), list[Plan]()

    def send() -> None:
        with database.writing() as db:
            gate.wait()
            plan = bring(db, consultant, FileKind.MENTEES, content, seen)
            if not plan.is_overtaken:
                db.commit()
            plans.append(plan)

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(plan.counts[Effect.ADDED] for plan in plans) == [0, 2]
    with database.reading() as db:
        assert len(db.exec(select(Mentee)).all()) == 2


def test_who_moved_gets_a_number_of_the_new_house(db: Db, consultant: Person) -> None:
    mentee = waiting_mentee(db, consultant)
    for house in (HOUSE, "NHN"):
        if mentee.house_code != house:
            verbs.transfer(db, mentee, house, "Verhuisd.", by=consultant.id)
        numbers.give(db, numbers.MENTEES, mentee, "1")
    assert gather(db, today(db), frozenset({"NHN"})).mentee_ids == {mentee.id: "1"}
    assert numbers.find(db, numbers.MENTEES, OURS, ["1"]) == {}


def told(plan: Plan) -> list[tuple[int | None, str | None, str | None, str]]:
    """The warnings: where, which number, and what about it."""
    return [(one.row, one.column, one.value, str(one.problem)) for one in plan.warnings.shown]


NOT_KEPT = "Niemand in jouw Huis heeft dit nummer: dit paar wordt niet uit elkaar gehouden."


def test_an_exclusion_that_finds_nobody_is_told_before_the_import(
    db: Db, consultant: Person
) -> None:
    """Of another House nothing shows: its numbers are told as those of nobody."""
    here, there = ready_mentor(db, consultant), ready_mentor(db, consultant, "NHN")
    numbers.give(db, numbers.MENTORS, here, "M1")
    numbers.give(db, numbers.MENTORS, there, "M9")
    content = (
        f"{COLUMNS};uitgesloten\n"
        f"J1;Yara;Haarlem;ma-avond;2026-01-01;2007;M1|M9|{there.id}\n"
        f"J2;Noor;Haarlem;ma-avond;2026-01-01;2007;M8\n"
    ).encode()
    looked = look(db, consultant, FileKind.MENTEES, content)
    assert told(looked) == [
        (2, "uitgesloten", "M9", NOT_KEPT),
        (3, "uitgesloten", "M8", NOT_KEPT),
    ]
    plan = bring(db, consultant, FileKind.MENTEES, content, looked.mark)
    assert (faults(plan), told(plan)) == ([], told(looked))
    assert {rule.mentor_id for rule in db.exec(select(PairRule))} == {here.id, there.id}


def test_a_young_person_of_another_house_is_kept_apart_there(db: Db, consultant: Person) -> None:
    mentor, mentee = ready_mentor(db, consultant), waiting_mentee(db, consultant)
    verbs.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
    head = "nummer;naam;plaats;beschikbaar;uitgesloten"
    content = f"{head}\n{mentor.id};Petra;Haarlem;ma-avond;{mentee.id}\n".encode()
    plan = bring(db, consultant, FileKind.MENTORS, content)
    assert told(plan) == [(2, "uitgesloten", str(mentee.id), NOT_KEPT)]
    assert db.exec(select(PairRule)).all() == []


def test_a_number_of_two_people_keeps_apart_the_one_of_the_house(
    db: Db, consultant: Person
) -> None:
    """Who brings in for several Houses hears that a number means several people."""
    for house in (HOUSE, "NHN"):
        numbers.give(db, numbers.MENTORS, ready_mentor(db, consultant, house), "M1")
    houses = frozenset({HOUSE, "NHN", "ZW"})
    content = (
        f"{COLUMNS};uitgesloten\n"
        "J1;Yara;Haarlem;ma-avond;2026-01-01;2007;M1\n"
        "J2;Noor;Zaandam;ma-avond;2026-01-01;2007;M1\n"
    ).encode()
    plan = bring(db, consultant, FileKind.MENTEES, content, houses=houses)
    several = (
        "Meerdere mensen in jouw Huizen hebben dit nummer: dit paar wordt niet uit elkaar gehouden."
    )
    assert told(plan) == [(3, "uitgesloten", "M1", several)]
    (rule,) = db.exec(select(PairRule)).all()
    kept = db.get_one(Mentee, rule.mentee_id)
    assert kept.house_code == HOUSE


def test_an_exclusion_alone_is_a_change(db: Db, consultant: Person) -> None:
    """Otherwise nothing would differ, and it would be dropped."""
    mentor, row = ready_mentor(db, consultant), "1;Yara;Haarlem;ma-avond;2026-01-01;2007"
    bring(db, consultant, FileKind.MENTEES, young(row))
    content = f"{COLUMNS};uitgesloten\n{row};{mentor.id}\n".encode()
    looked = look(db, consultant, FileKind.MENTEES, content)
    assert [one.changes for one in looked.rows] == [("uitgesloten",)]
    bring(db, consultant, FileKind.MENTEES, content, looked.mark)
    assert len(db.exec(select(PairRule)).all()) == 1
    assert not look(db, consultant, FileKind.MENTEES, content).has_work


def number_from_before(db: Db, mentee: Mentee, number: str) -> None:
    """As it was written while a number belonged to no House."""
    numbers.give(db, numbers.MENTEES, mentee, number)
    row = db.exec(select(FileNumber).where(FileNumber.mentee_id == mentee.id)).one()
    row.number_key = vault.blind_index(db, "file_number.mentee", number.encode().hex())
    db.flush()


def test_a_file_from_before_houses_had_numbers_doubles_nobody(db: Db, consultant: Person) -> None:
    mentee = waiting_mentee(db, consultant)
    number_from_before(db, mentee, "1")
    content = young("1;Yara;Haarlem;ma-avond|wo-avond;2026-01-01;2007")
    looked = look(db, consultant, FileKind.MENTEES, content)
    assert looked.counts == {Effect.ADDED: 0, Effect.CHANGED: 1, Effect.SAME: 0}
    bring(db, consultant, FileKind.MENTEES, content, looked.mark)
    assert [one.id for one in db.exec(select(Mentee))] == [mentee.id]
    assert gather(db, today(db), OURS).mentee_ids == {mentee.id: "1"}
    row = db.exec(select(FileNumber)).one()
    assert row.number_key == numbers.MENTEES.key(db, HOUSE, "1")


def test_a_number_from_before_is_not_found_in_another_house(db: Db, consultant: Person) -> None:
    """Nor by the House to which somebody moved with it: there it means somebody else."""
    mentee = waiting_mentee(db, consultant)
    number_from_before(db, mentee, "1")
    elsewhere = frozenset({"NHN"})
    assert numbers.find(db, numbers.MENTEES, OURS, ["1"]) == {"1": [mentee]}
    assert numbers.find(db, numbers.MENTEES, elsewhere, ["1"]) == {}
    assert numbers.find(db, numbers.MENTORS, OURS, ["1"]) == {}
    verbs.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
    assert numbers.find(db, numbers.MENTEES, elsewhere, ["1"]) == {}


def test_the_number_of_the_house_goes_before_one_from_before(db: Db, consultant: Person) -> None:
    before, now = waiting_mentee(db, consultant), waiting_mentee(db, consultant)
    number_from_before(db, before, "1")
    numbers.give(db, numbers.MENTEES, now, "1")
    assert numbers.find(db, numbers.MENTEES, OURS, ["1"]) == {"1": [now]}

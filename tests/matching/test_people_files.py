"""A file of people beside what others do meanwhile: nothing is overwritten, nobody is opened."""

from dataclasses import replace

import pytest

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching.people_files import exports, imports
from mentorship.matching.people_files.plans import Bringing, FileKind, Plan
from mentorship.mentors import services as mentors
from mentorship.mentors.queries import profile_of
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import StoppedBy
from tests.accounts.people import HOUSE, Person, make_person
from tests.matching.pool import MENTEE, ready_mentor, waiting_mentee

OURS = frozenset({HOUSE})


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def bring(db: Db, by: Person, kind: FileKind, content: bytes, seen: str | None = None) -> Plan:
    return imports.bring_in(Bringing(db, by.id, OURS), kind, "x.csv", content, seen)


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
    looked = imports.look_at(Bringing(db, consultant.id, OURS), FileKind.MENTEES, "x.csv", content)
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
    looked = imports.look_at(Bringing(db, consultant.id, OURS), FileKind.MENTORS, "x.csv", content)
    for _time in range(2):
        plan = bring(db, consultant, FileKind.MENTORS, content, looked.mark)
        assert plan.is_good
        assert not plan.is_overtaken
    assert profile_of(db, mentor).place == "Zandvoort"


def test_of_another_house_nothing_is_read(db: Db, consultant: Person) -> None:
    mentee = waiting_mentee(db, consultant)
    content = exports.mentees_file(db, OURS)
    verbs.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
    plan = bring(db, consultant, FileKind.MENTEES, content)
    assert faults(plan) == ["Dit nummer is van iemand van een ander Huis."]
    assert plan.rows == []

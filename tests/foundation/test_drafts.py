"""Drafts: nothing lost, nothing overwritten unseen, nobody else's."""

from threading import Barrier, Event, Thread
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from mentorship.foundation import drafts, outbox, upkeep, vault
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft, DraftChanged, DraftTooLong, DraftUnknown
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.jobs import Job
from mentorship.foundation.keys.store import KeyMissing
from mentorship.foundation.outbox import Letter
from mentorship.foundation.queues.runs import run_job
from tests.factories import FixedNow

OWNER = uuid4()
TEXT = {"need": "Zij wil graag Canarische vogels leren fluiten."}


def test_a_draft_is_handed_back_as_it_was(database: Database) -> None:
    draft = saved(database, TEXT)
    with database.reading() as db:
        opened = drafts.load(db, OWNER, draft.id)
    assert opened.fields == TEXT
    assert (opened.version, opened.subject_id) == (draft.version, draft.subject_id)


@pytest.mark.parametrize(
    "text", ["", "\r\n\t ", "'; DROP TABLE draft; --", "🙂 ٣ ﷽", '{"a": 1}', "\x00\x1b"]
)
def test_any_text_comes_back_unchanged(database: Database, text: str) -> None:
    draft = saved(database, {"need": text, text[:20]: "x"})
    with database.reading() as db:
        assert drafts.load(db, OWNER, draft.id).fields == {"need": text, text[:20]: "x"}


def test_somebody_elses_draft_is_no_draft(database: Database) -> None:
    draft = saved(database, TEXT)
    other = uuid4()
    with database.writing() as db:
        with pytest.raises(DraftUnknown):
            drafts.load(db, other, draft.id)
        with pytest.raises(DraftUnknown):
            drafts.save(db, other, draft.id, fields={"need": "mine now"}, version=draft.version)
        with pytest.raises(DraftUnknown):
            drafts.discard(db, other, draft.id)
        with pytest.raises(DraftUnknown):
            drafts.hand_over(db, other, draft.id)
        with pytest.raises(DraftUnknown):
            drafts.load(db, OWNER, uuid4())
        assert drafts.list_of(db, other, "tests.letter") == []


def test_two_browsers_on_one_draft_both_keep_their_text(database: Database) -> None:
    draft = saved(database, TEXT)
    mine, theirs = {"need": "from the tram"}, {"need": "from the desk"}
    with database.writing() as db:
        second = drafts.save(db, OWNER, draft.id, fields=theirs, version=draft.version)
        db.commit()
    with database.writing() as db, pytest.raises(DraftChanged) as changed:
        drafts.save(db, OWNER, draft.id, fields=mine, version=draft.version)

    assert (changed.value.mine, changed.value.theirs) == (mine, theirs)
    with database.writing() as db:  # having seen both, the writer chooses
        chosen = drafts.save(db, OWNER, draft.id, fields=mine, version=changed.value.version)
        db.commit()
    assert chosen.version > second.version
    with database.reading() as db:
        assert drafts.load(db, OWNER, draft.id).fields == mine


def test_a_double_click_is_no_conflict(database: Database) -> None:
    draft = saved(database, {})
    with database.writing() as db:
        first = drafts.save(db, OWNER, draft.id, fields=TEXT, version=draft.version)
        db.commit()
    with database.writing() as db:
        again = drafts.save(db, OWNER, draft.id, fields=TEXT, version=draft.version)
        db.commit()
    assert again.version == first.version


def test_of_eight_saves_at_once_one_wins_and_seven_keep_their_text(database: Database) -> None:
    draft = saved(database, {})
    together, outcomes = Barrier(8), []

    def save(number: int) -> None:
        together.wait()
        with database.writing() as db:
            try:
                fields = {"need": f"text {number}"}
                drafts.save(db, OWNER, draft.id, fields=fields, version=draft.version)
                db.commit()
                outcomes.append(("stored", f"text {number}"))
            except DraftChanged as changed:
                outcomes.append(("refused", changed.mine["need"]))

    threads = [Thread(target=save, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({text for _, text in outcomes}) == 8
    stored = [text for outcome, text in outcomes if outcome == "stored"]
    with database.reading() as db:
        assert [drafts.load(db, OWNER, draft.id).fields["need"]] == stored


def test_a_megabyte_is_refused_and_the_earlier_text_stands(database: Database) -> None:
    draft = saved(database, TEXT)
    with database.writing() as db, pytest.raises(DraftTooLong) as refused:
        drafts.save(db, OWNER, draft.id, fields={"need": "a" * 1_000_000}, version=draft.version)
    assert (refused.value.length, refused.value.limit) == (1_000_004, 200_000)
    with database.reading() as db:
        assert drafts.load(db, OWNER, draft.id).fields == TEXT


@pytest.mark.parametrize("letter", ["a", "é", "🙂", "\x01", '"'])
def test_just_the_limit_fits_whatever_the_letters(database: Database, letter: str) -> None:
    text = letter * (200_000 - len("need"))
    draft = saved(database, {"need": text})
    with database.reading() as db:
        assert drafts.load(db, OWNER, draft.id).fields == {"need": text}


def test_a_text_is_never_stored_in_plain(database: Database) -> None:
    draft = saved(database, TEXT)
    with database.reading() as db:
        rows = db.connection().exec_driver_sql("SELECT * FROM draft").all()
    assert "Canarische" not in repr(rows)
    if database.engine.dialect.name == "sqlite":
        folder = database.settings.data_dir
        assert not any(
            b"Canarische" in file.read_bytes() for file in folder.rglob("*") if file.is_file()
        )
    assert draft.content is not None


def test_the_list_is_newest_first_and_of_one_kind(database: Database, fixed_now: FixedNow) -> None:
    older = saved(database, TEXT)
    fixed_now.advance(minutes=5)
    newer = saved(database, TEXT)
    saved(database, TEXT, kind="tests.other")
    with database.reading() as db:
        found = [row.id for row in drafts.list_of(db, OWNER, "tests.letter")]
    assert found == [newer.id, older.id]


def test_a_discarded_draft_takes_its_key_along(database: Database) -> None:
    draft = saved(database, TEXT)
    with database.writing() as db:
        drafts.discard(db, OWNER, draft.id)
        db.commit()
    assert database.keys.find([draft.subject_id])  # not before the commit is known

    do_jobs(database)
    assert database.keys.find([draft.subject_id]) == {}
    with database.writing() as db, pytest.raises(KeyMissing):
        vault.write(db, draft, content="again")


def test_a_discard_that_is_rolled_back_loses_nothing(database: Database) -> None:
    draft = saved(database, TEXT)
    with database.writing() as db:
        drafts.discard(db, OWNER, draft.id)
    do_jobs(database)
    with database.reading() as db:
        assert drafts.load(db, OWNER, draft.id).fields == TEXT


def test_a_person_whom_a_record_holds_keeps_the_key(database: Database) -> None:
    draft = saved(database, TEXT)
    letter = Letter("tests.letter", _l("Kind regards"), ())
    with database.writing() as db:
        outbox.send(db, letter, to="a@example.org", subject_id=draft.subject_id)
        drafts.discard(db, OWNER, draft.id)
        db.commit()
    do_jobs(database, "foundation.forget_subject")
    assert database.keys.find([draft.subject_id])


def test_handed_over_the_row_goes_and_the_key_stays(database: Database) -> None:
    draft = saved(database, TEXT)
    with database.writing() as db:
        drafts.hand_over(db, OWNER, draft.id)
        with pytest.raises(DraftUnknown):  # a second submit
            drafts.hand_over(db, OWNER, draft.id)
        db.commit()
    do_jobs(database)
    assert database.keys.find([draft.subject_id])


def test_an_untouched_draft_goes_after_thirty_days(database: Database, fixed_now: FixedNow) -> None:
    old = saved(database, TEXT)
    fixed_now.advance(days=29)
    recent = saved(database, TEXT)
    upkeep.expire(database)
    assert ids(database) == {old.id, recent.id}
    fixed_now.advance(days=1, seconds=1)
    upkeep.expire(database)
    assert ids(database) == {recent.id}
    do_jobs(database)
    assert database.keys.find([old.subject_id]) == {}


def saved(database: Database, fields: dict[str, str], kind: str = "tests.letter") -> Draft:
    with database.writing() as db:
        draft = drafts.start(db, OWNER, kind)
        draft = drafts.save(db, OWNER, draft.id, fields=fields, version=draft.version)
        db.commit()
    return draft


def ids(database: Database) -> set[UUID]:
    with database.reading() as db:
        return set(db.exec(select(Draft.id)))


def do_jobs(database: Database, name: str | None = None) -> None:
    with database.reading() as db:
        waiting = list(db.exec(select(Job)))
    for row in waiting:
        if name in (None, row.name):
            run_job(database, Event(), row.id)

"""Definition files: the example says everything, all that is wrong is told at once, scores."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import select

from mentorship.cli import main
from mentorship.foundation.db import Database, Db
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.definitions import scores_of
from mentorship.trajectories.reviews.instruments.files import DefinitionInvalid, read_definition
from mentorship.trajectories.reviews.instruments.models import Instrument
from mentorship.trajectories.reviews.models import Wave

EXAMPLE = Path(__file__).parents[4] / "docs" / "examples" / "instrument.toml"


def told(text: str) -> list[str]:
    """The problems as `line field`."""
    with pytest.raises(DefinitionInvalid) as found:
        read_definition(text)
    assert all(one.what and one.remedy for one in found.value.problems)
    return [f"{one.line} {one.field}" for one in found.value.problems]


def test_the_example_and_its_scores() -> None:
    wind = read_definition(EXAMPLE.read_text())
    assert (wind.waves, wind.score_range) == ((Wave.START, Wave.MONTH_6, Wave.MONTH_12), (0, 30))
    answers = {"plans": 2, "help": 3, "alone": 1, "rest": 0}
    scores = scores_of(wind, answers)
    # (2 + 3 + (3 − 1) + 0) · 2.5 and (3 + 2) · 2.5
    assert (scores.total, scores.subscales) == (17.5, {"with-others": 12.5})
    skipped = scores_of(wind, {**answers, "rest": None})
    assert (skipped.total, skipped.subscales) == (None, {"with-others": 12.5})
    with pytest.raises(ValueError, match="plans"):
        scores_of(wind, {**answers, "plans": 4})


def test_what_is_shipped_is_ours() -> None:
    assert [one.code for one in catalogue.shipped()] == ["cantril", "own-mentee", "own-mentor"]
    mentee, mentor = catalogue.shipped()[1:]
    assert [item.code for item in mentee.items] == ["contact", "useful", "safe"]
    assert [item.code for item in mentor.items] == ["contact", "useful", "safe"]
    assert scores_of(mentee, {"contact": 6, "useful": 9, "safe": 3}).total == 6
    # Who looks over a shoulder reads nothing of a programme.
    assert "mentor" not in "".join(item.text.nl for item in mentee.items)


def test_everything_that_is_wrong_is_told_at_once_with_its_line() -> None:
    wrong = {
        'respondent = "mentee"': ('respondant = "mentee"', "respondant"),
        'waves = ["start", "month_6", "month_12"]': ('waves = ["start", "month_4"]', "waves"),
        "reversed = true": ('reversed = "yes"', "items[3].reversed"),
        'en = "I came to rest."': ('en = ""', "items[4].en"),
        'items = ["help", "alone"]': ('items = ["help", "alnoe"]', "subscales[1].items"),
        "reliability = 0.86": ("reliability = 86", "published.reliability"),
    }
    lines = EXAMPLE.read_text().splitlines()
    places = [f"{lines.index(line) + 1} {name}" for line, (_wrong, name) in wrong.items()]
    text = "\n".join(wrong.get(line, (line, ""))[0] for line in lines)
    assert told(text) == ["1 respondent", *places]


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("multiply = 2.5", "multiply = 4", "scoring.range"),
        ("highest = 3", "highest = 30", "scale.highest"),
        ('code = "rest"', 'code = "help"', "items[4].code"),
        ('code = "rest"', 'code = "Rust!"', "items[4].code"),
        ("value = 3", "value = 7", "scale.labels[2].value"),
        ("format = 1", "format = 2", "format"),
        ("[scale]", "[scale", "file"),
    ],
)
def test_each_of_these_is_refused(before: str, after: str, field: str) -> None:
    text = EXAMPLE.read_text()
    assert before in text
    assert [one.partition(" ")[2] for one in told(text.replace(before, after))] == [field]


def test_a_loaded_version_never_changes_and_can_be_switched_off(db: Db) -> None:
    text = EXAMPLE.read_text()
    for _twice in range(2):
        catalogue.load(db, text)
    assert len(db.exec(select(Instrument)).all()) == 1
    with pytest.raises(catalogue.VersionTaken):
        catalogue.load(db, text + "\n# anders\n")
    with pytest.raises(catalogue.CodeShipped):
        catalogue.load(db, text.replace("wind-in-the-back", "cantril"))
    newer = text.replace('version = "1"', 'version = "2"').replace("Wind in", "Storm in")
    db.info["database"].clock.advance(days=1)
    catalogue.load(db, newer)
    asked = [(one.code, one.version) for one in catalogue.in_use(db)]
    assert asked[3:] == [("wind-in-the-back", "2")]
    catalogue.switch(db, "wind-in-the-back", is_active=False)
    assert len(catalogue.in_use(db)) == 3
    old = catalogue.find(db, "wind-in-the-back", "1")
    assert old is not None
    assert old.title.nl == "Wind in de rug"


def test_the_commands(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "fout.toml"
    wrong.write_text('format = 1\ncode = "x"\n')
    run = CliRunner().invoke
    assert run(main, ["instruments", "check", str(EXAMPLE)]).exit_code == 0
    refused = run(main, ["instruments", "load", str(wrong)])
    assert refused.exit_code == 1
    assert f"{wrong}:1: licence: " in refused.output
    monkeypatch.setenv("MENTORSHIP_DATA_DIR", str(sqlite_database.settings.data_dir))
    assert run(main, ["instruments", "load", str(EXAMPLE)]).exit_code == 0
    assert "wind-in-the-back 1" in run(main, ["instruments", "list"]).output
    assert run(main, ["instruments", "switch", "wind-in-the-back", "off"]).exit_code == 0
    assert run(main, ["instruments", "switch", "nothing", "off"]).exit_code == 2
    with sqlite_database.reading() as db:
        assert [row.is_active for row in catalogue.loaded(db)] == [False]

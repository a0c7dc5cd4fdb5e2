"""Who gets what answer on whose record is what was reviewed, in every cell."""

from collections.abc import Iterator

import pytest

from tests.house.route_matrix import WHO, Stage, expected
from tests.once import Once


@pytest.fixture(scope="module")
def stage(once: Once) -> Iterator[Stage]:
    stage = Stage(once.copy_of("stage", Stage.build))
    yield stage
    stage.close()


@pytest.mark.parametrize("who", WHO)
def test_every_answer_is_the_reviewed_one(stage: Stage, who: str) -> None:
    found, reviewed = stage.column(who), expected()[who]
    changed = {
        key: f"{reviewed.get(key, 'not in the table')} → {found.get(key, 'no such route')}"
        for key in found | reviewed
        if found.get(key) != reviewed.get(key)
    }
    assert not changed


def test_the_table_has_a_line_for_every_route_and_no_other(stage: Stage) -> None:
    assert list(expected()["anonymous"]) == [key for key, _ in stage.world.keys_of(stage.app)]


def test_a_foreign_record_is_no_record() -> None:
    """Whoever may not open it learns nothing from it: the same answer as for none at all."""
    for who, column in expected().items():
        for (route, method, record), answer in column.items():
            areas, pages = SEES_ALL[who], READS_ALL.get(who, ())
            if record == "foreign" and route not in pages and not route.startswith(areas):
                assert answer == column[route, method, "none"], (who, route, method)


def test_nothing_breaks() -> None:
    broken = [
        (who, key)
        for who, column in expected().items()
        for key, answer in column.items()
        if answer.startswith("5")
    ]
    assert not broken


# Where nobody's record is foreign to them.
SEES_ALL: dict[str, tuple[str, ...]] = dict.fromkeys(WHO, ()) | {
    "coordinator": (
        "/users",
        "/mentors",
        "/people/mentors",
        "/training",
        "/bundles",
        "/cover",
        "/targets",
        "/matching/caseloads",
        "/recommendations",
    ),
    "mentor_consultant": ("/training",),
    "privacy_officer": ("/users", "/bundles"),
}
# Where they read everybody's, and do nothing with it.
READS_ALL: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("mentor_consultant", "privacy_officer"), ("/recommendations/<uuid:recommendation_id>",)
)

"""The bench of the matching compares like with like: same pairs, same points, same values."""

import pickle
from pathlib import Path

import pytest

from bench.assignment import tables
from bench.assignment.arcs import Arcs, arcs_of
from bench.assignment.child import Told
from bench.assignment.found import Found
from bench.assignment.medians import CORE, END_TO_END, RAW, Run
from bench.assignment.ours import end_to_end, round_in
from bench.assignment.peers import peers_way, value_of
from bench.assignment.report import _page
from bench.assignment.rivals import NO_CLASSES, RIVALS, SAME
from bench.assignment.rounds import MARKETS, invent
from bench.assignment.running import Meeting, Plan


@pytest.fixture(scope="module", params=MARKETS, ids=lambda market: market.name)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("round")
    (made / "round.pickle").write_bytes(pickle.dumps(invent(40, request.param, 8, 1)))
    arcs_of(round_in(made)).save(made / "arcs.npz")
    return made


def test_rivals_find_the_same_value_or_say_what_they_solve_instead(folder: Path) -> None:
    ours = end_to_end(folder)().levels
    assert ours is not None
    for name, rival in RIVALS.items():
        act = rival(folder)
        assert not isinstance(act, str), act
        found = act()
        assert found.levels is not None
        if found.words == SAME:
            assert found.levels == ours, name
        else:
            assert found.words == NO_CLASSES
            assert sum(found.levels[:3]) == sum(ours[:3]), name
            assert found.levels[:3] <= ours[:3], name


def test_the_peers_way_scores_pairs_as_the_engine_does(folder: Path) -> None:
    round_, arcs = round_in(folder), Arcs.load(folder / "arcs.npz")
    mentees = sorted(round_.mentees, key=lambda one: one.id)
    mentors = sorted(round_.mentors, key=lambda one: one.id)
    theirs = {
        (i, j): value
        for i, one in enumerate(mentees)
        for j, other in enumerate(mentors)
        if (value := value_of(one, other, round_))
    }
    pairs = zip(arcs.i.tolist(), arcs.j.tolist(), strict=True)
    assert theirs == dict(zip(pairs, arcs.value.tolist(), strict=True))
    act = peers_way(folder)
    assert not isinstance(act, str)
    ours, found = end_to_end(folder)().levels, act().levels
    assert ours is not None
    assert found is not None
    assert found[:3] <= ours[:3]


def test_an_invented_round_has_about_as_many_pairs_as_asked_whatever_its_size() -> None:
    for size in (200, 800):
        pairs = len(arcs_of(invent(size, MARKETS[1], 8, 2)))
        assert 5 < pairs / size < 12
    assert invent(30, MARKETS[0], 8, 2) == invent(30, MARKETS[0], 8, 2)


def test_the_page_tells_ratios_of_one_round_and_never_guesses_what_was_not_reached() -> None:
    ours = Told(cold=9, warm=[8.0, 9.0, 12.0], levels=[1, 2, 3, 400])
    raw = Told(cold=9, warm=[3.0], levels=[1, 1, 4, 410], words=NO_CLASSES)
    late = Told(why_not="not reached within 60 s")
    run = Run(
        [Meeting(1_000, "scarce", 8, 1, name, ours) for name in ("who gets whom", "end to end")]
        + [
            Meeting(1_000, "scarce", 8, 1, "raw OR-Tools flow", raw),
            Meeting(1_000, "scarce", 8, 1, "recruiting", late),
        ]
    )
    assert run.ratio(1_000, "scarce", CORE, RAW) == 3.0
    page = "\n".join(_page(run, Plan([1_000]), ["here"], is_quiet=False))
    assert "≤ 3 × the raw OR-Tools flow | 3.00 × | 1.00 × | yes |" in page
    assert "| scarce | **recruit next** | not reached within 60 s |" in page
    assert "| 1,000 | scarce | raw OR-Tools flow | 1 | 1 (-1) | 4 (+1) | 6 | 410 (+10) |" in page
    assert "busy with other work" in page


def test_somebody_who_solves_the_same_and_finds_otherwise_is_told() -> None:
    def met(name: str, found: Found) -> Meeting:
        told = Told(cold=1, levels=list(found.levels or ()), words=found.words)
        return Meeting(100, "ample", 8, 1, name, told)

    ours = met("end to end", Found((1, 1, 1, 9)))
    for wrong in (Found((1, 1, 1, 8), SAME), Found((1, 1, 0, 9), NO_CLASSES)):
        assert tables.disagreements(Run([ours, met("SciPy dense", wrong)]))
    right = met("raw OR-Tools flow", Found((0, 1, 2, 99), NO_CLASSES))
    assert not tables.disagreements(Run([ours, right]))
    assert Run([ours]).cold(100, "ample", END_TO_END) == 1

"""`mentorship match` from the outside, against an oracle that never read how it works."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pikepdf
import pytest

from tests.matching.oracle import naive, optimum
from tests.matching.oracle.by_hand import by_hand, told_pairs
from tests.matching.oracle.command import Written, match, match_anew
from tests.matching.oracle.generator import DAY, INTERESTS, THEMES, invent, pin
from tests.matching.oracle.people import SLOTS, Round, Rules
from tests.matching.oracle.writing import Style, write

WORDS: dict[str, Any] = {"interests": INTERESTS, "themes": THEMES}
PROPOSALS = [
    "mentee",
    "mentor",
    "points",
    "travel_km",
    "shared_slots",
    "reasons",
    "price_of_otherwise",
    "runner_up_mentor",
    "runner_up_price",
]
UNMATCHED = [
    "mentee",
    "reason",
    "blocked_by",
    "nearest_mentor",
    "nearest_blocked_by",
    "price_of_serving",
]

TIDY = Style()
DUTCH = Style(
    header="nl", values="nl", delimiter=";", bom=True, decimal_comma=True, dutch_dates=True
)
SHEET = Style(suffix=".xlsx", header="nl", values="nl")


@dataclass(frozen=True)
class Case:
    """One configuration: who there are, how their files look, and how they look a second time."""

    size: int
    ample: bool
    style: Style
    again: Style | None = None
    rules: Rules | None = field(default_factory=lambda: Rules(**WORDS))
    bare: bool = False
    towns: float = 0.3
    max_min: bool = False
    seed: int = 1
    id_starts: tuple[str, ...] = ("",)
    report: bool = False


HEAVY = {
    "travel": 35, "slots": 5, "interests": 15, "themes": 10,
    "languages": 5, "dislikes": 10, "wishes": 15, "load": 5,
}  # fmt: skip
CASES = {
    "12-bare-no-settings": Case(
        12, True, Style(drop_empty=True), replace(SHEET, shuffle=1), rules=None, bare=True
    ),
    "12-ample-english-csv": Case(
        12,
        True,
        TIDY,
        replace(DUTCH, shuffle=2),
        id_starts=("", "<i>&amp"),  # an id is no HTML: the report shows it as it came
        report=True,
    ),
    "12-scarce-dutch-sheet": Case(12, False, SHEET, replace(TIDY, shuffle=3, newline="\n"), seed=4),
    "12-towns-and-the-ferry": Case(12, True, replace(DUTCH, bom=False), towns=1.0, seed=5),
    "12-ids-that-look-like-formulas": Case(
        12, True, TIDY, SHEET, seed=6, id_starts=("=", "+", "-", "@")
    ),
    "50-ample-dutch-csv": Case(50, True, DUTCH, replace(SHEET, shuffle=5), seed=7),
    "50-scarce-english-sheet": Case(
        50, False, Style(suffix=".xlsx", untidy=True), replace(TIDY, shuffle=6), seed=8
    ),
    "50-caseload": Case(
        50,
        True,
        Style(untidy=True, delimiter=";"),
        replace(SHEET, shuffle=7),
        rules=Rules(caseload={"NHN": 5, "ZW": 0, "KEN": 3}, **WORDS),
        seed=9,
    ),
    "50-no-lending-other-weights": Case(
        50,
        True,
        # English header with Dutch values: either may stand in either.
        Style(values="nl"),
        replace(DUTCH, values="en", shuffle=8),
        rules=Rules(
            weights=HEAVY,
            floor=4800,
            stay_bonus=900,
            points_per_week=55,
            weeks_at_most=12,
            lending=False,
            detours={"Texel": 4000},
            **WORDS,
        ),
        seed=10,
    ),
    "50-max-min": Case(50, True, SHEET, replace(TIDY, shuffle=9), max_min=True, seed=11),
    "50-max-min-caseload": Case(
        50,
        True,
        TIDY,
        rules=Rules(caseload={"NHN": 4, "KEN": 6}, lending_penalty=1250, **WORDS),
        max_min=True,
        seed=12,
    ),
    "500-ample-dutch-csv": Case(500, True, DUTCH, seed=13),
    "500-scarce-english-sheet": Case(
        500, False, Style(suffix=".xlsx"), replace(TIDY, shuffle=10), seed=14
    ),
}


def run(
    rnd: Round, folder: Path, style: Style, *options: object,
    settings: bool = True, how: Callable[..., CompletedProcess[str]] = match,
) -> Written:  # fmt: skip
    """Writes the two files, matches them and returns what was written; exit 0 or the test fails."""
    mentors = write(rnd.mentors, folder, "mentors", style)
    mentees = write(rnd.mentees, folder, "mentees", style)
    extra: list[object] = []
    if settings:
        (folder / "settings.toml").write_text(rnd.rules.toml(), "utf-8")
        extra = ["--settings", folder / "settings.toml"]
    out = folder / "out"
    done = how(mentors, mentees, "--out", out, "--date", DAY.isoformat(), *extra, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return Written(out)


def invented(case: Case) -> Round:
    rnd = invent(
        case.seed,
        case.size,
        ample=case.ample,
        rules=case.rules or Rules(),
        bare=case.bare,
        towns=case.towns,
        id_starts=case.id_starts,
    )
    assert {naive.seats(one) for one in rnd.mentors} <= {0, 1, 2, 3}
    return rnd


@pytest.mark.parametrize("name", CASES)
def test_a_round_on_files_is_the_oracle_s(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    rnd = invented(case)
    options: list[object] = ["--all-pairs", "--language", "en"]
    options += ["--objective", "max-min"] if case.max_min else []
    report = [] if case.report else ["--no-report"]
    has_settings = case.rules is not None
    found = run(rnd, tmp_path / "one", case.style, *options, *report, settings=has_settings)

    judged = naive.judge_all(rnd)
    expect_every_eligible_pair(found, judged, rnd)
    expect_proposals_within_the_rules(found, judged, rnd)
    expect_everyone_once(found, rnd)
    expect_best_levels(found, judged, rnd, max_min=case.max_min)
    expect_reasons_of_the_unmatched(found, judged, rnd)
    if case.size <= 50:
        expect_prices(found, judged, rnd, max_min=case.max_min)
    expect_certificate(found, rnd, case)
    expect_no_names(found, rnd)
    expect_no_formulas(found)
    if case.report:
        expect_points_by_hand(found, judged, rnd)
    if case.again:
        options.append("--no-report")
        again = run(
            rnd, tmp_path / "two", case.again, *options, settings=has_settings, how=match_anew
        )
        for file in ("proposals.csv", "unmatched.csv", "pairs.csv"):
            assert (again.folder / file).read_bytes() == (found.folder / file).read_bytes(), file


def unguarded(cell: str) -> str:
    """An id that a spreadsheet would take for a formula has an apostrophe before it."""
    return cell[1:] if re.match(r"'[=+\-@\t\r]", cell) else cell


def proposed(found: Written) -> dict[tuple[str, str], dict[str, str]]:
    return {(unguarded(row["mentee"]), unguarded(row["mentor"])): row for row in found.proposals}


def expect_every_eligible_pair(found: Written, judged: naive.Judged, rnd: Round) -> None:
    eligible = naive.eligible(judged, rnd.rules)
    mentees = {mentee.id: mentee for mentee in rnd.mentees}
    mentors = {mentor.id: mentor for mentor in rnd.mentors}
    rows = {(unguarded(row["mentee"]), unguarded(row["mentor"])): row for row in found.pairs}
    assert len(rows) == len(found.pairs), "a pair is told twice"
    assert set(rows) == set(eligible)
    header = (found.folder / "pairs.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    assert header[:5] == ["mentee", "mentor", "points", "waiting_bonus", "stay_bonus"]
    assert sorted(header[5:]) == sorted(naive.CRITERIA)
    for ids, row in rows.items():
        told = {key: int(row[key]) for key in header[2:]}
        pair, mentee, mentor = eligible[ids], mentees[ids[0]], mentors[ids[1]]
        assert told == {
            "points": pair.fit,
            "waiting_bonus": naive.waiting_bonus(mentee, rnd),
            "stay_bonus": naive.stay_bonus(mentee, mentor, rnd),
            **pair.points,
        }, ids


def expect_proposals_within_the_rules(found: Written, judged: naive.Judged, rnd: Round) -> None:
    mentees = {mentee.id: mentee for mentee in rnd.mentees}
    mentors = {mentor.id: mentor for mentor in rnd.mentors}
    pairs = proposed(found)
    assert list(found.proposals[0] if found.proposals else PROPOSALS) == PROPOSALS
    taken = Counter(mentor for _, mentor in pairs)
    assert all(count <= naive.seats(mentors[mentor]) for mentor, count in taken.items())
    houses = Counter(naive.house(mentees[mentee]) for mentee, _ in pairs)
    assert all(houses[code] <= cap for code, cap in rnd.rules.caseload.items())
    for (one, other), row in pairs.items():
        pair = judged[one, other]
        assert not pair.stopped_by
        assert pair.fit >= rnd.rules.floor or mentees[one].pinned == other
        assert int(row["points"]) == pair.fit
        assert abs(float(row["travel_km"]) * 1000 - pair.metres) <= 50
        shared = set(mentees[one].slots) & set(mentors[other].slots)
        assert row["shared_slots"].split("|") == [slot for slot in SLOTS if slot in shared]
        assert row["reasons"].strip()


def expect_everyone_once(found: Written, rnd: Round) -> None:
    matched = [unguarded(row["mentee"]) for row in found.proposals]
    waiting = [unguarded(row["mentee"]) for row in found.unmatched]
    assert sorted(matched + waiting) == sorted(mentee.id for mentee in rnd.mentees)
    for rows in (matched, waiting):
        assert all(one < next_one for one, next_one in pairwise(rows)), "sorted by mentee id"


def expect_best_levels(
    found: Written, judged: naive.Judged, rnd: Round, *, max_min: bool = False
) -> None:
    told = found.round["objective"]
    levels = tuple(told[key] for key in ("class_1", "class_2", "class_3", "points"))
    assert optimum.total(proposed(found), judged, rnd) == levels, "the file and its certificate"
    assert told["matched"] == sum(levels[:3]) == len(found.proposals)
    if max_min:
        best, worst = optimum.best_worst_fit(judged, rnd)
        assert told.get("worst_fit") == worst
        assert min(judged[ids].fit for ids in proposed(found)) == worst
        assert levels == best
    else:
        assert "worst_fit" not in told or told["worst_fit"] is None
        assert levels == optimum.best_levels(judged, rnd)


def expect_prices(
    found: Written, judged: naive.Judged, rnd: Round, *, max_min: bool = False
) -> None:
    """Solved once more without a pair, and with another: some of each file, the last ones too.

    Of max-min within caseloads only refusals: each of those takes ten integer programmes.
    """

    def best_of(those: naive.Judged) -> optimum.Levels:
        if max_min:
            return optimum.with_worst(*optimum.best_worst_fit(those, rnd))
        return optimum.best_levels(those, rnd)

    best, edges = best_of(judged), naive.eligible(judged, rnd.rules)
    is_slow = max_min and bool(rnd.rules.caseload)
    for row in [*found.proposals[:2], *found.proposals[-1:]]:
        one, other = unguarded(row["mentee"]), unguarded(row["mentor"])
        without = {ids: pair for ids, pair in judged.items() if ids != (one, other)}
        assert row["price_of_otherwise"] == price(best, best_of(without))
        rivals = [mentor for mentee, mentor in edges if mentee == one and mentor != other]
        runner_up = unguarded(row["runner_up_mentor"])
        assert bool(runner_up) == bool(rivals)
        if runner_up and not is_slow:
            others = {
                mentor: optimum.with_pair((one, mentor), judged, rnd, max_min=max_min)
                for mentor in rivals
            }
            assert others[runner_up] == max(others.values())
            assert row["runner_up_price"] == price(best, others[runner_up])
    for row in [*found.unmatched[:2], *found.unmatched[-1:]] * (not is_slow):
        one = unguarded(row["mentee"])
        pairs = [ids for ids in edges if ids[0] == one]
        tried = (optimum.with_pair(ids, judged, rnd, max_min=max_min) for ids in pairs)
        served = [levels for levels in tried if levels is not None]
        assert row["price_of_serving"] == (price(best, max(served)) if served else "")


def price(best: optimum.Levels, other: optimum.Levels) -> str:
    levels = [str(here - there) for here, there in zip(best, other, strict=True)]
    return ";".join(("/".join(levels[:3]), *levels[3:]))


def counted(cell: str) -> Counter[str]:
    """`travel:12|slots:3` as numbers."""
    return Counter({rule: int(count) for rule, count in re.findall(r"([a-z_]+):(\d+)", cell)})


def expect_reasons_of_the_unmatched(found: Written, judged: naive.Judged, rnd: Round) -> None:
    assert list(found.unmatched[0] if found.unmatched else UNMATCHED) == UNMATCHED
    reasons: dict[str, set[str]] = {"stopped": set(), "below the floor": set(), "served": set()}
    for row in found.unmatched:
        mentee = unguarded(row["mentee"])
        pairs = [judged[mentee, mentor.id] for mentor in rnd.mentors]
        stops = Counter(rule for pair in pairs for rule in pair.stopped_by)
        told = counted(row["blocked_by"])
        below = sum(not pair.stopped_by and pair.fit < rnd.rules.floor for pair in pairs)
        assert told.pop("floor", below) == below
        assert told == stops, mentee
        passing = [pair for pair in pairs if not pair.stopped_by]
        if any(pair.fit >= rnd.rules.floor for pair in passing):
            reasons["served"].add(row["reason"])
        else:
            reasons["below the floor" if passing else "stopped"].add(row["reason"])
            nearest = judged[mentee, unguarded(row["nearest_mentor"])]
            told_rules = set(re.findall(r"[a-z_]+", row["nearest_blocked_by"])) - {"floor"}
            assert told_rules == nearest.stopped_by, mentee
            assert len(nearest.stopped_by) == min(len(pair.stopped_by) for pair in pairs)
    assert all(reason for group in reasons.values() for reason in group)
    kinds = Counter(reason for group in reasons.values() for reason in group)
    assert set(kinds.values()) <= {1}, "another cause has another sentence"


def expect_certificate(found: Written, rnd: Round, case: Case) -> None:
    told = found.round
    assert {
        "version", "settings", "settings_sha256", "seed", "date", "status", "objective",
        "counts", "timings_ms", "libraries", "input_sha256",
    } <= set(told)  # fmt: skip
    assert (told["status"], told["seed"], told["date"]) == ("optimal", 0, DAY.isoformat())
    assert re.fullmatch(r"[0-9a-f]{64}", told["settings_sha256"])
    assert "ortools" in str(told["libraries"]).lower()
    assert told["settings"]["floor"] == rnd.rules.floor
    assert told["settings"]["weights"] == rnd.rules.weights
    files = {"proposals.csv", "unmatched.csv", "pairs.csv", "round.json"}
    files |= {"report.html", "report.pdf"} if case.report else set()
    assert {path.name for path in found.folder.iterdir()} == files


def expect_no_names(found: Written, rnd: Round) -> None:
    words = {word for one in (*rnd.mentors, *rnd.mentees) for word in one.name.split()}
    assert words
    for path in found.folder.iterdir():
        content = path.read_bytes()
        assert not [word for word in words if word.encode() in content], path.name
    if (found.folder / "report.pdf").exists():
        with pikepdf.open(found.folder / "report.pdf") as pdf:
            inside = "".join(str(part.read_bytes()) for part in pdf.objects if is_stream(part))
            inside += str(list(pdf.docinfo.values())) + str([str(part) for part in pdf.objects])
        assert not [word for word in words if word in inside], "title, outline, attachments"


def is_stream(part: object) -> bool:
    return isinstance(part, pikepdf.Stream) and "/Width" not in part


def expect_no_formulas(found: Written) -> None:
    for name in ("proposals.csv", "unmatched.csv", "pairs.csv"):
        for row in found.rows(name):
            assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@")], name


def expect_points_by_hand(found: Written, judged: naive.Judged, rnd: Round) -> None:
    """Every pair of the report, three at the least, from its own words and weights."""
    told = told_pairs(found.folder / "report.html")
    assert len(told) >= 3
    assert [(one.mentee, one.mentor) for one in told] == list(proposed(found))
    for one in told:
        pair = judged[one.mentee, one.mentor]
        assert one.points == pair.points
        assert one.points == {name: by_hand(name, fact) for name, fact in one.facts.items()}
        assert one.weights == rnd.rules.weights
        assert one.sums == one.products
        assert one.products == {name: one.points[name] * one.weights[name] for name in one.points}
        lent = rnd.rules.lending_penalty if sum(one.products.values()) != one.fit else 0
        assert sum(one.products.values()) - lent == one.fit == pair.fit


def test_pins_come_first_and_take_their_seats(tmp_path: Path) -> None:
    """A pin may be below the floor; the rest is the optimum of what is left."""
    rnd = invent(21, 50, ample=True, rules=Rules(floor=5200, **WORDS))
    judged = naive.judge_all(rnd)
    seats = {mentor.id: naive.seats(mentor) for mentor in rnd.mentors}
    passing = {ids: pair for ids, pair in judged.items() if not pair.stopped_by}
    pins: list[tuple[str, str]] = []
    for ids in sorted(passing, key=lambda ids: passing[ids].fit):
        used = Counter(mentor for _, mentor in pins)
        if ids[0] not in dict(pins) and used[ids[1]] < seats[ids[1]]:
            pins.append(ids)
        if len(pins) == 5:
            break
    assert min(passing[ids].fit for ids in pins) < 5200
    rnd = pin(rnd, pins)
    found = run(rnd, tmp_path, TIDY, "--no-report", "--all-pairs", "--language", "en")

    used = Counter(mentor for _, mentor in pins)
    rest = replace(
        rnd,
        mentors=tuple(
            replace(one, capacity=naive.seats(one) - used[one.id]) for one in rnd.mentors
        ),
        mentees=tuple(one for one in rnd.mentees if not one.pinned),
    )
    assert set(pins) <= set(proposed(found))
    expect_proposals_within_the_rules(found, judged, rnd)
    expect_everyone_once(found, rnd)
    left = optimum.best_levels(naive.judge_all(rest), rest)
    both = zip(left, optimum.total(pins, judged, rnd), strict=True)
    levels = tuple(
        found.round["objective"][key] for key in ("class_1", "class_2", "class_3", "points")
    )
    assert levels == optimum.total(proposed(found), judged, rnd) == tuple(map(sum, both))


def alike() -> Round:
    """Thirty young people of two kinds and ten mentors of one: nearly everything ties."""
    rnd = invent(31, 30, ample=True, bare=True, towns=0.0, rules=Rules())
    mentor, kinds = rnd.mentors[0], rnd.mentees[:2]
    slots, spot = mentor.slots, {"latitude": 52.5, "longitude": 4.8}
    return replace(
        rnd,
        mentors=tuple(replace(mentor, id=one.id, **spot) for one in rnd.mentors[:10]),
        mentees=tuple(
            replace(kinds[number % 2], id=one.id, slots=slots, waiting_since=DAY, **spot)
            for number, one in enumerate(rnd.mentees)
        ),
    )


def test_who_is_served_among_equals_depends_on_the_seed_and_not_on_the_order(
    tmp_path: Path,
) -> None:
    rnd = alike()
    first = run(rnd, tmp_path / "a", TIDY, "--no-report")
    shuffled = run(rnd, tmp_path / "b", replace(SHEET, shuffle=3), "--no-report", how=match_anew)
    other = run(rnd, tmp_path / "c", TIDY, "--no-report", "--seed", "7")
    told = (first.folder / "proposals.csv").read_bytes()
    assert (shuffled.folder / "proposals.csv").read_bytes() == told
    assert proposed(other).keys() != proposed(first).keys()
    assert other.round["objective"] == first.round["objective"]
    assert (other.round["seed"], first.round["objective"]["matched"]) == (7, 10)


def test_nobody_eligible_lists_everyone_with_the_reason(tmp_path: Path) -> None:
    rnd = invent(41, 12, ample=True)
    rnd = replace(rnd, mentors=tuple(replace(one, ready=False) for one in rnd.mentors))
    found = run(rnd, tmp_path, DUTCH, "--no-report", "--language", "en")
    assert not found.proposals
    assert found.round["objective"]["matched"] == 0
    expect_everyone_once(found, rnd)
    expect_reasons_of_the_unmatched(found, naive.judge_all(rnd), rnd)


def test_a_programme_without_mentors_yet_keeps_everyone_waiting(tmp_path: Path) -> None:
    rnd = invent(42, 12, ample=True)
    write(rnd.mentees, tmp_path, "mentees", TIDY)
    (tmp_path / "mentors.csv").write_text("id,place,slots\n")
    (tmp_path / "settings.toml").write_text(rnd.rules.toml(), "utf-8")
    files = [tmp_path / name for name in ("mentors.csv", "mentees.csv")]
    options = ["--settings", tmp_path / "settings.toml", "--date", DAY.isoformat(), "--no-report"]
    done = match(*files, "--out", tmp_path / "out", *options)
    assert done.returncode == 0, done.stderr
    found = Written(tmp_path / "out")
    expect_everyone_once(found, rnd)
    assert not found.proposals
    assert all(row["reason"] for row in found.unmatched)


def test_coordinates_place_somebody_inside_the_named_town(tmp_path: Path) -> None:
    """Both filled: the town tells the House and the ferry, the coordinates tell where in it."""
    rnd = invent(51, 12, ample=True, towns=1.0)
    moved = tuple(
        replace(one, latitude=53.03 if one.place == "Den Burg" else 52.6, longitude=4.8)
        for one in rnd.mentors
    )
    rnd = replace(rnd, mentors=moved)
    found = run(rnd, tmp_path, TIDY, "--no-report", "--all-pairs")
    expect_every_eligible_pair(found, naive.judge_all(rnd), rnd)

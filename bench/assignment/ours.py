"""The product's own acts on one round."""

import pickle
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.assignment import arrival
from bench.assignment.arcs import CLASSES, Levels, arcs_of
from bench.assignment.found import Act, Found
from mentorship.matching.assignment.engine import basis_of, solve
from mentorship.matching.assignment.model import Answer, Round
from mentorship.matching.assignment.prices import priced, told
from mentorship.matching.assignment.recruiting import recruit_next

WORDS = "the levels and the tie-break; proven"


def round_in(folder: Path) -> Round:
    with (folder / "round.pickle").open("rb") as file:
        round_: Round = pickle.load(file)
    return round_


def candidates(folder: Path) -> Act:
    """Every rule, and every point of the pairs that pass; left as arrays for all others."""
    round_ = round_in(folder)

    def act() -> Found:
        arcs = arcs_of(round_)
        return Found(words=str(len(arcs)), keep=lambda: arcs.save(folder / "arcs.npz"))

    return act


def who_gets_whom(folder: Path) -> Act:
    """Candidates and the proven optimum with its tie-break, as arrays: nothing in words."""
    round_ = round_in(folder)

    def act() -> Found:
        return Found(tuple(arrival.levels(round_)), WORDS)

    return act


def end_to_end(folder: Path) -> Act:
    """The whole answer but for prices: who gets whom, and why the others wait."""
    round_ = round_in(folder)

    def act() -> Found:
        answer = solve(round_, with_prices=False)
        return Found(levels_of(answer, round_), WORDS, dict(answer.timings_ms))

    return act


def all_prices(folder: Path) -> Act:
    """Of every pair that isn't chosen and of every refusal; the answer stands already."""
    basis = basis_of(round_in(folder))

    def act() -> Found:
        prices = told(priced(basis.board, basis.is_chosen), basis.people)
        return Found(words=f"{len(prices.refusal)} refusals")

    return act


def recruiting(folder: Path) -> Act:
    round_ = round_in(folder)

    def act() -> Found:
        return Found(words=f"{len(recruit_next(round_).recommendations)} profiles")

    return act


def arriving(folder: Path) -> Act | str:
    return arrival.act(round_in(folder))


def levels_of(answer: Answer, round_: Round) -> Levels:
    """Counted again from the proposals; the certificate has to say the same."""
    priority = {one.id: one.priority for one in round_.mentees}
    counts = Counter(priority[one.mentee] for one in answer.proposals)
    points = sum(one.fit + one.waiting_bonus + one.stay_bonus for one in answer.proposals)
    told = answer.levels
    levels = (*(counts[k] for k in CLASSES), points)
    if levels != (told.class_1, told.class_2, told.class_3, told.points):
        raise SystemExit(f"the certificate says {told}, the proposals {levels}: a bug")
    return levels


OURS: dict[str, Callable[[Path], Act | str]] = {
    "candidates": candidates,
    "who gets whom": who_gets_whom,
    "end to end": end_to_end,
    "prices": all_prices,
    "arrival": arriving,
    "recruiting": recruiting,
}

"""`python -m bench.assignment.child NAME FOLDER`: one contender on one round, in a fresh process.

Tells after each run what is known so far, so that what was reached before a limit isn't lost.
"""

import argparse
import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.assignment.found import Act, Found

ENOUGH = 20.0  # seconds of warm runs; none after a cold one that took longer


@dataclass
class Told:
    """Milliseconds on the clock; `peak` and `before` are MiB."""

    why_not: str = ""
    setup: float = 0.0
    cold: float | None = None
    warm: list[float] = field(default_factory=list)
    own_share: list[float] = field(default_factory=list)
    before: float = 0.0
    peak: float = 0.0
    levels: list[int] | None = None
    words: str = ""
    cold_laps: dict[str, float] = field(default_factory=dict)
    warm_laps: list[dict[str, float]] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.assignment.child", description=__doc__)
    options.add_argument("name")
    options.add_argument("folder", type=Path)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    out = chosen.folder / f"{chosen.name}.json"
    told = Told()
    began = time.perf_counter()
    act = _contenders()[chosen.name](chosen.folder)
    told.setup = (time.perf_counter() - began) * 1000
    if isinstance(act, str):
        told.why_not = act
        _write(out, told)
        return
    _measure(act, told, out, chosen.runs)


def _contenders() -> dict[str, Callable[[Path], Act | str]]:
    """Libraries that only one needs are imported by that one."""
    from bench.assignment import ours, peers, rivals  # noqa: PLC0415

    return {**ours.OURS, **rivals.RIVALS, "peer's way": peers.peers_way}


def _measure(act: Act, told: Told, out: Path, runs: int) -> None:
    told.before = _resident()
    found = _run(act, told)
    told.cold, told.warm = told.warm[0], []
    told.cold_laps = dict(found.laps)
    told.levels = None if found.levels is None else list(found.levels)
    told.words = found.words
    told.peak = _peak()
    if found.keep:
        found.keep()
    _write(out, told)
    until = time.perf_counter() + ENOUGH
    if told.cold > ENOUGH * 1000:
        return
    while len(told.warm) < runs and (not told.warm or time.perf_counter() < until):
        again = _run(act, told)
        told.warm_laps.append(dict(again.laps))
        if again.levels != found.levels:
            sys.exit(f"{found.levels}, and the next time {again.levels}")
        told.peak = max(told.peak, _peak())
        _write(out, told)


def _run(act: Act, told: Told) -> Found:
    gc.collect()
    began, began_own = time.perf_counter(), _own()
    found = act()
    clock, own = time.perf_counter() - began, _own() - began_own
    told.warm.append(clock * 1000)
    told.own_share.append(own / clock if clock else 1.0)
    return found


def _own() -> float:
    """Processor time, that of children which ended included."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def _resident() -> float:
    return _status("VmRSS")


def _peak() -> float:
    """Of this process, and of the largest of its children where it has any."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return _status("VmHWM") + children


def _status(name: str) -> float:
    """MiB, as Linux tells it."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("memory is measured on Linux only")


def _write(out: Path, told: Told) -> None:
    told_so_far: dict[str, Any] = asdict(told)
    part = out.with_suffix(".part")
    part.write_text(json.dumps(told_so_far), "utf-8")
    part.replace(out)


if __name__ == "__main__":
    main()

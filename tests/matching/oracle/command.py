"""Runs `mentorship match` as somebody at a keyboard would, and reads back what it wrote."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.begun import begin, mentorship

MENTORSHIP = Path(sys.executable).with_name("mentorship")


def match(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The command's own process, with nothing of the test's environment but the path."""
    command = [str(MENTORSHIP), "match", *map(str, arguments)]
    with TemporaryDirectory() as folder:
        out, err = (Path(folder, name) for name in ("out", "err"))
        begun = begin(mentorship, *command, environment=_environment(), out=out, err=err)
        try:
            status = begun.wait(timeout)
        finally:
            begun.kill_all()
        told = [file.read_text("utf-8") for file in (out, err)]
    return subprocess.CompletedProcess(command, status, *told)


def match_anew(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The same, begun anew: with another order of sets than that of what is forked, on which no
    answer may hang."""
    return subprocess.run(
        [MENTORSHIP, "match", *map(str, arguments)],
        env=_environment(), capture_output=True, text=True, check=False, timeout=timeout,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return {**kept, "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Written:
    """The folder a finished run left behind."""

    folder: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def round(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads((self.folder / "round.json").read_text("utf-8"))
        return answer

    @cached_property
    def proposals(self) -> list[dict[str, str]]:
        return self.rows("proposals.csv")

    @cached_property
    def unmatched(self) -> list[dict[str, str]]:
        return self.rows("unmatched.csv")

    @cached_property
    def pairs(self) -> list[dict[str, str]]:
        return self.rows("pairs.csv")

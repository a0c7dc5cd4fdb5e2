"""Runs `mentorship match` as somebody at a keyboard would, and reads back what it wrote."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

MENTORSHIP = Path(sys.executable).with_name("mentorship")


def match(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The command's own process, with nothing of the test's environment but the path."""
    return subprocess.run(
        [str(MENTORSHIP), "match", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"},
    )


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

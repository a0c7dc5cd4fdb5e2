"""The web as its web server starts it: what the operator can mend ends it with one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUNICORN = [sys.executable, "-m", "gunicorn", "mentorship.wsgi:application()", "--workers", "1"]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"MENTORSHIP_MODE": "production"}, "production can't start"),
        ({"MENTORSHIP_MOOD": "trial"}, "there is no setting MENTORSHIP_MOOD"),
        ({"MENTORSHIP_KEY_FILE": "/dev"}, "/dev can't be read"),
    ],
)
def test_what_can_not_start_is_not_tried_for_ever(
    tmp_path: Path, settings: dict[str, str], reason: str
) -> None:
    ended = subprocess.run(
        [*GUNICORN, "--bind", "127.0.0.1:0", "--log-level", "critical", "--no-control-socket"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "MENTORSHIP_DATA_DIR": str(tmp_path / "data"), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode
    said = [line for line in ended.stderr.splitlines() if line.startswith("mentorship: ")]
    assert len(said) == 1
    assert said[0].startswith(f"mentorship: {reason}")
    assert "Traceback" not in ended.stderr

"""Programs run together: all start, all stop, none stays behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mentorship.demo.servers import Program, ProgramEnded, Servers

PATIENT = "import time; time.sleep(60)"
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""
ALL_TOGETHER = """
import os, sys
from mentorship.demo.servers import Program, Servers
patient = Program("patient", [sys.executable, "-c", "import time; time.sleep(60)"])
with Servers([patient], dict(os.environ)) as servers:
    print(servers.process_ids[0], flush=True)
    servers.serve()
"""


def program(code: str, *arguments: str) -> Program:
    return Program("one", [sys.executable, "-c", code, *arguments])


def test_leaving_ends_every_program() -> None:
    with Servers([program(PATIENT), Program("two", program(PATIENT).command)], {}) as servers:
        running = servers.process_ids
        assert all(exists(one) for one in running)
    assert not any(exists(one) for one in running)


def test_a_program_that_will_not_stop_is_ended_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "child"
    with Servers([program(STUBBORN, str(note))], {}, stops_within=0.5) as servers:
        assert servers.wait_until(lambda: note.exists() and note.read_text() != "", 10)
        child = int(note.read_text())
        assert exists(child)
    eventually_gone(child)


def test_a_program_that_ends_by_itself_is_told() -> None:
    with (
        pytest.raises(ProgramEnded, match="one ended with 3") as ended,
        Servers([program("raise SystemExit(3)")], {}) as servers,
    ):
        servers.serve()
    assert ended.value.name == "one"


def test_a_program_that_can_not_start_takes_no_others_along() -> None:
    started = program(PATIENT, "marker-of-this-test")
    with pytest.raises(FileNotFoundError), Servers([started, Program("two", ["/no/such"])], {}):
        pass
    commands = [file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline")]
    assert not any(b"marker-of-this-test" in command for command in commands)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_them(number: signal.Signals) -> None:
    with whole() as running:
        child = int(running.stdout.readline())  # type: ignore[union-attr]
        running.send_signal(number)
        assert running.wait(20) == 0
    assert not exists(child)


def test_killed_outright_it_leaves_nothing_behind() -> None:
    with whole() as running:
        child = int(running.stdout.readline())  # type: ignore[union-attr]
        running.kill()
    eventually_gone(child)


def test_too_slow_is_told() -> None:
    with Servers([program(PATIENT)], {}) as servers:
        assert not servers.wait_until(lambda: False, 0.3)
        assert not servers.is_asked_to_stop


def whole() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", ALL_TOGETHER], stdout=subprocess.PIPE, text=True)


def exists(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def eventually_gone(process_id: int) -> None:
    until = time.monotonic() + 10
    while exists(process_id):
        assert time.monotonic() < until, "it stayed behind"
        time.sleep(0.05)

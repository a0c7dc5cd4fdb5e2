"""`mentorship demo` from start to end: its own database, all parts at once, nothing left behind."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gunicorn.config import KNOWN_SETTINGS

from mentorship import app as application
from tests.conftest_web import soup
from tests.foundation.processes import eventually
from tests.once import Once

DEMO = [sys.executable, "-c", "from mentorship.cli import main; main()", "demo"]


def start_once(folder: Path) -> None:
    """Started for the first time, and killed outright: no part of it stays behind."""
    port = free_port()
    with demo(folder, port) as running:
        running.read_until("Ctrl-C")
        parts = running.descendants()
        running.process.kill()
        eventually(lambda: not any(exists(part) for part in parts))
    assert_free(port)


@pytest.fixture
def folder(once: Once) -> Path:
    """One in which the demo was killed; filling it takes half a minute, so once for all."""
    return once.copy_of("demo", start_once)


def test_no_name_of_the_application_is_a_setting_of_gunicorn() -> None:
    """The demo has gunicorn load it as its settings, so that it is loaded before the processes
    part."""
    assert not vars(application).keys() & {setting.name for setting in KNOWN_SETTINGS}


def test_the_first_time_makes_a_database_of_its_own(folder: Path) -> None:
    assert (folder / "var/demo/data/mentorship.sqlite").exists()
    assert not (folder / "var/demo-unfinished").exists()


def test_all_parts_run_together_and_stop_together_whatever_is_set_outside(
    folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "precious.sqlite"
    outside = {
        "MENTORSHIP_MODE": "production",
        "MENTORSHIP_DATABASE_URL": f"sqlite:///{elsewhere}",
        "MENTORSHIP_KEY_STORE_URL": f"sqlite:///{elsewhere}",
        "MENTORSHIP_DATA_DIR": str(tmp_path / "elsewhere"),
        "MENTORSHIP_SMTP_URL": "smtps://mail.example.org",
        "MENTORSHIP_NONSENSE": "1",
        "GUNICORN_CMD_ARGS": "--bind 0.0.0.0:1",
        "WEB_CONCURRENCY": "9",
    }
    port = free_port()
    with demo(folder, port, outside) as running:
        words = running.read_until("Ctrl-C")
        assert f"http://127.0.0.1:{port}" in words
        eventually(lambda: all(health(port)["checks"].values()))
        _says_who_can_sign_in(words, port)
        parts = running.descendants()
        assert len(parts) >= 4  # gunicorn, its two processes, the worker
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(60) == 0
    assert not any(exists(part) for part in parts)
    assert not elsewhere.exists()
    assert not (tmp_path / "elsewhere").exists()
    assert_free(port)


def _says_who_can_sign_in(words: str, port: int) -> None:
    """On the screen as on the page where one signs in."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=30) as answer:
        page = soup(answer.read().decode())
    buttons = page.select("form[action^='/sign-in/demo/'] button")
    said = [line.strip() for line in words.splitlines() if line.startswith("  ")]
    assert said == [button.get_text(strip=True).replace(" · ", ", ") for button in buttons]
    assert "Mentorconsultant, Zorg- en Veiligheidshuis Kennemerland" in said
    assert len({line for line in said if line.startswith("Verwijzer, ")}) >= 2


def test_a_taken_port_is_said_with_what_to_do(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with demo(folder, port) as running:
            assert running.process.wait(60) == 2
            words = running.read_until("make demo")
    assert str(port) in words
    assert f"PORT={port + 1} make demo" in words


def test_killed_outright_it_starts_again_and_when_a_part_ends_the_whole_ends(folder: Path) -> None:
    """It was killed when the folder was made: see `start_once`."""
    with demo(folder, free_port()) as running:
        running.read_until("Ctrl-C")
        parts = running.descendants()
        worker = next(part for part in parts if b"work" in command_of(part).split(b"\0"))
        os.kill(worker, signal.SIGKILL)
        assert running.process.wait(60) == 1
        assert "worker" in running.read_until("worker")
    assert not any(exists(part) for part in parts)


def test_a_database_of_another_version_is_left_alone(folder: Path) -> None:
    database = folder / "var/demo/data/mentorship.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with demo(folder, free_port()) as running:
        assert running.process.wait(60) == 1
        words = running.read_until("var/demo")
    assert "Traceback" not in words


def test_a_database_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    assert mentorship(tmp_path, "db", "upgrade").returncode == 0  # with the settings as they come
    before = sorted((tmp_path / "var/demo").rglob("*.sqlite"))
    with demo(tmp_path, free_port()) as running:
        assert running.process.wait(60) == 1
        words = running.read_until("var/demo")
    assert "Traceback" not in words
    assert before == sorted((tmp_path / "var/demo").rglob("*.sqlite"))
    with sqlite3.connect(before[0].parent / "mentorship.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM user_account").fetchone() == (0,)
    connection.close()


def test_the_settings_as_they_come_find_the_demo_and_its_sound_trail(folder: Path) -> None:
    found = mentorship(folder, "audit", "verify")
    assert found.returncode == 0, found.stdout
    (events, *_others) = re.findall(r"\d+", found.stdout)
    assert int(events) > 2_000  # the two years of the demo, not an empty database


def mentorship(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DEMO[:-1], *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


class Running:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def read_until(self, words: str) -> str:
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"{words!r} was not said, but {said!r}")

    def descendants(self) -> list[int]:
        found = [self.process.pid]
        for parent in found:
            found += [child for child, of in parents() if of == parent]
        return found[1:]


@contextmanager
def demo(folder: Path, port: int, outside: dict[str, str] | None = None) -> Iterator[Running]:
    process = subprocess.Popen(
        DEMO,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PORT": str(port), **(outside or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Running(process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def assert_free(port: int) -> None:
    """For the next start."""
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def health(port: int) -> dict[str, dict[str, bool]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as answer:
        found: dict[str, dict[str, bool]] = json.load(answer)
        return found


def parents() -> list[tuple[int, int]]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found.append((int(file.parent.name), int(fields[1])))
    return found


def command_of(process_id: int) -> bytes:
    return Path(f"/proc/{process_id}/cmdline").read_bytes()


def exists(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"

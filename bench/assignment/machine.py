"""On what it was measured, and how busy that was."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("numpy", "scipy", "ortools", "networkx", "munkres")
_QUIET = 0.3  # of the load per core


def description() -> list[str]:
    """Lines of a list."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"measured from {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GiB of memory",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        libraries,
        f"code of {_commit()}",
        f"load at the start: {load()}",
    ]


def load() -> str:
    one, five, _ = os.getloadavg()
    return f"{one:.2f} (1 minute), {five:.2f} (5 minutes)"


def is_quiet() -> bool:
    return max(os.getloadavg()[:2]) <= _QUIET * (os.cpu_count() or 1)


def _commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
        return done.stdout.strip()

    number = git("rev-parse", "--short", "HEAD") or "no repository"
    return f"{number}, with changes since" if git("status", "--short", "mentorship") else number


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30

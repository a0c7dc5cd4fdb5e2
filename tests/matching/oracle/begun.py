"""A process that has loaded what `mentorship match` loads, and becomes the command when asked.

To load it takes longer than most rounds of the tests. What the command prints, its exit status, its
environment and the processes it starts are those of one begun at a keyboard; how it begins by
itself is what tests/matching/test_cli.py looks at.
"""

import json
import os
import sys
from importlib import import_module

LOADED = (
    "mentorship.matching.cli",
    "mentorship.matching.commands",
    "multiprocessing.popen_spawn_posix",
    "openpyxl",
)


def become(asked: dict[str, object]) -> None:
    """In the new process: as if it had been started with these arguments."""
    os.setsid()
    os.environ.clear()
    os.environ.update(asked["environment"])  # type: ignore[call-overload]
    for number, file, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, asked["out"], os.O_WRONLY),
        (2, asked["err"], os.O_WRONLY),
    ):
        opened = os.open(str(file), how)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = asked["arguments"]  # type: ignore[assignment]
    import_module("mentorship.cli").main()


def tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    for name in LOADED:
        import_module(name)
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            become(json.loads(line))
            return
        tell(child)
        tell(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()

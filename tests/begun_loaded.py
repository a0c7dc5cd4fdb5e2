"""What the process has loaded that begins programs of tests; no printer and no solver: commands
load these when they need them."""

from importlib import import_module

from mentorship.foundation.queues.work import load_handlers

for _name in (
    "mentorship.matching.cli",
    "mentorship.matching.commands",
    "multiprocessing.popen_spawn_posix",
    "openpyxl",
    "tests.foundation.samples",
):
    import_module(_name)
load_handlers()

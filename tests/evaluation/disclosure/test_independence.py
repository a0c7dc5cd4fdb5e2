"""The attacker shares words with what protects tables, and no code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import mentorship.evaluation.disclosure.attack as attack

ROOM = "mentorship."
ALLOWED = ("mentorship.evaluation.disclosure.attack", "mentorship.evaluation.disclosure.statements")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import has no name of ours to check: counted as not allowed.
            yield ROOM if node.level else str(node.module)


def test_the_attacker_imports_nothing_of_protection() -> None:
    files = sorted(Path(str(attack.__file__)).parent.glob("*.py"))
    own = {name for path in files for name in imported(path) if name.startswith(ROOM)}
    assert own
    assert [name for name in own if not name.startswith(ALLOWED)] == []

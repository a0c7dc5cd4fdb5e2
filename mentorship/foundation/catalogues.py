"""Knows which words each room says and keeps the Dutch catalogues in step with them."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from secrets import token_hex

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parent.parent
DUTCH = HOUSE / "translations" / "nl" / "LC_MESSAGES"
DOORSTEP = "mentorship"  # the modules outside every room
SPEAKING = ("_", "_l", "gettext", "lazy_gettext")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(SPEAKING), "ngettext": (1, 2),
}  # fmt: skip
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}


def rooms() -> list[str]:
    """Every room of the house, and the doorstep."""
    packages = [path.parent.name for path in HOUSE.glob("*/__init__.py")]
    return sorted([*packages, DOORSTEP])


def said_in(room: str) -> Catalog:
    """All messages of a room's code and pages, in a stable order and without line numbers."""
    said: dict[tuple[str, str] | str, set[str]] = {}
    for filename, message in _extract(room):
        said.setdefault(message, set()).add(filename)
    catalogue = _new_catalogue()
    for message in sorted(said, key=_sort_key):
        places = [(filename, None) for filename in sorted(said[message])]
        catalogue.add(message, locations=places)  # type: ignore[arg-type]
    return catalogue


def dutch_of(room: str) -> Catalog:
    path = path_of(room)
    if not path.exists():
        return _new_catalogue()
    with path.open("rb") as stream:
        return read_po(stream, locale="nl", domain=room)


def update(room: str) -> bool:
    """Brings the room's catalogue in step with its code; True when there was anything to do."""
    path = path_of(room)
    text = in_step(room)
    if text is None or (path.exists() and path.read_text() == text):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True


def in_step(room: str) -> str | None:
    """The catalogue as it should be: all that is said now, with the Dutch that is there."""
    said, kept = said_in(room), dutch_of(room)
    if len(said) == 0:
        return None
    for message in said:
        known = kept.get(message.id) if message.id else None
        if known is not None and known.pluralizable == message.pluralizable:
            message.string = known.string
    return text_of(said)


def compile_room(room: str) -> None:
    """Writes the form the program reads, in one step, so that a running program never sees half."""
    if not path_of(room).exists():
        return
    target = path_of(room).with_suffix(".mo")
    partial = target.with_suffix(f".{token_hex(4)}.part")  # two may compile at the same time
    with partial.open("wb") as stream:
        write_mo(stream, dutch_of(room))
    partial.replace(target)


def problems_of(room: str) -> Iterator[str]:
    """What keeps this room's Dutch from being complete, one line each."""
    dutch = dutch_of(room)
    said = said_in(room)
    for message in said:
        if message.id and dutch.get(message.id) is None:
            yield f"{room}: not in the catalogue: {_first(message)!r}"
    for message in dutch:
        if message.id:
            yield from (f"{room}: {problem}" for problem in _problems_of_message(message, said))
    yield from (f"{room}: obsolete: {message.id!r}" for message in dutch.obsolete.values())


def contradictions(among: Iterable[str]) -> Iterator[str]:
    """The same English said in two ways in Dutch; whoever comes later in the merge would win."""
    spoken: dict[str, dict[object, str]] = {}
    for room in among:
        for message in dutch_of(room):
            if message.id and all(_strings(message)):
                spoken.setdefault(_first(message), {}).setdefault(_strings(message), room)
    for english, ways in spoken.items():
        if len(ways) > 1:
            told = "; ".join(f"{room} {string!r}" for string, room in ways.items())
            yield f"said in two ways: {english!r}: {told}"


def path_of(room: str) -> Path:
    return DUTCH / f"{room}.po"


def _extract(room: str) -> Iterator[tuple[str, tuple[str, str] | str]]:
    folder = HOUSE if room == DOORSTEP else HOUSE / room
    filter_ = (lambda _path: False) if room == DOORSTEP else None
    found = extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS, directory_filter=filter_)
    for filename, _line, message, _comments, _context in found:
        yield f"{folder.relative_to(HOUSE.parent)}/{filename}", message  # type: ignore[misc]


def _problems_of_message(message: Message, said: Catalog) -> Iterator[str]:
    english = _first(message)
    if said.get(message.id) is None:
        yield f"no longer said: {english!r}"
    if message.fuzzy:
        yield f"uncertain (fuzzy): {english!r}"
    if not all(_strings(message)):
        yield f"no Dutch for: {english!r}"
        return
    for error in message.check(said):
        yield f"{english!r}: {error}"


def _strings(message: Message) -> tuple[str, ...]:
    """The Dutch of a message: one, or one and many."""
    said = message.string
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said or ""),)


def _first(message: Message) -> str:
    return str(message.id[0]) if isinstance(message.id, list | tuple) else str(message.id)


def _sort_key(message: tuple[str, str] | str) -> str:
    return message if isinstance(message, str) else message[0]


def _new_catalogue() -> Catalog:
    return Catalog(locale="nl", header_comment="", fuzzy=False)


def text_of(catalogue: Catalog) -> str:
    """Only what matters: no dates, names or tool versions that change by themselves."""
    stream = BytesIO()
    write_po(stream, catalogue, width=100, omit_header=True, include_lineno=False)
    return _HEADER + stream.getvalue().decode()


_HEADER = """msgid ""
msgstr ""
"Language: nl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@click.group()
def translations() -> None:
    """Keep the Dutch in step with the English of code and pages."""


@translations.command("update")
@click.argument("room", nargs=-1)
def update_command(room: tuple[str, ...]) -> None:
    """Put new messages in the catalogues and take the unused ones out."""
    for name in room or rooms():
        click.echo(f"{name}: {'updated' if update(name) else 'in step'}")


@translations.command("compile")
@click.argument("room", nargs=-1)
def compile_command(room: tuple[str, ...]) -> None:
    """Write the form the program reads."""
    for name in room or rooms():
        compile_room(name)


@translations.command("check")
@click.argument("room", nargs=-1)
def check_command(room: tuple[str, ...]) -> None:
    """Say what is missing; exit 1 when anything is."""
    found = [problem for name in room or rooms() for problem in problems_of(name)]
    found += contradictions(rooms())
    for problem in found:
        click.echo(problem, err=True)
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    translations()

"""Foreign keys and relationships point down the house, which no import checker can see."""

import tomllib
from pathlib import Path

from sqlalchemy.orm import Mapper

from mentorship import tables
from mentorship.foundation.db import Row

assert tables.metadata is Row.metadata


def _floors() -> list[set[str]]:
    """The layers as import-linter has them, highest first."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    contracts = tomllib.loads(project.read_text())["tool"]["importlinter"]["contracts"]
    (order,) = [contract for contract in contracts if contract["id"] == "one-order"]
    return [set(layer.replace(" ", "").split("|")) for layer in order["layers"]]


FLOORS = _floors()


def _floor(module: str) -> tuple[int, str]:
    for height, rooms in enumerate(reversed(FLOORS)):
        for room in rooms:
            if module == room or module.startswith(f"{room}."):
                return height, room
    raise AssertionError(f"{module} is in no room of the house")


def _mappers() -> list[Mapper[Row]]:
    return [m for m in Row._sa_registry.mappers if m.class_.__module__.startswith("mentorship.")]


def _points_down(source: str, target: str) -> bool:
    (from_height, from_room), (to_height, to_room) = _floor(source), _floor(target)
    return from_room == to_room or from_height > to_height


def test_every_table_belongs_to_a_room() -> None:
    homes = {mapper.local_table.name: mapper.class_.__module__ for mapper in _mappers()}
    assert set(tables.metadata.tables) == set(homes)
    for module in homes.values():
        _floor(module)


def test_every_foreign_key_points_down() -> None:
    homes = {mapper.local_table.name: mapper.class_.__module__ for mapper in _mappers()}
    upward = [
        f"{table.name}.{key.parent.name} → {key.column.table.name}"
        for table in tables.metadata.sorted_tables
        for key in table.foreign_keys
        if not _points_down(homes[table.name], homes[key.column.table.name])
    ]
    assert upward == []


def test_every_relationship_points_down() -> None:
    upward = [
        f"{mapper.class_.__name__}.{relationship.key}"
        for mapper in _mappers()
        for relationship in mapper.relationships
        if not _points_down(mapper.class_.__module__, relationship.mapper.class_.__module__)
    ]
    assert upward == []


def test_the_rule_itself_tells_up_from_down() -> None:
    assert _points_down("mentorship.accounts.models", "mentorship.region.models")
    assert not _points_down("mentorship.region.models", "mentorship.accounts.models")
    assert _points_down("mentorship.foundation.jobs", "mentorship.foundation.links")

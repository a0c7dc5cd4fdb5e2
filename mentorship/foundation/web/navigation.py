"""Knows the ways through the house: which pages the menu offers to whom."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for

from mentorship.foundation.access import Permission, current_actor
from mentorship.foundation.i18n import LazyText


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu.

    `permission` None shows it to everybody, or with `signed_in` only to those who are (True) or
    aren't (False). `place` is "main", "account" or "footer"; `method` "post" makes it a button.
    """

    label: LazyText
    endpoint: str
    permission: Permission | None = None
    signed_in: bool | None = None
    place: str = "main"
    method: str = "get"
    order: int = 50

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def is_here(self) -> bool:
        return request.endpoint == self.endpoint

    @property
    def is_around(self) -> bool:
        """A page below this one is open, and no other entry is nearer to it."""
        return not self.is_here and self is _nearest()

    def is_for_current_actor(self) -> bool:
        actor = current_actor()
        if self.permission is not None:
            return actor is not None and self.permission in actor.permissions
        return self.signed_in is None or self.signed_in == (actor is not None)


def add_to_menu(app: Flask, *items: NavItem) -> None:
    app.extensions.setdefault("navigation", []).extend(items)


def menu(place: str = "main") -> Iterator[NavItem]:
    """What this person may open, in the rooms' order."""
    items: list[NavItem] = current_app.extensions.get("navigation", [])
    for item in sorted(items, key=lambda item: item.order):
        if item.place == place and item.is_for_current_actor():
            yield item


def _nearest() -> NavItem | None:
    """By the address: a file stands below its list. Every entry asks, one search answers."""
    if "nearest_in_menu" not in g:
        items = (item for place in ("main", "account") for item in menu(place))
        above = [item for item in items if f"{request.path}/".startswith(f"{item.url}/")]
        g.nearest_in_menu = max(above, key=lambda item: len(item.url), default=None)
    nearest: NavItem | None = g.nearest_in_menu
    return nearest


def describe_actor_with(app: Flask, describe: Callable[[], str]) -> None:
    """In which role somebody is here, in words for the top of every page."""
    app.extensions["actor_description"] = describe


def signed_in_as() -> str:
    """Nothing for a visitor. Never a name: reading one would be an entry in the audit trail."""
    describe: Callable[[], str] | None = current_app.extensions.get("actor_description")
    return describe() if describe and current_actor() else ""

"""The search for people: always sent as a form, so that no name stands in an address or a log."""

from flask import render_template, request

from mentorship.accounts.login import user_actor
from mentorship.desk.forms import SearchForm
from mentorship.desk.search.finding import Hit
from mentorship.desk.search.finding import search as find
from mentorship.foundation.access import Permission, may, requires
from mentorship.foundation.requests import SAFE_METHODS, audit_actor, current_database
from mentorship.foundation.web.navigation import NavItem
from mentorship.region.queries import houses

ON_A_PAGE = 25
_WHO_SEARCH = (Permission.MENTEE_READ, Permission.MENTOR_READ, Permission.TRAINING_HOLD)


def may_search() -> bool:
    return any(may(permission) for permission in _WHO_SEARCH)


class SearchItem(NavItem):
    """Stands in the menu once, for everybody who may look for somebody."""

    def is_for_current_actor(self) -> bool:
        return may_search()


@requires(*_WHO_SEARCH)
def search() -> tuple[str, int]:
    form = SearchForm()
    if request.method in SAFE_METHODS or not form.validate():
        return _page(form, None, {})
    # Read apart: thousands of names take a moment, and meanwhile others write.
    with current_database().reading(audit_actor()) as db:
        hits = find(db, user_actor(), form.name.data)
        house_names = {house.code: house.name for house in houses(db)}
    return _page(form, hits, house_names)


def _page(form: SearchForm, hits: list[Hit] | None, house_names: dict[str, str]) -> tuple[str, int]:
    """`hits` is None while nothing was asked."""
    total = len(hits or ())
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, form.number), pages)
    page = render_template(
        "desk/search.html",
        form=form,
        hits=None if hits is None else hits[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        total=total,
        number=number,
        pages=pages,
        house_names=house_names,
    )
    return page, form.status

"""The pages of open figures: two for who prepares them, and what everybody may read."""

from flask import Blueprint, Flask

from mentorship.evaluation.open_figures.views import preparing, public, publishing
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu

blueprint = Blueprint("open_figures", __name__, template_folder="../../templates")

_GET, _BOTH = ("GET",), ("GET", "POST")
_OFFICE, _PUBLIC = "/bundles/open-figures", "/open-figures"
_ONE = f"{_OFFICE}/<uuid:figures_id>"
_PAGES = (
    (_OFFICE, preparing.overview, _GET),
    (f"{_OFFICE}/years/<int:year>", preparing.look, _BOTH),
    (_ONE, preparing.one, _GET),
    (f"{_ONE}/withdraw", preparing.withdraw, _BOTH),
    (f"{_ONE}/publish", publishing.publish, _BOTH),
    (f"{_ONE}/note", publishing.note, _BOTH),
    (_PUBLIC, public.page, _GET),
    (f"{_PUBLIC}/figures.csv", public.csv, _GET),
    (f"{_PUBLIC}/figures.json", public.json, _GET),
    (f"{_PUBLIC}/datapackage.json", public.datapackage, _GET),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    add_to_menu(app, NavItem(_l("Open figures"), "open_figures.page", place="footer"))

"""The pages of the region: Houses with their municipalities, and the partner organisations."""

from collections import defaultdict
from contextlib import AbstractContextManager
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db, expect_version
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.region import queries, services
from mentorship.region.forms import ChangeOrganisationForm, OrganisationForm, PhoneForm, chosen_type
from mentorship.region.labels import ORGANISATION_TYPES
from mentorship.region.models import Organisation, OrganisationType
from mentorship.region.places import all_places
from mentorship.region.rules import OrganisationRefused

blueprint = Blueprint("region", __name__, url_prefix="/region", template_folder="templates")

Answer = str | Response | tuple[str, int]


def install(app: Flask) -> None:
    add_to_menu(
        app,
        NavItem(_l("Region"), "region.houses", Permission.REGION_READ, order=70),
        NavItem(
            _l("Organisations"), "region.organisations", Permission.ORGANISATION_MANAGE, order=71
        ),
    )


@blueprint.get("")
@requires(Permission.REGION_READ)
def houses() -> Answer:
    places = defaultdict(list)
    for place in all_places():
        places[place.municipality].append(place.name)
    db = request_db()
    served = [(house, queries.municipalities(db, house.code)) for house in queries.houses(db)]
    return render_template("region/houses.html", served=served, places=places)


@blueprint.route("/houses/<house_code>/phone", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def house_phone(house_code: str) -> Answer:
    with _reading() as db:
        house = queries.find_house(db, house_code) or abort(404)
    form = PhoneForm(version=house.version, phone=house.phone or "")
    if form.validate_on_submit() and _phone_changed(house_code, form):
        return redirect(url_for("region.houses"), 303)
    return render_template("region/house_phone.html", form=form, house=house), form.status


def _phone_changed(house_code: str, form: PhoneForm) -> bool:
    db = request_db()
    house = queries.find_house(db, house_code) or abort(404)
    try:
        expect_version(house, version_in(request.form.get("version")))
        services.change_phone(db, house, form.phone.data or None)
        db.commit()
    except ChangedMeanwhile:
        db.rollback()
        form.refuse(_("Somebody else changed this number meanwhile. Open it again first."))
        return False
    flash(_("The telephone number is saved."), "ok")
    return True


def _reading() -> AbstractContextManager[Db]:
    """For what a form shows, read apart: no writer waits while a page is made."""
    return current_database().reading(audit_actor())


@blueprint.get("/organisations")
@requires(Permission.ORGANISATION_MANAGE)
def organisations() -> Answer:
    db = request_db()
    by_type: dict[OrganisationType, list[Organisation]] = {kind: [] for kind in ORGANISATION_TYPES}
    asked = version_in(request.args.get("page"))
    rows, page, pages = queries.page_of_organisations(db, list(ORGANISATION_TYPES), asked)
    for organisation in rows:
        by_type[organisation.type].append(organisation)
    return render_template(
        "region/organisations.html",
        by_type=by_type,
        page=page,
        pages=pages,
        labels=ORGANISATION_TYPES,
        municipality_names=_municipality_names(),
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def new_organisation() -> Answer:
    form = OrganisationForm()
    with _reading() as db:
        form.offer(queries.municipalities(db))
    if form.validate_on_submit() and _added(form):
        return redirect(url_for("region.organisations"), 303)
    return render_template("region/organisation_new.html", form=form), form.status


def _added(form: OrganisationForm) -> bool:
    db = request_db()
    try:
        organisation = services.add_organisation(
            db,
            form.name.data,
            chosen_type(form),
            municipality_code=form.municipality_code,
            organisation_id=_submission(form),
        )
        db.commit()
    except OrganisationRefused as refused:
        db.rollback()
        form.explain(refused)
        return False
    flash(_("%(name)s is added.", name=organisation.name), "ok")
    return True


def _submission(form: OrganisationForm) -> UUID | None:
    """What this sending of the form is called, so that sent twice it adds one."""
    try:
        return UUID(form.submission.data)
    except (TypeError, ValueError):
        return None


@blueprint.route("/organisations/<uuid:organisation_id>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def organisation(organisation_id: UUID) -> Answer:
    with _reading() as db:
        shown = queries.find_organisation(db, organisation_id) or abort(404)
        municipalities = queries.municipalities(db)
    form = ChangeOrganisationForm(
        version=shown.version, name=shown.name, municipality=shown.municipality_code or ""
    )
    form.offer(municipalities)
    if form.validate_on_submit() and _changed(organisation_id, form):
        return redirect(url_for("region.organisations"), 303)
    return render_template(
        "region/organisation.html",
        form=form,
        organisation=shown,
        type_label=ORGANISATION_TYPES[shown.type],
    ), form.status


def _changed(organisation_id: UUID, form: ChangeOrganisationForm) -> bool:
    db, changed = request_db(), _organisation(organisation_id)
    try:
        expect_version(changed, version_in(request.form.get("version")))
        services.change_organisation(
            db, changed, name=form.name.data, municipality_code=form.municipality_code
        )
        db.commit()
    except ChangedMeanwhile:
        db.rollback()
        form.refuse(_("Somebody else changed this organisation meanwhile. Open it again first."))
        return False
    except OrganisationRefused as refused:
        db.rollback()
        form.explain(refused)
        return False
    flash(_("Your changes are saved."), "ok")
    return True


@blueprint.post("/organisations/<uuid:organisation_id>/deactivate")
@requires(Permission.ORGANISATION_MANAGE)
def deactivate_organisation(organisation_id: UUID) -> Answer:
    closed = _organisation(organisation_id)
    services.deactivate_organisation(request_db(), closed)
    request_db().commit()
    flash(_("%(name)s can no longer be chosen.", name=closed.name), "ok")
    return redirect(url_for("region.organisations"), 303)


@blueprint.post("/organisations/<uuid:organisation_id>/activate")
@requires(Permission.ORGANISATION_MANAGE)
def activate_organisation(organisation_id: UUID) -> Answer:
    opened = _organisation(organisation_id)
    services.activate_organisation(request_db(), opened)
    request_db().commit()
    flash(_("%(name)s can be chosen again.", name=opened.name), "ok")
    return redirect(url_for("region.organisations"), 303)


def _organisation(organisation_id: UUID) -> Organisation:
    return queries.find_organisation(request_db(), organisation_id) or abort(404)


def _municipality_names() -> dict[str, str]:
    known = queries.municipalities(request_db())
    return {municipality.code: municipality.name for municipality in known}

"""What the screens call the kinds of organisation."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.region.models import OrganisationType

ORGANISATION_TYPES: dict[OrganisationType, LazyText] = {
    OrganisationType.SCHOOL: _l("School"),
    OrganisationType.CARE: _l("Care"),
    OrganisationType.YOUTH_WORK: _l("Youth work"),
    OrganisationType.MUNICIPALITY: _l("Municipality"),
    OrganisationType.POLICE: _l("Police"),
    OrganisationType.PROBATION: _l("Probation service"),
    OrganisationType.I2O: _l("Integrated information meeting (i2o)"),
    OrganisationType.ICO: _l("Individual case meeting (ICO)"),
    OrganisationType.RESEARCH: _l("Research"),
}

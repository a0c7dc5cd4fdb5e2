"""The screens of a meeting: when, where and about what."""

from collections.abc import Iterable
from uuid import UUID

from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
    version_in,
)
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.region.models import House
from mentorship.training import rules
from mentorship.training.facts import MeetingFacts, Slot
from mentorship.training.forms import check_clock, clock_field, filled, people_choices, read_clock
from mentorship.training.labels import KINDS
from mentorship.training.models import LONGEST_PLACE, MeetingKind, TrainingMeeting, TrainingModule
from mentorship.training.programme import title_of


class SlotForm(Form):
    """When, where and by whom."""

    version = HiddenField()
    day = DutchDateField(
        _l("Day"),
        [Required(_l("Fill in the day."))],
        description=_l("Day, month, year. Like 03-11-2026."),
    )
    begins = clock_field(_l("From"), _l("Fill in when it begins."))
    ends = clock_field(_l("Until"), _l("Fill in when it ends."))
    location = StringField(
        _l("Where?"), [Required(_l("Fill in where it is.")), Longest(LONGEST_PLACE)]
    )
    trainer = SelectField(_l("Trainer"), [Required(_l("Choose a trainer."))])

    def offer_trainers(self, trainers: Iterable[tuple[UUID, str]]) -> None:
        self.trainer.choices = people_choices(trainers, _l("Choose a trainer"))

    def validate_begins(self, field: StringField) -> None:
        check_clock(field)

    def validate_ends(self, field: StringField) -> None:
        check_clock(field)
        begins, ends = read_clock(self.begins.data), read_clock(field.data)
        if begins and ends and ends <= begins:
            raise ValidationError(_("The meeting ends before it begins. Check both times."))

    def show(self, meeting: TrainingMeeting) -> None:
        """What stands in the fields of a meeting that is to be moved."""
        start = meeting.starts_at.astimezone(TIME_ZONE)
        self.version.data, self.day.data = str(meeting.version), start.date()
        self.begins.data = f"{start:%H:%M}"
        self.ends.data = f"{meeting.ends_at.astimezone(TIME_ZONE):%H:%M}"
        self.location.data, self.trainer.data = meeting.location, str(meeting.trainer_id)

    @property
    def slot(self) -> Slot:
        day = filled(self.day.data)
        return Slot(
            rules.moment(day, filled(read_clock(self.begins.data))),
            rules.moment(day, filled(read_clock(self.ends.data))),
            self.location.data,
            UUID(self.trainer.data),
        )

    @property
    def seen_version(self) -> int:
        return version_in(self.version.data)


class MeetingForm(SlotForm):
    """A new meeting; which kinds there are depends on whether it belongs to a cohort."""

    kind = RadioField(_l("What kind of meeting?"), [Required(_l("Choose the kind."))])
    module = SelectField(_l("Module"), description=_l("What the meeting is about."))
    house = SelectField(_l("For whom"), description=_l("One House, or all Houses together."))

    def offer(
        self,
        kinds: Iterable[MeetingKind],
        modules: Iterable[TrainingModule],
        houses: Iterable[House],
    ) -> None:
        self.kind.choices = [SelectChoice(kind.value, KINDS[kind]) for kind in kinds]
        parts = [SelectChoice(module.code, title_of(module)) for module in modules]
        self.module.choices = [SelectChoice("", _l("No module")), *parts]
        near = [SelectChoice(house.code, house.name) for house in houses]
        self.house.choices = [SelectChoice("", _l("The whole region")), *near]

    def validate_module(self, field: SelectField) -> None:
        if self.kind.data == MeetingKind.PRE_MATCH and not field.data:
            raise ValidationError(_("Choose the module that the meeting is about."))

    def facts_for(self, cohort_id: UUID | None) -> MeetingFacts:
        return MeetingFacts(
            MeetingKind(self.kind.data),
            self.slot,
            cohort_id=cohort_id,
            house_code=None if cohort_id else self.house.data or None,
            module_code=self.module.data or None,
        )

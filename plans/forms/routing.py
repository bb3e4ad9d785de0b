"""How the drafts of a department go before its head hands them in (ours)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from improvement.organization.models import Appointment, Role, User
from plans.models import DraftingRoute

from .drafting import Drafted

DRAFTING = (Role.HEAD, Role.DEPUTY, Role.CLERK)


class RouteForm(Drafted):
    """Whether drafts are checked and by whom, and how hard a countersign binds."""

    class Meta:
        model = DraftingRoute
        fields = ("checked", "checker", "countersign_required", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.user_id, spoken(one)) for one in self.held]
        self.fields["checker"].queryset = User.objects.filter(pk__in=[pk for pk, _name in named])
        self.fields["checker"].choices = [("", _("No one by name")), *named]

    @cached_property
    def held(self) -> list[Appointment]:
        """Who drafts in the department today: they read its drafts anyway."""
        held = Appointment.objects.valid_on(timezone.localdate()).filter(
            department=self.instance.department_id, role__in=DRAFTING, user__is_active=True
        )
        return list(held.select_related("user", "post").order_by("user__name", "pk"))

    def clean_days(self) -> int:
        """The door writes on the row it has locked, so the model is not asked for its limits."""
        days: int = self.cleaned_data["days"]
        DraftingRoute._meta.get_field("days").run_validators(days)
        return days

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        readers = {one.user_id for one in self.held if one.role == Role.DEPUTY}
        if given.get("checked") and not (given.get("checker") or readers):
            self.add_error("checker", _("The department has no deputy; name who checks."))
        return given


def spoken(held: Appointment) -> str:
    """The person with what they are in the department."""
    return f"{held.user} · {held.post or held.get_role_display()}"

"""A plan template of the office: written, offered to the departments, taken back (2.2.2)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from plans import conditions as only_if


class PlanTemplateStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", pgettext_lazy("status of a template", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a template", "Withdrawn")


class PlanTemplateLifecycle(Stateful):
    """What departments copy from does not change under their hands: it is taken back first."""

    status = StatusField(
        _("status"), choices=PlanTemplateStatus.choices, default=PlanTemplateStatus.DRAFT
    )
    published_at: Any

    class Meta:
        abstract = True

    @step(
        PlanTemplateStatus.DRAFT,
        PlanTemplateStatus.PUBLISHED,
        _("Publish the template"),
        clause="2.2.2",
        when=[only_if.template_holds_something],
    )
    def publish(self) -> None:
        self.published_at = timezone.now()

    @step(
        PlanTemplateStatus.PUBLISHED,
        PlanTemplateStatus.WITHDRAWN,
        _("Withdraw the template"),
        clause="ours",
    )
    def withdraw(self) -> None: ...

    @step(
        PlanTemplateStatus.WITHDRAWN,
        PlanTemplateStatus.DRAFT,
        _("Revise the template"),
        clause="ours",
    )
    def revise(self) -> None: ...

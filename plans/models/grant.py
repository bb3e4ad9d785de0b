"""Read access to one plan for one person: the individual exception (django-guardian)."""

from django.db import models
from guardian.models import UserObjectPermissionBase

from .plan import Plan


class PlanGrant(UserObjectPermissionBase):
    """A direct foreign key instead of a generic one: joins stay plain."""

    content_object = models.ForeignKey(Plan, models.CASCADE, related_name="grants")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "plan grant"

"""A person who signs in by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet, allowed

if TYPE_CHECKING:
    from improvement.organization.standing import Standing


class UserQuerySet(VisibleQuerySet):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        person: User = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str) -> Any:
        return self.get(email__iexact=username)


class LocalName(models.Model):
    """A name as entered in each script; never converted from one into another."""

    name = models.CharField(_("name"), max_length=300)
    name_hant = models.CharField(_("name in Traditional Chinese"), max_length=300, blank=True)
    name_hans = models.CharField(_("name in Simplified Chinese"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        language = translation.get_language() or "en"
        if language.startswith("zh-hans"):
            return self.name_hans or self.name_hant or self.name
        if language.startswith("zh"):
            return self.name_hant or self.name_hans or self.name
        return self.name

    def named(self, key: str) -> dict[str, str]:
        """The name in every script, for a text that is put into words later."""
        names = {key: self.name, f"{key}_hant": self.name_hant, f"{key}_hans": self.name_hans}
        return {name: value for name, value in names.items() if value}


class User(LocalName, AbstractBaseUser, Guarded):
    """A person: an account for everyone (D7)."""

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=8, default="", blank=True)
    shortcut_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    reports_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reports to"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    PERSONAL = frozenset({"name", "name_hant", "name_hans", "email", "password"})

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def follow_change(self, fields: set[str], *, by: Any) -> None:
        from improvement.organization import leaving

        if "is_active" in fields:
            leaving.seat_given_up()

    def get_full_name(self) -> str:
        return self.local_name

    get_short_name = get_full_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the one table of rules; `obj=None` asks whether there could be any such object."""
        return allowed(self, perm, obj)

    @cached_property
    def standing(self) -> Standing:
        """The roles this person holds today; read once per request, anew after every lock."""
        from improvement.organization.standing import standing_of

        return standing_of(self)

    def refresh_standing(self) -> None:
        self.__dict__.pop("standing", None)

    @classmethod
    def signed_in(cls, pk: int) -> User | None:
        """Whom a session names, with their roles: every page asks for both."""
        from improvement.organization.standing import signed_in

        return signed_in(pk)

"""What people enter about people, departments and themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from improvement.door.bounded import Bounded

from . import throttle
from .models import (
    Absence,
    Appointment,
    Delegation,
    Department,
    Exemption,
    Organization,
    Role,
    Scope,
    User,
)
from .models.appointment import SEATED
from .models.attempt import Act

DEPARTMENT_ROLES = {Role.HEAD, Role.DEPUTY, Role.CLERK, Role.MEMBER}


def day(**attrs: str) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


class PersonForm(Bounded, forms.ModelForm):
    """A new account (D7: everyone takes part)."""

    class Meta:
        model = User
        fields = ["email", "name", "name_hant", "name_hans", "reports_to"]

    def clean_email(self) -> str:
        """One address, one person, however it is spelled: that is how people sign in."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise self.instance.unique_error_message(User, ["email"])
        return email


class SignInForm(Bounded, auth.AuthenticationForm):
    """E-mail and password, compared only while there have not been too many wrong ones."""

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        if not (email and self.cleaned_data.get("password")):
            return super().clean()
        counted = throttle.begin(Act.SIGN_IN, email, throttle.address_of(self.request))
        try:
            data: dict[str, Any] = super().clean()
        except forms.ValidationError:
            throttle.failed(counted)
            raise
        throttle.forget(email)
        return data


class PasswordResetForm(Bounded, forms.Form):
    """Where the link to a new password goes; every letter asked for is an attempt."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        if email := self.cleaned_data.get("email"):
            address = throttle.address_of(self.request)
            throttle.failed(throttle.begin(Act.RESET, email, address))
        return self.cleaned_data


class PasswordChooseForm(Bounded, auth.SetPasswordForm):
    """The new password, twice."""


class ProfileForm(Bounded, forms.ModelForm):
    """What people decide about themselves."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser asks"))]
    )

    class Meta:
        model = User
        fields = ["name", "name_hant", "name_hans", "language", "shortcut_keys"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the browser asks")), *settings.LANGUAGES]


class DepartmentForm(Bounded, forms.ModelForm):
    """A department of the tree; exempt only with a reason (D3)."""

    class Meta:
        model = Department
        fields = [
            "code",
            "name",
            "name_hant",
            "name_hans",
            "parent",
            "supervising_leader",
            "exemption",
            "exempt_because",
        ]
        labels = {"parent": _("Belongs to"), "supervising_leader": _("Supervising leader")}
        help_texts = {
            "exemption": _("Only for one of these two causes; the leadership group sees it."),
            "exempt_because": _("Everybody reads it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Neither to itself nor to what is below it.
            others = Department.objects.exclude(path__startswith=self.instance.path)
            self.fields["parent"].queryset = others

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        cause, parent = given.get("exemption"), given.get("parent")
        if cause and not given.get("exempt_because"):
            self.add_error("exempt_because", _("Say why; the leadership group reads the reason."))
        if given.get("exempt_because") and not cause:
            self.add_error("exemption", _("Choose the cause, or take the reason out."))
        if cause == Exemption.PARENT_PLAN and (parent is None or parent.exemption):
            self.add_error(
                "exemption",
                _("There is no plan above that covers it; choose the department above."),
            )
        if cause and self.instance.pk and (below := self.relying()):
            self.add_error(
                "exemption",
                _("Its plan covers other departments: %(names)s.")
                % {"names": pgettext("between the parts of a list", ", ").join(map(str, below))},
            )
        return given

    def relying(self) -> list[Department]:
        """The departments below that need not plan because this one does."""
        return list(self.instance.below.filter(exemption=Exemption.PARENT_PLAN))

    def clean_code(self) -> str:
        """OPS and ops would be one department in one database and two in another."""
        code: str = self.cleaned_data["code"]
        if Department.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another department has this code; OPS and ops are one."))
        return code


class AppointmentForm(Bounded, forms.ModelForm):
    """A role for a time; the database keeps who appointed."""

    succeeds = forms.ModelChoiceField(
        label=_("Succeeds"),
        queryset=Appointment.objects.none(),
        required=False,
        help_text=_("The seat passes on, with the votes it still has to cast."),
    )

    class Meta:
        model = Appointment
        fields = ["role", "department", "principal", "rank", "since", "until"]
        widgets = {"since": day(), "until": day()}
        labels = {
            "role": _("Role"),
            "department": _("Department"),
            "principal": _("Assistant of"),
            "rank": _("Order among equals"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Appointment.objects.seats().select_related("user", "department")
        self.fields["succeeds"].queryset = seats

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first."))
        if data.get("succeeds") and data.get("role") not in SEATED:
            self.add_error("succeeds", _("Only a seat of the leadership group passes on."))
        if data.get("role") in DEPARTMENT_ROLES and not data.get("department"):
            self.add_error("department", _("Choose the department of this role."))
        if data.get("role") == Role.ASSISTANT and not data.get("principal"):
            self.add_error("principal", _("Choose the leader whose assistant this is."))
        return data

    def save(self, commit: bool = True) -> Appointment:
        if predecessor := self.cleaned_data.get("succeeds"):
            self.instance.seat = predecessor.seat
        return super().save(commit)


class DelegationForm(Bounded, forms.ModelForm):
    """Somebody votes for me while I am away; or presides in my place, where I am the chair."""

    class Meta:
        model = Delegation
        fields = ["scope", "delegate", "since", "until", "note"]
        widgets = {"since": day(), "until": day()}
        labels = {"delegate": _("Who acts for you")}

    def __init__(self, *args: Any, principal: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = User.objects.active().exclude(pk=principal.pk)
        if Role.CHAIR not in principal.standing.roles:
            del self.fields["scope"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first."))
        if data.get("scope") == Scope.PRESIDES and data.get("delegate"):
            standing = data["delegate"].standing
            if not standing.leads:
                self.add_error("delegate", _("Only a member of the leadership group presides."))
            elif standing.in_office or standing.administers:
                self.add_error(
                    "delegate",
                    _("Neither the office nor the administrator stands in for the chair."),
                )
        return data


class AbsenceForm(Bounded, forms.ModelForm):
    """Somebody of the leadership group is away for some days."""

    class Meta:
        model = Absence
        fields = ["since", "back_on", "reason"]
        widgets = {"since": day(), "back_on": day()}
        help_texts = {"back_on": _("The first day on which the person is there again.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("back_on") and data["back_on"] <= data["since"]:
            self.add_error("back_on", _("The day of the return lies after the first day away."))
        return data


class DocumentsForm(Bounded, forms.ModelForm):
    """How the papers of this organization look."""

    class Meta:
        model = Organization
        fields = ["document_form"]
        widgets = {"document_form": forms.RadioSelect}
        labels = {"document_form": _("Form of documents")}
        help_texts = {
            "document_form": _("Proposed for every export; another can be chosen each time."),
        }

"""Sign in, sign out, a new password; on the demo, one click per role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from improvement.organization import password_letter, throttle
from improvement.organization.forms import PasswordChooseForm, PasswordResetForm, SignInForm
from improvement.organization.models import Appointment, Role

ON_SHOW = (
    Role.CLERK,
    Role.HEAD,
    Role.OFFICER,
    Role.LEADER,
    Role.CHAIR,
    Role.MEMBER,
    Role.ADMINISTRATOR,
)


class Throttled:
    """Beyond the limit the page says when to try again, and answers 429."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response = super().form_invalid(form)
        for error in form.errors.as_data().get(NON_FIELD_ERRORS, []):
            if isinstance(error, throttle.TooMany):
                response.status_code = 429
                response.headers["Retry-After"] = str(error.seconds)
        return response


@method_decorator(login_not_required, name="dispatch")
class SignIn(Throttled, auth.LoginView):
    """By e-mail and password; on the demo also by choosing a role."""

    form_class = SignInForm
    template_name = "organization/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, demo_roles=demo_roles())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if email := request.POST.get("demo"):
            return self.enter_demo(email)
        return super().post(request, *args, **kwargs)

    def enter_demo(self, email: str) -> HttpResponse:
        """Only the people on show, and only where the demo is switched on."""
        shown = {role["user"].email: role["user"] for role in demo_roles()}
        if email not in shown:
            raise PermissionDenied
        login(self.request, shown[email])
        return redirect(self.get_success_url())


def demo_roles() -> list[dict[str, Any]]:
    """One person for each role, with the words under their name; nobody outside the demo."""
    if not settings.DEMO:
        return []
    held = (
        Appointment.objects.valid_on(timezone.localdate())
        .filter(role__in=ON_SHOW, user__is_active=True)
        .select_related("user", "department")
        .order_by("department__path", "pk")
    )
    first: dict[str, Appointment] = {}
    for appointment in held:
        first.setdefault(appointment.role, appointment)
    return [
        {"user": first[role].user, "title": in_words(first[role])}
        for role in ON_SHOW
        if role in first
    ]


def in_words(appointment: Appointment) -> str:
    """The role, and where."""
    role = str(appointment.get_role_display())
    return f"{role} · {appointment.department}" if appointment.department else role


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@method_decorator(login_not_required, name="dispatch")
class PasswordReset(Throttled, FormView):
    """Ask for the letter. Nothing here, nor the time it takes, tells who has an account."""

    form_class = PasswordResetForm
    template_name = "organization/password_reset_form.html"
    success_url = reverse_lazy("organization:password_reset_sent")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        password_letter.ask_for(form.cleaned_data["email"])
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class PasswordResetSent(auth.PasswordResetDoneView):
    template_name = "organization/password_reset_done.html"


@method_decorator(login_not_required, name="dispatch")
class PasswordChoose(auth.PasswordResetConfirmView):
    form_class = PasswordChooseForm
    template_name = "organization/password_reset_confirm.html"
    success_url = reverse_lazy("organization:password_reset_done")

    def form_valid(self, form: PasswordChooseForm) -> HttpResponse:
        response = super().form_valid(form)
        throttle.forget(self.user.email)
        return response


@method_decorator(login_not_required, name="dispatch")
class PasswordChosen(auth.PasswordResetCompleteView):
    template_name = "organization/password_reset_complete.html"

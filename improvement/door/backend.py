"""The one authentication backend: inactive has nothing, then the table. No superuser passes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend

from .permissions import allowed


class RulesBackend(BaseBackend):
    """Signs in by e-mail and asks the rules."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kw: Any
    ) -> Any:
        people = get_user_model()
        email = kw.get("email", username)
        if not email or password is None:
            return None
        person = people._default_manager.filter(email__iexact=email.strip()).first()
        if person is None:
            # As slow as a wrong password, so that nobody learns who has an account.
            people().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Any:
        return get_user_model().signed_in(user_id)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return allowed(user_obj, perm, obj)

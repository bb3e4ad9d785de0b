"""Nobody fills the record, or a page, by typing without end."""

import importlib
import pkgutil

import pytest
from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import URLPattern, get_resolver

from improvement.door.bounded import LONGEST, Bounded
from improvement.door.inputs import INPUTS
from plans.models import Plan, Section
from tests.factories import make_plan

ROOMS = ("improvement", "evidence", "plans", "execution", "evaluation", "incentives")
MOST_ROWS = 50


def everything():
    """Every module of every room is loaded, so that no form hides."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" not in found.name and ".management" not in found.name:
                importlib.import_module(found.name)


def below(kind):
    for sub in kind.__subclasses__():
        yield sub
        yield from below(sub)


def ours(kind):
    everything()
    return sorted(
        {found for found in below(kind) if found.__module__.split(".")[0] in ROOMS},
        key=lambda found: (found.__module__, found.__qualname__),
    )


def routes(resolver):
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield found
        else:
            yield from routes(found)


def test_every_form_of_every_room_bounds_its_texts():
    found = ours(forms.BaseForm)
    assert len(found) > 20
    assert [form for form in found if not issubclass(form, Bounded)] == []


def test_every_list_of_forms_bounds_its_rows():
    found = [kind for kind in below(forms.BaseFormSet) if hasattr(kind, "absolute_max")]
    assert len({id(kind) for kind in found}) >= 3
    assert {kind.__name__ for kind in found if kind.absolute_max > MOST_ROWS} == set()


def test_no_page_uses_a_form_from_elsewhere():
    """Such as Django's own for passwords, which know no bound."""
    everything()
    used = {
        route.callback.view_class.form_class
        for route in routes(get_resolver())
        if getattr(getattr(route.callback, "view_class", None), "form_class", None)
    }
    assert used
    assert [form for form in used if not issubclass(form, Bounded)] == []


class Every(Bounded, forms.Form):
    free = forms.CharField()
    email = forms.EmailField(max_length=None)
    short = forms.CharField(max_length=5)
    chosen = forms.ChoiceField(choices=[("a", "A")])
    key = forms.UUIDField()


def bounds(form):
    return {
        name: [v.limit_value for v in field.validators if isinstance(v, MaxLengthValidator)]
        for name, field in form.fields.items()
    }


def test_a_field_with_a_bound_of_its_own_keeps_it():
    expected = {"free": [LONGEST], "email": [LONGEST], "short": [5], "chosen": [], "key": []}
    assert bounds(Every()) == expected
    assert bounds(Every()) == expected  # and none is added the second time


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This is too long: 20001 characters, and at most 20000 fit."),
        ("zh-hant", "內容太長：共20001字，最多20000字。"),
        ("zh-hans", "内容过长：共20001字，最多20000字。"),
    ],
)
def test_the_sentence_says_how_long_and_how_much_fits(
    cast, planning_round, sign_in, language, sentence
):
    plan = make_plan(cast, planning_round, status="draft")
    section = Section.objects.filter(plan=plan).first()
    cast.dana.language = language
    cast.dana.save()
    page = f"{plan.get_absolute_url()}edit/{section.key}/"

    answer = sign_in(cast.dana).post(page, {"body": "字" * 20_001, "version": section.version})

    assert sentence in answer.content.decode()
    section.refresh_from_db()
    assert section.body != "字" * 20_001


def test_the_longest_fits(cast, planning_round, sign_in):
    plan = make_plan(cast, planning_round, status="draft")
    section = Section.objects.filter(plan=plan).first()
    page = f"{plan.get_absolute_url()}edit/{section.key}/"

    sign_in(cast.dana).post(page, {"body": "字" * LONGEST, "version": section.version})

    section.refresh_from_db()
    assert section.body == "字" * LONGEST


def test_a_password_without_end_is_not_compared(client, db):
    answer = client.post("/sign-in/", {"username": "hana@example.org", "password": "x" * 20_001})
    assert "password" in answer.context["form"].errors


@pytest.mark.parametrize("extra", [0, 1])
def test_the_reason_of_a_step_is_bounded_where_the_step_is_taken(
    cast, planning_round, sign_in, extra
):
    plan = make_plan(cast, planning_round, status="endorsed")
    longest = INPUTS["reason"].longest
    reason = "x" * (longest + extra)

    answer = sign_in(cast.hana).post(
        f"{plan.get_absolute_url()}withdraw/", {"reason": reason, "version": plan.version}
    )

    withdrawn = Plan.objects.get(pk=plan.pk).status == "withdrawn"
    assert withdrawn is not bool(extra)
    if extra:
        assert answer.status_code == 409
        page = answer.content.decode()
        assert f"This is too long: {longest + 1} characters, and at most {longest} fit." in page
        assert reason in page

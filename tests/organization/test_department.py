"""Adding and changing a department: its names, its place in the tree, its exemption."""

import pytest
from django.db import IntegrityError, transaction

from improvement.audit.models import Entry
from improvement.organization.models import Department

NEW = "/departments/new/"
TYPED = {"code": "tax", "name": "Taxes", "name_hant": "稅務科", "name_hans": "税务科"}


def address(department):
    return f"/departments/{department.public_id}/"


def typed(department, **changed):
    return {
        "code": department.code,
        "name": department.name,
        "name_hant": department.name_hant,
        "name_hans": department.name_hans,
        "parent": department.parent_id or "",
        "exemption": department.exemption,
        "exempt_because": department.exempt_because,
        "version": department.version,
        **changed,
    }


@pytest.mark.parametrize("name", ["ada", "olga"])
def test_administrator_and_office_add_a_department(sign_in, cast, name):
    made_by = cast.people[name]

    response = sign_in(made_by).post(NEW, TYPED | {"parent": cast.ops.pk})

    made = Department.objects.get(code="tax")
    assert response["Location"] == address(made)
    assert (made.path, made.parent, made.exempt_because) == ("ops/tax/", cast.ops, "")
    entry = Entry.objects.about("organization.department", made.pk).get()
    assert (entry.verb, entry.actor_id) == ("create", made_by.pk)


@pytest.mark.parametrize("name", ["hana", "cora", "xia"])
def test_others_are_told_who_can(sign_in, cast, name):
    client = sign_in(cast.people[name])

    for response in (
        client.get(NEW),
        client.post(NEW, TYPED),
        client.post(address(cast.csc), typed(cast.csc, name="Mine")),
    ):
        assert response.status_code == 403
        said = "This can be done by: the administrator or the improvement office."
        assert said in response.content.decode()
    assert not Department.objects.filter(name__in=["Taxes", "Mine"]).exists()


def test_a_department_is_exempt_for_a_reason_that_everybody_can_read(sign_in, cast):
    """D3."""
    reason = "Provides no service to anybody outside"
    sign_in(cast.olga).post(
        address(cast.lic), typed(cast.lic, exemption="no_service", exempt_because=reason)
    )

    assert reason in sign_in(cast.leo).get("/people/").content.decode()
    assert reason in sign_in(cast.xia).get(address(cast.lic)).content.decode()
    assert cast.lic not in Department.objects.must_plan()
    entry = Entry.objects.about("organization.department", cast.lic.pk).get()
    assert reason in entry.body


def test_who_read_an_older_version_is_told(sign_in, cast):
    client = sign_in(cast.olga)
    first = typed(cast.lic, name="Permits")
    client.post(address(cast.lic), first)

    late = client.post(address(cast.lic), first | {"name": "Permissions"})

    assert late.status_code == 409
    assert "Permissions" in late.content.decode()
    cast.lic.refresh_from_db()
    assert cast.lic.name == "Permits"


@pytest.mark.parametrize("version", ["", "²", "9" * 30, "-1"])
def test_a_form_with_an_odd_version_breaks_nothing(sign_in, cast, version):
    response = sign_in(cast.olga).post(address(cast.lic), typed(cast.lic, version=version))
    assert response.status_code in {302, 409}


def test_what_is_wrong_is_said(sign_in, cast):
    response = sign_in(cast.olga).post(NEW, TYPED | {"code": "csc"})

    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["code"]


@pytest.mark.parametrize("code", ["csc", "CSC", "Csc"])
def test_a_code_is_taken_in_any_case(sign_in, cast, code):
    """SQLite compares paths in any case: the head of OPS would be the head of ops too."""
    client = sign_in(cast.olga)

    for answer in (
        client.post(NEW, TYPED | {"code": code}),
        client.post(address(cast.lic), typed(cast.lic, code=code)),
    ):
        assert answer.status_code == 409
        sentence = "Another department has this code; OPS and ops are one."
        assert answer.context["form"].errors["code"] == [sentence]
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.create(code=code, name="Again")


def test_a_department_may_write_its_own_code_in_another_case(sign_in, cast):
    sign_in(cast.olga).post(address(cast.ops), typed(cast.ops, code="OPS"))

    paths = dict(Department.objects.values_list("code", "path"))
    assert (paths["OPS"], paths["csc"]) == ("OPS/", "OPS/csc/")


def test_a_department_that_moves_takes_those_below_along(sign_in, cast):
    """5.2.2: the head above is the head of what it belongs to now, and of nothing else."""
    desk = Department.objects.create(code="desk", name="Front desk", parent=cast.csc)
    assert desk.path == "ops/csc/desk/"

    sign_in(cast.olga).post(address(cast.csc), typed(cast.csc, parent=cast.lic.pk))

    paths = dict(Department.objects.values_list("code", "path"))
    assert paths == {
        "ops": "ops/",
        "lic": "lic/",
        "csc": "lic/csc/",
        "desk": "lic/csc/desk/",
        "qua": "qua/",
        "sec": "sec/",
    }


@pytest.mark.parametrize("above", ["ops", "csc"])
def test_a_department_does_not_belong_to_itself_nor_to_what_is_below_it(sign_in, cast, above):
    parent = cast.departments[above]

    response = sign_in(cast.olga).post(address(cast.ops), typed(cast.ops, parent=parent.pk))

    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["parent"]
    cast.ops.refresh_from_db()
    assert (cast.ops.parent, cast.ops.path) == (None, "ops/")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"exemption": "no_service", "exempt_because": ""}, "Say why"),
        ({"exemption": "", "exempt_because": "Too busy"}, "Choose the cause"),
        ({"exemption": "too_busy", "exempt_because": "Too busy"}, "Select a valid choice"),
        ({"exemption": "parent_plan", "exempt_because": "Above"}, "There is no plan above"),
    ],
)
def test_only_two_causes_and_each_with_a_reason(sign_in, cast, changed, sentence):
    """D3: licensing stands at the top of the tree; no plan above covers it."""
    answer = sign_in(cast.olga).post(address(cast.lic), typed(cast.lic, **changed))

    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)
    assert cast.lic in Department.objects.must_plan()


def test_a_plan_that_others_rely_on_is_not_exempted_away(sign_in, cast):
    """D3: the unit below is covered by the plan of quality; then quality must plan."""
    Department.objects.create(
        code="lab",
        name="Test desk",
        parent=cast.qua,
        exemption="parent_plan",
        exempt_because="Four people",
    )
    changed = {"exemption": "no_service", "exempt_because": "No longer"}

    answer = sign_in(cast.olga).post(address(cast.qua), typed(cast.qua, **changed))

    assert "Its plan covers other departments: Test desk." in answer.content.decode()
    assert cast.qua in Department.objects.must_plan()


@pytest.mark.parametrize(
    "columns",
    [
        {"exempt_because": "A reason alone"},
        {"exemption": "no_service"},
        {"exemption": "parent_plan", "exempt_because": "Nothing is above"},
    ],
)
def test_the_database_knows_the_two_causes(cast, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(pk=cast.lic.pk).update(**columns)

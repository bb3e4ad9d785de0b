"""A statement is written once and asked for many keys; what is there now is what is found."""

import pytest
from django.db.models import Exists, OuterRef

from improvement.door.kept import KEY, Kept
from improvement.organization.models import Appointment, Department


@pytest.fixture
def kept(db):
    below = Department.objects.filter(parent=OuterRef("pk"))
    rows = Department.objects.filter(parent=KEY).select_related("parent")
    return Kept(rows.annotate(is_parent=Exists(below)).order_by("code"))


def test_each_key_finds_its_rows_with_all_that_was_selected(cast, kept, django_assert_num_queries):
    Department.objects.create(code="cha", name="Chats", parent=cast.csc)

    with django_assert_num_queries(2):
        (of_ops,), (of_csc,) = kept.of(cast.ops.pk), kept.of(cast.csc.pk)
        assert (of_ops.code, of_ops.parent.name, of_ops.is_parent) == ("csc", "Operations", True)
        assert (of_csc.code, of_csc.parent, of_csc.is_parent) == ("cha", cast.csc, False)
    assert kept.of(cast.lic.pk) == []


def test_what_came_later_is_found(cast, kept):
    assert [row.code for row in kept.of(cast.qua.pk)] == []
    Department.objects.create(code="new", name="New", parent=cast.qua)
    assert [row.code for row in kept.of(cast.qua.pk)] == ["new"]


def test_a_statement_without_a_key_is_refused(db):
    with pytest.raises(LookupError):
        Kept(Appointment.objects.filter(role="head"))

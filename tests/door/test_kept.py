"""A statement or a part of one is written once; what is there now is what is found."""

import pytest
from django.db.models import Count, Exists, OuterRef

from improvement.door.gathered import Listed, Number
from improvement.door.kept import KEY, Kept, Written
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


@pytest.fixture
def written(db):
    below = Department.objects.filter(parent=OuterRef("pk"))
    codes = Listed(below.order_by("code"), "code")
    return {"codes": Written(Department, codes), "size": Written(Department, Number(below))}


def test_a_part_written_once_reads_for_every_row_what_is_there_now(cast, written):
    rows = Department.objects.annotate(**written).select_related("parent")
    assert (rows.get(code="ops").codes, rows.get(code="ops").size) == (["csc"], 1)

    Department.objects.create(code="cha", name="Chats", parent=cast.ops)

    assert rows.get(code="ops").codes == ["cha", "csc"]
    assert {row.code: row.size for row in rows.order_by("path")[:50]}["csc"] == 0
    assert [row.code for row in rows.filter(size=2)] == ["ops"]
    assert (
        rows.filter(size__gt=0).count()
        == Department.objects.filter(parent__isnull=False).values("parent").distinct().count()
    )


def test_a_part_stands_beside_a_count_of_joined_rows(cast, written):
    rows = Department.objects.annotate(**written).annotate(joined=Count("below"))
    assert {row.joined for row in rows} == {row.size for row in rows}


def test_a_part_that_asks_what_the_row_points_at_is_refused(db):
    above = Department.objects.filter(pk=OuterRef("parent__parent"))
    with pytest.raises(LookupError):
        Written(Department, Number(above))

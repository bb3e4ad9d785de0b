"""Told values are rolled up in the same transaction, equal to the sum of what was told (5.2.2)."""

from decimal import Decimal as D
from statistics import median

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import rolling
from evidence.models import Indicator, RollUp, Series, Value
from evidence.steps import accept_values, submit_values
from improvement.door.acts import create, take
from improvement.door.refusals import WrongState
from improvement.organization.models import Department, Role

PLACES = D("0.000001")


@pytest.fixture
def tree(cast):
    """Two teams below the Contact Centre, one of them with a desk below it; all told by Dana."""
    codes = {"csc-a": "csc", "csc-b": "csc", "csc-a-1": "csc-a"}
    for code, above in codes.items():
        cast.departments[code] = Department.objects.create(
            code=code, name=code, parent=cast.departments[above]
        )
    for code in [*codes, "qua"]:
        cast.appoint("dana", Role.CLERK, code)
    return [cast.departments[code] for code in ("csc", *codes, "qua")]


def stored():
    return {
        (row.indicator_id, row.period, row.node_id): tuple(
            getattr(row, name) for name in rolling.FIGURES
        )
        for row in RollUp.objects.filter(told__gt=0)
    }


def raw():
    """The same from the values alone: whoever's path begins with the node's is below it."""
    found = {}
    nodes = [None, *Department.objects.filter(below__isnull=False).distinct()]
    told = Value.objects.filter(status__in=["submitted", "accepted"])
    for node in nodes:
        groups = {}
        for row in told.select_related("department", "indicator"):
            if node is None or row.department.path.startswith(node.path):
                groups.setdefault((row.indicator, row.period), []).append(row)
        for (indicator, period), rows in groups.items():
            parts = [row for row in rows if row.denominator is not None]
            figures = [row.value for row in rows]
            found[indicator.pk, period, node and node.pk] = (
                len(rows),
                len(parts),
                sum(row.numerator for row in parts) if parts else None,
                sum(row.denominator for row in parts) if parts else None,
                sum(figures),
                min(figures),
                None if indicator.by_parts else D(median(figures)).quantize(PLACES),
                max(figures),
            )
    return found


def of(indicator, period, node=None):
    return RollUp.objects.get(indicator=indicator, period=period, node=node)


def test_departments_roll_up_by_numerator_and_denominator(cast, solved, tell):
    tell(solved, "2026-10", numerator=90, denominator=100)
    tell(solved, "2026-10", numerator=1, denominator=10, department=cast.qua, by=cast.dora)
    row = of(solved, "2026-10")
    assert (row.told, row.numerator, row.denominator) == (2, 91, 110)
    assert row.figure(solved) == D(91) / 110 * 100
    assert row.figure(solved) != (90 + 10) / 2


def test_where_one_tells_no_parts_there_is_no_rate(cast, solved, tell):
    tell(solved, "2026-10", numerator=90, denominator=100)
    tell(solved, "2026-10", 50, department=cast.qua, by=cast.dora)
    row = of(solved, "2026-10")
    assert (row.told, row.parted, row.figure(solved)) == (2, 1, None)


def test_figures_without_parts_show_a_spread_and_no_total(cast, wait, tree, tell):
    for department, figure in zip(tree, [10, 40, 20, 90, 30], strict=True):
        tell(wait, "2026-10", figure, department=department)
    row = of(wait, "2026-10")
    assert (row.lowest, row.median, row.highest) == (10, 30, 90)
    assert row.figure(wait) is None


def test_figures_that_add_up_have_a_total(cast, tell):
    visits = create(
        Indicator(code="visits", name="Visits", family="process", owner=cast.csc, adds_up=True),
        by=cast.olga,
    )
    tell(visits, "2026-10", 7)
    tell(visits, "2026-10", 5, department=cast.qua, by=cast.dora)
    assert of(visits, "2026-10").figure(visits) == 12


def test_a_period_that_nobody_told_is_no_zero(cast, wait, tell):
    tell(wait, "2026-09", 0)
    value = tell(wait, "2026-10", 1)
    take(value, "reopen", by=cast.olga, reason="Counted twice.")
    assert (of(wait, "2026-09").told, of(wait, "2026-09").lowest) == (1, 0)
    row = of(wait, "2026-10")
    assert (row.told, row.lowest, row.total) == (0, None, None)


def test_every_node_of_the_tree_has_its_own(cast, solved, tree, tell):
    for number, department in enumerate(tree, start=1):
        tell(solved, "2026-10", numerator=number, denominator=10, department=department)
    csc, team, _other, _desk, _qua = tree
    assert of(solved, "2026-10", csc).numerator == 1 + 2 + 3 + 4
    assert of(solved, "2026-10", team).numerator == 2 + 4
    assert of(solved, "2026-10").numerator == 15
    assert stored() == raw()


def test_only_what_is_told_counts_act_by_act(cast, wait, tell):
    value = tell(wait, "2026-10", 148, status="draft")
    assert not RollUp.objects.exists()
    value = submit_values(by=cast.dana, values=[value])[0]
    assert of(wait, "2026-10").told == 1
    value = take(value, "recall", by=cast.dana)
    assert of(wait, "2026-10").told == 0
    value = submit_values(by=cast.dana, values=[value])[0]
    value = take(value, "send_back", by=cast.olga, reason="One zero too many.")
    assert of(wait, "2026-10").told == 0
    value = submit_values(by=cast.dana, values=[value])[0]
    (value,) = accept_values(by=cast.olga, values=[value])
    assert of(wait, "2026-10").told == 1
    take(value, "reopen", by=cast.olga, reason="Counted twice.")
    tell(wait, "2026-10", 149)
    assert (of(wait, "2026-10").told, of(wait, "2026-10").total) == (1, 149)


def test_what_is_refused_rolls_nothing_up(cast, wait, tell):
    value = tell(wait, "2026-10", 148)
    before = stored()
    with pytest.raises(WrongState):
        take(value, "recall", by=cast.dana)
    with pytest.raises(RuntimeError), transaction.atomic():
        take(value, "reopen", by=cast.olga, reason="Counted twice.")
        raise RuntimeError
    assert stored() == before


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from(["2026-08", "2026-09", "2026-10"]),
            st.booleans(),
            st.integers(0, 50),
            st.integers(1, 60),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_roll_up_is_the_raw_aggregate(cast, wait, solved, tree, tell, acts):
    """Any order of telling and withdrawing, in any place of the tree."""
    with transaction.atomic():
        for place, period, parted, top, bottom in acts:
            card = solved if parted else wait
            known = Value.objects.filter(
                indicator=card, department=tree[place], period=period, status="accepted"
            ).first()
            if known:
                take(known, "reopen", by=cast.olga, reason="Look again.")
            elif parted:
                tell(card, period, numerator=top, denominator=bottom, department=tree[place])
            else:
                tell(card, period, top, department=tree[place])
            assert stored() == raw()
        before = stored()
        assert rolling.reconcile() == 0
        assert stored() == before
        transaction.set_rollback(True)


def test_a_batch_rolls_up_once_whatever_its_size(cast, wait, solved, tree):
    def statements(periods, departments):
        rows = [
            Value(
                indicator=solved,
                department=department,
                period=period,
                ends=rolling.parse(period).ends,
                value=50,
                numerator=1,
                denominator=2,
                status="accepted",
            )
            for period in periods
            for department in departments
        ]
        Value.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as asked:
            rolling.roll_up_again([solved.pk], periods)
        assert stored() == raw()
        return len(asked)

    many = ["2026-02", "2026-03", "2026-04"]
    assert statements(["2026-01"], tree[:1]) == statements(many, tree)


def test_the_night_mends_and_says_what_differed(cast, wait, tree, tell, caplog):
    tell(wait, "2026-09", 10)
    tell(wait, "2026-10", 20, department=cast.qua)
    RollUp.objects.filter(indicator=wait, period="2026-09").update(total=99)
    Series.objects.filter(department=cast.qua).delete()
    assert rolling.reconcile() > 0
    assert "hotline-wait" in caplog.text
    assert stored() == raw()
    assert rolling.reconcile() == 0


def test_what_was_told_before_is_rolled_up_once(cast, wait, tell):
    tell(wait, "2026-10", 10)
    RollUp.objects.all().delete()
    Series.objects.all().delete()
    assert rolling.begin(None) == len(raw()) + 1
    assert stored() == raw()
    assert rolling.begin(None) == 0


def test_the_night_follows_a_department_that_has_moved(cast, wait, tree, tell):
    for department in tree:
        tell(wait, "2026-10", 10, department=department)
    desk = Department.objects.get(code="csc-a-1")
    desk.parent = Department.objects.get(code="qua")
    desk.save()
    rolling.reconcile()
    assert stored() == raw()


def test_a_series_says_from_when_until_when_and_where_it_went(cast, wait, tell):
    for month in range(1, 9):
        tell(wait, f"2026-{month:02}", 150 + month % 2)
    last = tell(wait, "2026-09", 300)
    row = Series.objects.get(indicator=wait, department=cast.csc)
    assert (str(row.since), str(row.last), row.value, row.side) == (
        "2026-01-31",
        "2026-09-30",
        300,
        1,
    )
    take(last, "reopen", by=cast.olga, reason="Counted twice.")
    row.refresh_from_db()
    assert (str(row.last), row.value, row.side) == ("2026-08-31", 150, 0)

"""The demo organization: every state is there, and everybody finds something to do."""

import datetime as dt
import html
import re
from collections import Counter
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.test import Client
from django.utils import timezone

from evaluation.models import Evaluation, EvaluationPeriod, Rating
from evaluation.scoresheet import Scoresheet
from evidence.models import Indicator, Value
from evidence.statistics import xmr
from execution.models import Deviation, ProgressReport, ReportLine, Task
from improvement.approvals.models import Ballot
from improvement.approvals.panel import waiting_for
from improvement.audit.anchorfile import Anchors
from improvement.audit.models import Entry
from improvement.audit.verify.inspection import Inspection
from improvement.audit.verify.source import Record
from improvement.charts.templatetags.charts import amount
from improvement.desk.demo.calendar import Year
from improvement.desk.demo.resting import public_holidays
from improvement.desk.home import home
from improvement.door.acts import steps_for
from improvement.door.models import Revision
from improvement.organization.models import Department, Holiday, Organization, Role, User
from improvement.organization.views.signing_in import ON_SHOW, demo_roles
from plans.checking.check import check_goals, check_plan
from plans.models import (
    Adjustment,
    AdjustmentList,
    Comment,
    Goal,
    GoalHealth,
    GoalSet,
    Measure,
    OrganizationPlan,
    Plan,
    Review,
    Round,
    TargetLine,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, built once for all tests of this file and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo", stdout=out)
        with django_db_blocker.block():
            yield out.getvalue()
        transaction.set_rollback(True)


def person(name):
    return User.objects.get(email=f"{name}@haiyan.example")


def plan_of(code):
    return Plan.objects.get(round__status="drafting", department__code=code)


def seats(ballot):
    return {seat.holder.email.partition("@")[0]: seat for seat in ballot.seat_list()}


def test_people_are_at_work_in_every_state(demo):
    status = set(Task.objects.values_list("status", flat=True))
    assert status >= {"assigned", "accepted", "in_progress", "blocked", "submitted", "done"}
    assert not Task.objects.filter(measure__plan__status="draft").exists()


def test_nine_departments_and_four_units_below_them(demo):
    assert Department.objects.filter(parent=None).count() == 9
    assert Department.objects.exclude(parent=None).count() == 4
    assert Department.objects.must_plan().count() == 12
    (exempt,) = Department.objects.exclude(exempt_because="")
    assert plan_of(exempt.code).status == "withdrawn"


def test_some_forty_people_with_a_superior_and_no_password(demo):
    assert "46 people" in demo
    assert User.objects.count() == 46
    assert [p.email for p in User.objects.filter(reports_to=None)] == [
        "yuenling.chow@haiyan.example"
    ]
    assert not any(p.has_usable_password() for p in User.objects.all())
    assert person("waiman.lee").name_hant == "李慧敏"


def test_this_year_is_in_execution_under_a_document_number(demo):
    running = Round.objects.get(status="executing")
    assert running.starts < timezone.localdate() < running.ends
    assert Counter(running.plans.values_list("status", flat=True)) == {
        "execution": 6,
        "adjustment": 3,
    }
    assert running.plans.count() == 9
    assert not any(plan.late for plan in running.plans.all())
    issued = OrganizationPlan.objects.get(round=running)
    assert issued.number == f"海晏服改〔{issued.issued_on.year}〕1號"
    assert issued.issued_on < running.starts
    assert issued.items.count() == 9


def test_no_measure_of_this_year_is_over_yet(demo):
    """Completing a measure belongs to execution, so none may stand there as overdue."""
    assert not Measure.objects.filter(
        plan__round__status="executing", ends__lt=timezone.localdate()
    )


def test_the_measures_of_this_year_are_under_way(demo):
    assert Counter(
        Measure.objects.filter(plan__round__status="executing").values_list("status", flat=True)
    ) == {"in_progress": 17, "completed": 1, "verified": 2}


def promised():
    """The indicators on which goals of this year stand, by their codes."""
    lines = TargetLine.objects.filter(goal__plan__round__status="executing")
    return {line.indicator.code: line for line in lines.exclude(indicator=None)}


def series(code):
    card = Indicator.objects.get(code=code)
    return Value.objects.series(card, card.owner)


def test_ten_months_are_told_of_this_year(demo):
    running = Round.objects.get(status="executing")
    told = {code: series(code) for code in promised()}
    (silent,) = [code for code, points in told.items() if not points]
    assert silent == "training-hours"
    del told[silent]
    missing = {code: sum(p.value is None for p in points) for code, points in told.items()}
    assert {code: n for code, n in missing.items() if n} == {
        "counter-satisfaction": 1,
        "training-useful": 1,
        "interpreter-days": 1,
    }
    shorter = {"call-satisfaction": 1, "training-useful": 3}
    for code, points in told.items():
        rhythm = points[0].row.indicator.rhythm
        asked = {"monthly": {10 - shorter.get(code, 0)}, "quarterly": {3, 4}, "half_yearly": {1, 2}}
        assert len(points) in asked[rhythm], code
        assert all(running.starts <= point.period.ends for point in points)
        assert points[-1].period.ends < timezone.localdate()


def test_every_goal_of_this_year_has_an_indicator(demo):
    lines = TargetLine.objects.filter(goal__plan__round__status="executing")
    assert lines.count() == 27
    assert not lines.filter(indicator=None)
    health = Counter(GoalHealth.objects.in_force().values_list("health", flat=True))
    assert health["bad"] >= 4 and health["good"] >= 10 and health["none"] == 1


def test_of_the_last_month_some_values_are_on_their_way(demo):
    waiting = Value.objects.exclude(status="accepted")
    assert {value.indicator.code: value.status for value in waiting} == {
        "hotline-wait": "submitted",
        "call-satisfaction": "draft",
        "refund-days": "submitted",
        "licence-days": "submitted",
        "licence-returned": "submitted",
    }
    assert len({value.ends for value in waiting}) == 1


def test_most_courses_improve_one_is_stable_and_one_drifts_off(demo):
    variation = {
        code: xmr([point.value for point in points], direction=line.direction).variation
        for code, line in promised().items()
        if (points := series(code))
    }
    assert variation["first-contact"] == "common"
    assert variation["call-satisfaction"] == "concern"
    assert Counter(variation.values())["improvement"] >= 6
    assert Counter(variation.values())["concern"] == 1


def test_values_were_told_by_departments_and_accepted_by_the_office(demo):
    for entry in Entry.objects.filter(object_type="evidence.value").select_related("actor"):
        accepts = entry.verb == "accept"
        assert accepts == entry.actor.standing.in_office, entry


def test_every_plan_has_reported_by_the_rhythm_of_the_year(demo):
    """Earlier quarters are closed, one report was missed; of the last, every stage is there."""
    reports = ProgressReport.objects.with_names().order_by("ends")
    *earlier, latest = dict.fromkeys(report.period for report in reports)
    by_period = {
        key: {r.plan.department.code: r for r in reports if r.period == key}
        for key in (*earlier, latest)
    }
    assert len(earlier) in {2, 3}
    assert all(len(found) == 9 for found in by_period.values())
    before = [report for key in earlier for report in by_period[key].values()]
    assert Counter(report.status for report in before) == {
        "acknowledged": 9 * len(earlier) - 1,
        "missed": 1,
    }
    assert {code: report.status for code, report in by_period[latest].items()} == {
        "csc": "draft",
        "fac": "due",
        "fin": "acknowledged",
        "hrd": "due",
        "itd": "queried",
        "lia": "submitted",
        "lic": "submitted",
        "qmd": "acknowledged",
        "sco": "acknowledged",
    }
    assert not any(report.late for report in reports)


def test_each_report_was_due_soon_after_its_own_period(demo):
    reports = ProgressReport.objects.order_by("ends")
    latest = reports.last().ends
    for report in reports:
        assert dt.timedelta(7) <= report.due - report.ends or report.ends == latest
        if report.ends == latest:
            assert report.last_day >= timezone.localdate()
        else:
            assert report.due - report.ends < dt.timedelta(days=21)


def test_what_was_off_its_path_is_explained_and_told_as_of_then(demo):
    red = ReportLine.objects.filter(health="bad")
    assert red.exclude(report__status="draft").count() > 5
    assert not red.filter(Q(cause="") | Q(remedy=""))
    reports = ProgressReport.objects.order_by("ends")
    for code in ("csc", "sco"):
        counts = [
            sum(line.done for line in report.measure_lines.all())
            for report in reports.filter(plan__department__code=code)
        ]
        assert counts == sorted(set(counts)), "every quarter more was done than before"


def test_one_adjustment_is_in_force_one_before_the_leaders_two_on_a_list(demo):
    found = Adjustment.objects.with_names()
    assert {a.plan.department.code: a.status for a in found} == {
        "csc": "leadership_approval",
        "fac": "applied",
        "lic": "office_review",
        "sco": "office_review",
    }
    made = AdjustmentList.objects.get()
    assert made.status == "compiling"
    listed = [item.adjustment.plan.department.code for item in made.items.all()]
    assert sorted(listed) == ["lic", "sco"]
    carried_out = found.get(status="applied")
    assert Revision.objects.latest_of(carried_out.plan).step == "adjust"
    measure = carried_out.plan.measures.get(number=1)
    assert (measure.ends, measure.cost) == (carried_out.plan.round.ends, 1_580_000)
    waiting = found.get(status="leadership_approval")
    line = waiting.plan.goals.get(number=3).target_lines.get()
    assert line.target == 80, "until it is approved the old version holds"


def test_each_quarter_is_evaluated_by_its_own_dates(demo):
    for period in EvaluationPeriod.objects.exclude(status="scheduled"):
        assert period.ends < period.data_due < period.self_due < period.score_due
        assert period.score_due - period.ends < dt.timedelta(days=45)


def test_no_two_scorecards_say_the_same(demo):
    """Each department speaks of each quarter in its own words, in one of three languages."""
    rated = Evaluation.objects.exclude(highlights="")
    scored = rated.exclude(suggestions_made="")
    assert rated.count() >= 2 * 9 + 5
    for name, rows in (("highlights", rated), ("suggestions_made", scored)):
        texts = rows.values_list(name, flat=True)
        assert len(set(texts)) == len(texts)
    said = " ".join(rated.values_list("highlights", flat=True))
    assert "知識庫" in said and "签到" in " ".join(
        scored.values_list("suggestions_made", flat=True)
    )
    assert "one refund form" in said


def test_what_a_scorecard_says_of_a_goal_is_what_it_shows(demo):
    """Every cause given below the threshold names the figure of the same page."""
    for word in Rating.objects.filter(criterion__kind="goals", side="self").exclude(word=""):
        figures = Scoresheet(word.evaluation).figures
        off = [figure for figure in figures if figure.health == "bad"]
        assert len(word.word.splitlines()) == len(off), word
        for figure, line in zip(off, word.word.splitlines(), strict=True):
            assert amount(figure.actual, figure.line.unit) in line


def test_who_is_below_the_threshold_says_why(demo):
    low = Rating.objects.filter(score__lt=70, evaluation__status="published")
    assert low.exists()
    assert not low.filter(word="")


def test_public_holidays_fall_on_their_real_weekdays(demo):
    running = Round.objects.get(status="executing")
    years = {running.starts.year, running.starts.year + 1}
    assert years <= {day.year for day in Holiday.objects.values_list("day", flat=True)}
    assert not [day for day in Holiday.objects.values_list("day", flat=True) if day.weekday() == 6]
    issued = OrganizationPlan.objects.get(round=running).issued_on
    assert issued not in public_holidays(issued.year)


def test_the_holidays_are_those_that_were_announced():
    found = public_holidays(2026)
    assert [f"{day:%d.%m. %a}" for day in sorted(found)] == [
        "01.01. Thu",
        "17.02. Tue",
        "18.02. Wed",
        "19.02. Thu",
        "03.04. Fri",
        "04.04. Sat",
        "06.04. Mon",
        "07.04. Tue",
        "01.05. Fri",
        "25.05. Mon",
        "19.06. Fri",
        "01.07. Wed",
        "26.09. Sat",
        "01.10. Thu",
        "19.10. Mon",
        "25.12. Fri",
        "26.12. Sat",
    ]
    assert dt.date(2027, 2, 9) in public_holidays(2027), "the third day moves past the Sunday"


def test_the_people_on_show_find_figures_of_their_department(demo, settings):
    settings.DEMO = True
    for role in demo_roles():
        client = Client()
        client.force_login(role["user"])
        assert client.get("/goals/").context["pictures"], role


def test_next_year_shows_every_state(demo):
    drafting = Round.objects.get(status="drafting")
    assert drafting.days_to_deadline == 10
    assert {p.department.code: (p.status, p.goal_set.status) for p in drafting.plans.all()} == {
        "csc": ("draft", "fixed"),
        "cfu": ("endorsed", "fixed"),
        "nht": ("withdrawn", "draft"),
        "fac": ("leadership_approval", "fixed"),
        "fin": ("leadership_approval", "fixed"),
        "hrd": ("approved", "fixed"),
        "itd": ("leadership_approval", "fixed"),
        "lia": ("draft", "leadership_approval"),
        "lic": ("office_review", "fixed"),
        "mob": ("draft", "draft"),
        "qmd": ("office_review", "fixed"),
        "sco": ("draft", "office_review"),
    }
    begun = drafting.plans.values("department")
    (waiting,) = Department.objects.must_plan().exclude(pk__in=begun)
    assert waiting.code == "ost"


def test_what_was_handed_in_passes_the_check(demo):
    for plan in Plan.objects.exclude(status__in=["draft", "withdrawn"]).with_names():
        asking = {gap.warning for gap in check_plan(plan)}
        assert asking <= {True} and (not asking or plan.word_on_warnings), plan
    for goals in GoalSet.objects.exclude(status="draft"):
        assert check_goals(goals) == [], goals
    assert Goal.objects.count() == 58


def test_the_returned_plan_has_reason_comments_and_two_gaps(demo):
    plan = plan_of("csc")
    assert plan.return_reason
    assert plan.times_returned == 1
    assert [gap.warning for gap in check_plan(plan)] == [False, False]
    assert plan.comments.filter(parent=None, status="open").count() == 3
    assert plan.comments.exclude(parent=None).count() == 2


def test_next_year_asks_for_a_section_of_its_own_with_a_template(demo):
    drafting = Round.objects.get(status="drafting")
    (asked,) = drafting.own_sections
    assert asked.local_name == "Lessons of this year" and asked.template
    written = {p.department.code: p.section_texts[asked.key] for p in drafting.plans.all()}
    left = {code for code, text in written.items() if text.strip() == asked.template.strip()}
    assert left == {"lia", "mob", "nht", "sco"}, "the template stands where nobody has written yet"
    assert list(plan_of("csc").own_titles.values()) == ["與前線同事的約定"]


def test_what_was_found_off_its_plan_is_at_every_stage(demo):
    found = Deviation.objects.with_names()
    assert {row.status for row in found} == {
        *("open", "acknowledged", "analysing", "answered", "resolved", "dismissed"),
    }
    assert {row.kind for row in found} == {"path", "report"}
    off = GoalHealth.objects.in_force().filter(health="bad").values_list("goal", flat=True)
    assert {row.goal_id for row in found if row.goal_id} == set(off)
    answered = found.get(status="answered")
    assert answered.cause_analysis and answered.remedy and answered.back_by


def test_comments_of_the_open_review_are_private(demo):
    review = Review.objects.get(status="open")
    assert review.plan == plan_of("lic")
    reader, author = person("sukfan.mak"), person("tszhin.lam")
    assert review.comments.count() == 2
    assert not Comment.objects.visible_to(reader).filter(review=review)
    assert Comment.objects.visible_to(author).filter(review=review).count() == 2


def test_the_office_does_not_judge_its_own_department(demo):
    plan = plan_of("qmd")
    assert not person("tszhin.lam").has_perm("plans.endorse_plan", plan)
    assert person("hiutung.kwok").has_perm("plans.endorse_plan", plan)


def test_ballots_wait_at_four_stages(demo):
    votes = {
        ballot.department.code: {name for name, seat in seats(ballot).items() if seat.choice}
        for ballot in Ballot.objects.open().exclude(content_type__model="majorproject")
    }
    assert votes == {
        "csc": {"kwokkeung.ho"},
        "fac": {"kalok.ng"},
        "fin": {"kwokkeung.ho", "wingsze.leung", "kalok.ng"},
        "itd": {"kwokkeung.ho", "wingsze.leung", "kalok.ng"},
        "lia": {"kwokkeung.ho", "meishan.cheng"},
    }


def test_the_head_of_finance_is_recused_and_only_the_chair_is_left(demo):
    seated = seats(Ballot.objects.open().get(department__code="fin"))
    assert [name for name, seat in seated.items() if seat.recused] == ["meishan.cheng"]
    assert [name for name, seat in seated.items() if not (seat.recused or seat.choice)] == [
        "yuenling.chow"
    ]


def test_every_leader_has_a_ballot_waiting(demo):
    waiting = {
        name: waiting_for(person(name)).count()
        for name in ("yuenling.chow", "kwokkeung.ho", "wingsze.leung", "kalok.ng", "meishan.cheng")
    }
    assert waiting == {
        "yuenling.chow": 6,
        "kwokkeung.ho": 2,
        "wingsze.leung": 4,
        "kalok.ng": 3,
        "meishan.cheng": 4,
    }


def things_waiting(user):
    """What the heading of the home page counts."""
    client = Client()
    client.force_login(user)
    shown = client.get("/").context
    return sum(shown[name] for name in ("to_write", "to_review", "to_vote", "to_do"))


def test_the_people_on_show_find_work(demo, settings):
    settings.DEMO = True
    shown = {role["user"].email.partition("@")[0]: role["user"] for role in demo_roles()}
    assert {name for name, user in shown.items() if things_waiting(user)} == {
        "waiman.lee",
        "winglam.au",
        "tszhin.lam",
        "wingsze.leung",
        "yuenling.chow",
    }
    assert len(home(shown["kayan.chan"])["my_measures"]) == 1
    assert home(shown["waiman.lee"])["my_plans"][0]["returned"]


def test_the_language_of_the_people_on_show_is_the_visitors(demo, settings):
    settings.DEMO = True
    assert {role["user"].language for role in demo_roles()} == {""}


def test_the_head_can_withdraw_and_the_officer_can_endorse(demo):
    steps = {arrow.name for arrow in steps_for(person("winglam.au"), plan_of("csc"))}
    assert steps == {"submit", "withdraw"}
    assert "put_forward" in {a.name for a in steps_for(person("tszhin.lam"), plan_of("cfu"))}


def test_the_record_is_intact_and_bears_the_moment_it_was_written(demo):
    inspection = Inspection(settings.AUDIT_KEY, Anchors([], settings.AUDIT_KEY))
    assert list(inspection.findings(Record(connection).rows())) == []
    built = Entry.objects.aggregate(first=Min("at"), last=Max("at"))
    assert timezone.now() - built["first"] < dt.timedelta(minutes=10)
    assert built["last"] <= timezone.now()


def test_every_step_was_taken_by_a_person_of_the_role(demo):
    roles = {
        ("plans.plan", "submit"): {Role.HEAD},
        ("plans.plan", "endorse"): {Role.OFFICE_HEAD, Role.OFFICER},
        ("approvals.ballot", "vote"): {Role.CHAIR, Role.VICE_CHAIR, Role.LEADER},
    }
    for (noun, verb), allowed in roles.items():
        for entry in Entry.objects.filter(object_type=noun, verb=verb).select_related("actor"):
            assert set(entry.actor.standing.roles) & allowed, entry


def test_it_is_built_only_once(demo):
    with pytest.raises(SystemExit) as refused:
        call_command("demo", stdout=StringIO())
    assert "already holds the organization" in str(refused.value)
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    ("today", "starts"),
    [
        ((2026, 11, 22), (2026, 1, 1)),
        ((2027, 1, 31), (2026, 3, 1)),
        ((2028, 2, 29), (2027, 4, 1)),
        ((2027, 12, 31), (2027, 2, 1)),
    ],
)
def test_the_year_moves_with_the_calendar(today, starts):
    today, starts = dt.date(*today), dt.date(*starts)
    running = Year.of_running(today)
    assert running.starts == starts
    assert running.starts < today < running.ends
    assert running.following.starts == running.ends + dt.timedelta(days=1)
    assert today + dt.timedelta(days=10) < running.following.starts


def test_a_day_beyond_a_short_month_is_its_last():
    year = Year(dt.date(2026, 1, 1))
    assert year.day("2-30") == dt.date(2026, 2, 28)
    assert year.words("en")["end"] == "December 2026"
    assert year.words("zh-hant")["end"] == "2026年12月底"
    assert year.words("zh-hant")["m3"] == "2026年3月"


LINK = re.compile(r'href="([^"#]+)')
STANDS_FOR_A_ROW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
OF_A_KIND = 2  # pages whose addresses differ only in what stands for a row
NARROWED = 24  # a page narrowed by what its address asks; filters can be put together without end


def dead_ends(client):
    """Follow what the pages show; the links that end in a refusal or a fault, with their page."""
    shown_on, waiting, found = {"/": ""}, ["/"], []
    kinds, narrowed = Counter(), Counter()
    while waiting:
        page = waiting.pop()
        answer = client.get(page, follow=True)
        if answer.status_code != 200:
            found.append(f"{answer.status_code} {page} from {shown_on[page]}")
            continue
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for link in LINK.findall(answer.content.decode()):
            address = urlsplit(urljoin(page, html.unescape(link)))
            path = address._replace(fragment="").geturl()
            if address.netloc or path in shown_on or path.startswith("/static/"):
                continue
            shown_on[path] = page
            kind, place = (STANDS_FOR_A_ROW.sub("*", part) for part in (path, address.path))
            kinds[kind] += 1
            if kinds[kind] <= OF_A_KIND and narrowed[place] < NARROWED:
                narrowed[place] += bool(address.query)
                waiting.append(path)
    assert len(shown_on) > 50
    return found


@pytest.mark.parametrize("one", range(len(ON_SHOW)))
def test_no_link_that_a_person_sees_leads_to_a_refusal(demo, client, settings, one):
    settings.DEMO = True
    client.force_login(demo_roles()[one]["user"])
    client.raise_request_exception = False
    assert dead_ends(client) == []

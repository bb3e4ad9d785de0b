"""Goals and measures from a workbook: errors by cell, a look through first, all or nothing."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from improvement.audit.models import Entry
from improvement.documents.reading import workbook as read_workbook
from improvement.door.acts import create, record
from plans.drafting import add_section
from plans.models import Goal, Measure, ResourceNeed
from plans.workbook import importing
from plans.workbook.writing import workbook
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    """A draft whose goals can still be written."""
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.complete(cast, plan, by=cast.dana)
    return plan


@pytest.fixture
def book(plan):
    return openpyxl.load_workbook(io.BytesIO(workbook(plan, plan.content(), [], spare=5)))


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def sent(book, name="plan.xlsx"):
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile(name, held.getvalue())


def proposed(plan, book):
    return importing.propose(plan, read_workbook(sent(book)))


def faults(plan, book):
    return [(fault.place, fault.sentence) for fault in proposed(plan, book).faults]


def address(plan):
    return reverse("plans:import", args=[plan.public_id])


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_what_was_exported_and_comes_back_changes_nothing(plan, language):
    with translation.override(language):
        made = workbook(plan, plan.content(), [], spare=5)
    found = importing.propose(plan, read_workbook(SimpleUploadedFile("x.xlsx", made)))

    assert (found.lines, found.faults) == ([], [])
    assert found.unchanged == 3 + 3 + 1 + 1


def test_changed_cells_and_new_rows_are_shown_and_then_taken_over_at_once(cast, plan, book, dana):
    book["Goals"]["B2"] = "Solve more at once"
    book["Goals"].append(["G4", "Answer letters in a week", "By December.", "Process"])
    book["Target lines"].append(["G4", 1, "Days to the answer", "Lower is better", 12, 7, "d"])
    book["Measures"].append(
        ["M2", "Write templates", None, "Process", "G1; G4", "csc", None, "Dana", "2027-02-01"]
    )
    book["Milestones"].append(["M2", 1, "First ten templates", "2027-04-30"])
    before = Entry.objects.count()

    page = dana.post(address(plan), {"workbook": sent(book)})

    found = page.context["found"]
    assert not found.faults
    assert [line.code for line in found.lines] == ["G1", "G4", "G4.1", "M2", "M2.1"]
    assert Entry.objects.count() == before

    answer = dana.post(
        address(plan), {"looked": page.context["sealed"], "key": page.context["key"]}
    )

    assert answer.status_code == 302
    goal, measure = Goal.objects.get(plan=plan, number=4), Measure.objects.get(plan=plan, number=2)
    assert Goal.objects.get(plan=plan, number=1).title == "Solve more at once"
    assert [(t.name, t.target) for t in goal.target_lines.all()] == [("Days to the answer", 7)]
    assert [g.code for g in measure.goals.all()] == ["G1", "G4"]
    assert (measure.person, measure.department) == (cast.dana, cast.csc)
    assert str(measure.milestones.get().due) == "2027-04-30"
    assert Entry.objects.count() == before + 5
    plan = type(plan).objects.get(pk=plan.pk)
    assert importing.propose(plan, read_workbook(sent(book))).lines == []


def test_the_same_page_sent_twice_counts_once(plan, book, dana):
    book["Goals"].append(["G4", "Answer letters in a week"])
    page = dana.post(address(plan), {"workbook": sent(book)})
    typed = {"looked": page.context["sealed"], "key": page.context["key"]}

    for _time in range(2):
        dana.post(address(plan), typed)

    assert plan.goals.count() == 4


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("Goals", "D2", "Excellence", "is not in the list"),
        ("Goals", "A2", "Goal one", "Write the number here, such as G1"),
        ("Goals", "A3", "G1", "G1 stands in row 2 already"),
        ("Goals", "I2", "O9", "There is no overall goal “O9”"),
        ("Goals", "J2", "Catering", "No department is called “Catering”"),
        ("Goals", "B2", None, "This field is required"),
        ("Target lines", "E2", "many", "Enter a number"),
        ("Target lines", "A2", "G9", "There is no G9"),
        ("Target lines", "B3", "1", None),
        ("Measures", "H2", "Nobody Known", "Nobody is called “Nobody Known”"),
        ("Measures", "E2", "G8", "There is no goal G8"),
        ("Measures", "I2", "soon", "Enter a valid date"),
        ("Milestones", "D2", "later", "Enter a valid date"),
    ],
)
def test_an_error_names_its_cell_and_what_to_do(plan, book, sheet, cell, value, said):
    book[sheet][cell] = value

    found = faults(plan, book)

    if said is None:
        assert found == []
        return
    assert found[0][0] == f"{sheet}!{cell}"
    assert said in found[0][1]


def test_nothing_of_a_workbook_with_an_error_is_saved(plan, book, dana):
    book["Goals"]["B2"] = "Solve more at once"
    book["Measures"]["I2"] = "soon"

    page = dana.post(address(plan), {"workbook": sent(book)})

    assert page.status_code == 409
    assert "Measures!I2" in page.content.decode()
    assert "Take over" not in page.content.decode()
    assert plan.goals.get(number=1).title != "Solve more at once"


def test_a_wrong_heading_is_named(plan, book):
    book["Goals"]["C1"] = "Promise"

    assert faults(plan, book) == [
        ("Goals!C1", "The heading here is “Statement”, not “Promise”. Take our workbook.")
    ]


def test_another_workbook_altogether_is_refused(plan):
    stranger = openpyxl.Workbook()
    stranger.active.append(["a", "b"])

    assert "None of these sheets" in faults(plan, stranger)[0][1]


def test_merged_cells_and_formulas_are_refused_by_cell(plan, book, dana):
    book["Goals"].merge_cells("B2:C3")
    assert "Goals!B2:C3" in dana.post(address(plan), {"workbook": sent(book)}).content.decode()
    book["Goals"].unmerge_cells("B2:C3")
    book["Measures"]["K2"] = "=1000*12"
    assert "Measures!K2" in dana.post(address(plan), {"workbook": sent(book)}).content.decode()


def test_thirty_thousand_rows_are_refused_by_size(plan, book, dana):
    for number in range(30_000):
        book["Goals"].append([f"G{number + 10}", "Goal"])

    page = dana.post(address(plan), {"workbook": sent(book)})

    assert page.status_code == 409
    assert "The sheet Goals has more than 500 rows" in page.content.decode()


def test_another_kind_of_file_is_refused(plan, book, dana):
    for upload in (sent(book, "plan.csv"), SimpleUploadedFile("plan.xlsx", b"just a text")):
        page = dana.post(address(plan), {"workbook": upload})
        assert "This is not an Excel workbook" in page.content.decode()


def test_what_was_changed_meanwhile_is_looked_through_again(cast, plan, book, dana):
    book["Goals"]["B2"] = "Solve more at once"
    page = dana.post(address(plan), {"workbook": sent(book)})
    record(plan.goals.get(number=2), {"title": "Changed by Hana"}, by=cast.hana)

    answer = dana.post(address(plan), {"looked": page.context["sealed"], "key": "k" * 32})

    assert answer.status_code == 409
    assert "The plan was changed meanwhile" in answer.content.decode()
    assert plan.goals.get(number=1).title == "Solve enquiries at the first contact"


def test_goals_under_review_are_not_changed_but_measures_are(cast, plan, book):
    factories.advance_goals(cast, plan, to="office_review")
    plan = type(plan).objects.get(pk=plan.pk)
    book["Measures"]["B2"] = "A better knowledge base"
    assert faults(plan, book) == []
    book["Goals"]["B2"] = "Solve more at once"
    assert faults(plan, book)[0][0] == "Goals!A2"


def test_what_was_sealed_for_another_opens_nothing(cast, plan, book, dana, sign_in):
    book["Goals"]["B2"] = "Solve more at once"
    page = dana.post(address(plan), {"workbook": sent(book)})

    answer = sign_in(cast.hana).post(address(plan), {"looked": page.context["sealed"]})

    assert answer.status_code == 409
    assert plan.goals.get(number=1).title != "Solve more at once"


def test_who_does_not_draft_is_told_who_does(cast, plan, sign_in):
    assert sign_in(cast.xia).get(address(plan)).status_code == 404
    assert sign_in(cast.olga).get(address(plan)).status_code == 403


def test_resources_and_own_sections_come_and_go_with_the_workbook(cast, plan, dana):
    """A row of each is changed, one is added; what comes back unchanged changes nothing."""
    measure = plan.measures.get()
    need = ResourceNeed(measure=measure, kind="goods", name="Headsets", amount=12, unit="pieces")
    create(need, by=cast.dana)
    own = add_section(by=cast.dana, plan=plan, title="Union")
    plan = type(plan).objects.get(pk=plan.pk)
    book = openpyxl.load_workbook(io.BytesIO(workbook(plan, plan.content(), [], spare=5)))
    assert proposed(plan, book).lines == []

    book["Resources"]["F2"] = 15
    book["Resources"].append(["M1", 2, "People", "Editors", None, 40, None, "2027-02-01"])
    book["Own sections"]["C2"] = "We meet each month."
    book["Own sections"].append(["S2", "Partners", "Two groups read along."])
    page = dana.post(address(plan), {"workbook": sent(book)})
    found = page.context["found"]
    assert not found.faults
    assert [line.code for line in found.lines] == ["M1.1", "M1.2", "S1", "S2"]
    assert ResourceNeed.objects.count() == 1, "nothing is written before it has been looked through"

    dana.post(address(plan), {"looked": page.context["sealed"], "key": page.context["key"]})

    amounts = measure.resource_needs.order_by("pk").values_list("name", "amount")
    assert list(amounts) == [("Headsets", 15), ("Editors", 40)]
    own.refresh_from_db()
    assert own.body == "We meet each month."
    again = type(plan).objects.get(pk=plan.pk)
    assert again.own_titles == {"own-1": "Union", "own-2": "Partners"}
    assert again.section_texts["own-2"] == "Two groups read along."
    assert proposed(again, book).lines == []


def test_what_is_wrong_with_a_resource_or_section_is_named_by_its_cell(plan, book):
    book["Resources"].append(["M1", 1, "Time", "Editors", None, 40])
    book["Resources"].append(["M1", 2, "Goods", "Headsets", "Nobody's post", 40])
    book["Resources"].append(["M1", 3, "Goods", "Desks", None, 0])
    book["Resources"].append(["M9", 1, "Goods", "Chairs", None, 4])
    book["Own sections"].append(["S1", None, "A text without a title."])
    book["Own sections"].append(["G1", "Partners"])
    assert {place for place, _sentence in faults(plan, book)} == {
        *("Resources!C7", "Resources!E8", "Resources!F9", "Resources!A10"),
        *("Own sections!B7", "Own sections!A8"),
    }

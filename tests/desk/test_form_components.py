"""A field carries its label, hint and error; the summary leads to the field."""

from django.template import Context, Template
from django.utils import translation

from improvement.desk.ui import GoalForm


def shown(source: str) -> str:
    form = GoalForm({"indicator": "fcr", "target": "185"}, prefix="g")
    with translation.override("en"):
        return Template(source).render(Context({"form": form}))


def test_the_control_is_described_by_its_hint_and_its_error() -> None:
    html = shown("{% field form.statement %}")

    assert 'aria-describedby="id_g-statement_helptext id_g-statement_error"' in html
    assert 'id="id_g-statement_helptext"' in html
    assert 'id="id_g-statement_error"' in html


def test_a_hint_given_in_the_template_describes_the_control_too() -> None:
    html = shown('{% field form.due hint="Any working day" %}')

    assert 'aria-describedby="id_g-due_helptext id_g-due_error"' in html
    assert 'id="id_g-due_helptext">Any working day' in html


def test_only_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in shown("{% field form.note %}")
    assert "(optional)" not in shown("{% field form.statement %}")
    assert "(optional)" not in shown("{% field form.note optional=False %}")


def test_a_group_of_choices_is_a_fieldset() -> None:
    html = shown("{% field form.direction %}")

    assert "<legend>Direction</legend>" in html
    assert html.count('class="choice"') == 2


def test_each_line_of_the_summary_leads_to_its_field() -> None:
    html = shown("{% form_errors form %}")

    assert '<a href="#id_g-statement">Goal statement: This field is required.</a>' in html
    assert '<a href="#id_g-direction_0">Direction: This field is required.</a>' in html
    assert "autofocus" in html


def test_without_errors_there_is_no_summary() -> None:
    html = Template("{% form_errors form %}").render(Context({"form": GoalForm()}))

    assert html.strip() == ""

"""The truth tables are complete and well formed before anything is compared with them."""

import re

import pytest

from .loader import (
    CAST,
    CAUSES,
    MACHINES,
    OUTCOMES,
    PEOPLE,
    STATE_FROM,
    machine,
    permissions,
    states,
)

CLAUSE = re.compile(r"^(ours|[1-7](\.\d+){1,2})$")


@pytest.mark.parametrize("name", MACHINES)
def test_each_row_of_a_machine_is_well_formed(name):
    for arrow in machine(name):
        assert arrow.who and arrow.who <= PEOPLE | CAUSES, arrow
        assert CLAUSE.match(arrow.clause), arrow


@pytest.mark.parametrize("name", MACHINES)
def test_a_step_leads_to_one_state_and_is_listed_once_for_a_state(name):
    pairs = [(arrow.source, arrow.step) for arrow in machine(name)]
    assert len(pairs) == len(set(pairs))
    targets = {(arrow.step, arrow.target) for arrow in machine(name)}
    assert len(targets) == len({step for step, _ in targets})


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_can_be_reached_from_the_first(name):
    reached = {states(name)[0]}
    while more := {a.target for a in machine(name) if a.source in reached} - reached:
        reached |= more
    assert reached == set(states(name))


@pytest.mark.parametrize("name", MACHINES)
def test_every_balloted_state_has_the_arrow_back(name):
    balloted = {arrow.source for arrow in machine(name) if "ballot" in arrow.who}
    for state in balloted:
        names = {arrow.step for arrow in machine(name) if arrow.source == state}
        assert names >= {"approve", "return_by_leaders", "put_back"}


def test_each_case_of_permissions_is_asked_once_and_well_formed():
    asked = [(c.action, c.state, c.situation, c.person) for c in permissions()]
    assert len(asked) == len(set(asked))
    for case in permissions():
        assert case.outcome in OUTCOMES, case
        assert CLAUSE.match(case.clause), case
        assert case.state in states(STATE_FROM[case.model]), case


def test_every_step_that_people_take_is_asked_in_every_state():
    plain = {(c.model, c.verb, c.state) for c in permissions() if not c.situation}
    for name in MACHINES:
        model = name.replace("_", "")
        for arrow in machine(name):
            if "person" in arrow.kinds:
                for state in states(name):
                    assert (model, arrow.step, state) in plain


def test_steps_without_people_are_not_asked():
    asked = {(c.model, c.verb) for c in permissions()}
    for name in MACHINES:
        for arrow in machine(name):
            if "person" not in arrow.kinds:
                assert (name.replace("_", ""), arrow.step) not in asked


def test_somebody_is_allowed_exactly_where_the_machine_has_an_arrow():
    allowed = {(c.model, c.verb, c.state) for c in permissions() if c.outcome == "allow"}
    for name in MACHINES:
        model = name.replace("_", "")
        taken = {arrow.step for arrow in machine(name) if "person" in arrow.kinds}
        expected = {(model, a.step, a.source) for a in machine(name) if a.step in taken}
        assert {case for case in allowed if case[0] == model and case[1] in taken} == expected


def test_nobody_acts_on_what_they_cannot_see():
    seen = {
        (c.model, c.state, c.situation, c.person): c.outcome == "allow"
        for c in permissions()
        if c.verb == "view"
    }
    for case in permissions():
        sees = seen.get((case.model, case.state, case.situation, case.person))
        if sees is not None:
            assert (case.outcome == "404") is not sees, case


def test_an_account_that_is_not_active_is_answered_nothing():
    assert {c.outcome for c in permissions() if c.person == "ina"} == {"404"}
    assert CAST[-1] == "ina"

"""Vectors computed by hand for the reference model, so that the model itself can be trusted.

Seats are letters: C the chair, V and W the vice-chairs in order, the others members. A vote is a
seat and a sign: + approve, ~ approve with conditions, - return, 0 abstain; ! is the deadline.
"""

from itertools import permutations, product

import pytest

from .model import NO_MAJORITY, Ballot, ConsentList, Machine, Plan, Refused

SIGNS = {"+": "approve", "~": "conditions", "-": "return", "0": "abstain"}


def ballot(seats, **rules):
    vice = tuple(seat for seat in "VW" if seat in seats)
    return Ballot(seats=tuple(seats), chair="C", vice_chairs=vice, **rules)


def play(subject, moves):
    for move in moves.split():
        if move == "!":
            subject.reach_deadline()
        else:
            subject.vote(move[0], SIGNS[move[1]], reason=f"reason of {move[0]}")
    return subject


# seats, votes in order, expected status. More than half of the base must approve.
IN_ORDER = [
    ("C", "C+", "approved"),
    ("C", "C~", "approved"),
    ("C", "C0", "returned"),
    ("C", "C-", "returned"),
    ("C", "!", "lapsed"),
    # Two: both must approve.
    ("Ca", "a+", "open"),
    ("Ca", "a+ C+", "approved"),
    ("Ca", "a+ C0", "returned"),
    ("Ca", "a-", "returned"),
    ("Ca", "a0", "returned"),
    ("Ca", "a+ !", "lapsed"),
    # Three: two approvals; a majority without the chair stays open.
    ("Cab", "a+ b+", "open"),
    ("Cab", "a+ b+ !", "lapsed"),
    ("Cab", "a+ b+ C-", "approved"),
    ("Cab", "a+ b0 C+", "approved"),
    ("Cab", "a- b+ C+", "approved"),
    ("Cab", "a+ b- C0", "returned"),
    ("Cab", "a-", "open"),
    ("Cab", "a- b-", "returned"),
    ("Cab", "a0 b0", "returned"),
    # Four: three approvals; exactly half is not more than half.
    ("Cabc", "a+ b+ c- C+", "approved"),
    ("Cabc", "a+ b+ c- C0", "returned"),
    ("Cabc", "a+ b-", "open"),
    ("Cabc", "a- b-", "returned"),
    ("Cabc", "a- b0", "returned"),
    # Five: three approvals.
    ("Cabcd", "a0 b0", "open"),
    ("Cabcd", "a0 b0 c0", "returned"),
    ("Cabcd", "a- b- c+ d+ C+", "approved"),
    ("Cabcd", "a- b0 c+ d+ C0", "returned"),
    # Six: four approvals.
    ("Cabcde", "a+ b+ c+ d- e-", "open"),
    ("Cabcde", "a+ b+ c+ d- e- C+", "approved"),
    ("Cabcde", "a+ b+ c+ d- e- C0", "returned"),
    ("Cabcde", "a- b- c-", "returned"),
    # Seven: four approvals. A vice-chair's vote is an ordinary one while the chair is there.
    ("CVabcde", "V+ a+ b+ c+ d+ e+", "open"),
    ("CVabcde", "V+ a+ b+ c+ d+ e+ !", "lapsed"),
    ("CVabcde", "V+ a+ b+ c- d- e- C+", "approved"),
    ("CVabcde", "V0 a- b0 c0", "returned"),
    # Eight: five approvals.
    ("CVabcdef", "V+ a+ b+ c+ d- e- f- C+", "approved"),
    ("CVabcdef", "V+ a+ b+ c+ d- e- f- C0", "returned"),
    ("CVabcdef", "V- a- b- c-", "returned"),
    # Nine: five approvals.
    ("CVabcdefg", "a- b- c- d-", "open"),
    ("CVabcdefg", "a- b- c- d- e-", "returned"),
    ("CVabcdefg", "a- b- c- d- e+ f+ g+ V+ C+", "approved"),
    ("CVabcdefg", "a- b- c- d- e+ f+ g+ V+ C0", "returned"),
    ("CVabcdefg", "a~ b~ c~ d~ e+ f0 g0 V0 C0", "approved"),
]


@pytest.mark.parametrize(("seats", "moves", "status"), IN_ORDER)
def test_the_chair_votes_last(seats, moves, status):
    assert play(ballot(seats), moves).status == status


# With the chair's turn switched off, or come after some days, the deadline can find a majority:
# two thirds must have voted.
IN_ANY_ORDER = [
    ("Cab", "C+ !", "lapsed"),
    ("Cab", "C+ a+", "open"),
    ("Cab", "C+ a+ !", "approved"),  # 2 of 3 voted
    ("Cab", "a+ b+ !", "lapsed"),  # without the chair
    ("Cabc", "C+ a+ !", "lapsed"),  # 2 of 4 voted
    ("Cabc", "C+ a+ b+ !", "approved"),  # 3 of 4
    ("Cabc", "C+ a+ b0 !", "lapsed"),  # 2 approvals of 4
    ("Cabcd", "C+ a+ b+ !", "lapsed"),  # a majority, but 3 of 5 voted
    ("Cabcd", "C+ a+ b+ c0 !", "approved"),  # the abstention makes the quorum
    ("Cabcde", "C+ a+ b+ c+ !", "approved"),  # 4 of 6
    ("Cabcde", "C+ a+ b+ c0 !", "lapsed"),  # 3 approvals of 6
    ("CVabcde", "C+ V+ a+ b+ !", "lapsed"),  # 4 of 7 voted
    ("CVabcde", "C+ V+ a+ b+ c- !", "approved"),  # 5 of 7
    ("CVabcdef", "C+ V+ a+ b+ c+ !", "lapsed"),  # 5 of 8 voted
    ("CVabcdef", "C+ V+ a+ b+ c+ d0 !", "approved"),  # 6 of 8
    ("CVabcdefg", "C+ V+ a+ b+ c+ !", "lapsed"),  # 5 of 9 voted
    ("CVabcdefg", "C0 V+ a+ b+ c+ d+ !", "approved"),  # 6 of 9; the chair may abstain
]


@pytest.mark.parametrize(("seats", "moves", "status"), IN_ANY_ORDER)
def test_in_any_order(seats, moves, status):
    assert play(ballot(seats, chair_last=False), moves).status == status
    assert play(ballot(seats, waited=True), moves).status == status


# seats, conflicted, absent, substitute, votes, expected status.
OUT_OR_AWAY = [
    ("Cabc", "a", "", "", "b+ c+ C-", "approved"),  # base 3
    ("Cabc", "a", "", "", "b- c-", "returned"),
    ("Cabcd", "ab", "", "", "c+ d0 C+", "approved"),  # base 3
    ("CVabcdef", "ab", "", "", "c+ d+ e+ f0 V- C+", "approved"),  # base 6, four approvals
    ("CVabcdef", "ab", "", "", "c+ d+ e+ f0 V- C0", "returned"),
    ("CVabcdefg", "abcdef", "", "", "g+ V0 C+", "approved"),  # base 3
    # The chair is recused: the first vice-chair stands in and votes last.
    ("CVabcdefg", "C", "", "", "a+ b+ c+ d+ e+ f0 g0", "open"),
    ("CVabcdefg", "C", "", "", "a+ b+ c+ d+ e+ f0 g0 V0", "approved"),  # 5 of 8
    ("CVabcdefg", "C", "", "", "a+ b+ c+ d+ e0 f0 g0 V0", "returned"),  # 4 of 8
    ("CVWabc", "CV", "", "", "a+ b+ c- W+", "approved"),  # 3 of 4
    # Nobody stands in: a majority is not enough.
    ("CVabcdefg", "CV", "", "", "a+ b+ c+ d+ e+ f+ g+", "open"),
    ("CVabcdefg", "CV", "", "", "a+ b+ c+ d+ e+ f+ g+ !", "lapsed"),
    ("CVabcdefg", "CV", "", "a", "b+ c+ d+ e+ f+ g+ a+", "approved"),
    # The chair is absent: the seat stays in the base, so the deadline decides.
    ("CVabcde", "", "C", "", "a+ b+ c+ d+ e+ !", "lapsed"),
    ("CVabcde", "", "C", "", "a+ b+ c+ d+ e+ V+", "open"),
    ("CVabcde", "", "C", "", "a+ b+ c+ d+ e+ V+ !", "approved"),
    ("CVabcde", "", "C", "", "a+ b+ c+ d+ e0 V- C0", "approved"),  # came after all: 4 of 7
    ("CVWabcd", "", "CV", "", "a+ b+ c+ d+ W- !", "approved"),  # 4 approvals, 5 of 7 voted
    ("CVWabcd", "", "CVW", "", "a+ b+ c+ d+ !", "lapsed"),
    ("CVWabcd", "", "CVW", "a", "b+ c+ d+ a+ !", "lapsed"),  # 4 of 7 voted
    ("CVWabcde", "", "CV", "", "a+ b+ c+ d+ e0 W+ !", "approved"),  # 5 of 8, 6 voted
    ("Cab", "", "C", "", "a+ b+ !", "lapsed"),
    ("Cab", "", "C", "b", "a+ b+ !", "approved"),  # 2 of 3
]


@pytest.mark.parametrize(
    ("seats", "conflicted", "away", "substitute", "moves", "status"), OUT_OR_AWAY
)
def test_recused_and_absent(seats, conflicted, away, substitute, moves, status):
    subject = ballot(
        seats, conflicted=frozenset(conflicted), away=frozenset(away), substitute=substitute
    )
    assert play(subject, moves).status == status


# Moves of which the last is refused.
REFUSED = [
    ("Cab", {}, "C+"),  # the chair votes last
    ("Cab", {}, "a+ C+"),
    ("Cab", {}, "a+ a-"),  # votes stand
    ("Cab", {}, "a- b- C+"),  # decided
    ("Cab", {}, "x+"),  # no seat
    ("Cabc", {"conflicted": frozenset("a")}, "a+"),  # recused
    ("CVab", {"away": frozenset("C")}, "V+"),  # who stands in votes last too
    ("CVab", {"conflicted": frozenset("C")}, "V+"),
    ("Cabc", {"conflicted": frozenset("a"), "only_declare": True}, "a+"),
]


@pytest.mark.parametrize(("seats", "rules", "moves"), REFUSED)
def test_refused_votes(seats, rules, moves):
    *before, last = moves.split()
    subject = play(ballot(seats, **rules), " ".join(before))
    version = subject.machine.version
    with pytest.raises(Refused):
        play(subject, last)
    assert subject.machine.version == version


@pytest.mark.parametrize("count", range(1, 5))
def test_when_everybody_votes_the_count_decides_in_every_order(count):
    seats = "Cabc"[:count]
    for choices in product("+-0", repeat=count):
        signed = [f"{seat}{sign}" for seat, sign in zip(seats, choices, strict=True)]
        expected = "approved" if 2 * choices.count("+") > count else "returned"
        for order in permutations(signed):
            subject = ballot(seats, chair_last=False)
            for move in order:
                if subject.status == "open":
                    play(subject, move)
            assert subject.status == expected, order


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        ("a0 b0", NO_MAJORITY),
        ("a- b0", "reason of a"),
        ("a- b-", "reason of a; reason of b"),
    ],
)
def test_why_it_was_returned(moves, reason):
    assert play(ballot("Cab"), moves).reason == reason


def test_a_return_without_reason_is_refused():
    with pytest.raises(Refused):
        ballot("Cab").vote("a", "return")


def test_fewer_than_three_eligible_declare_and_the_chair_confirms():
    subject = ballot("Cab", conflicted=frozenset("a"))
    assert subject.base == ("C", "a", "b")
    with pytest.raises(Refused):
        subject.confirm(by="b")
    assert play(subject, "a+ b- C+").status == "open"
    subject.confirm(by="C")
    assert subject.status == "approved"
    assert play(ballot("Cab", conflicted=frozenset("a")), "a+ b+ C+ !").status == "lapsed"
    assert play(ballot("Cab", conflicted=frozenset("a")), "a- b-").status == "returned"


@pytest.mark.parametrize(
    ("conflicted", "away", "by"),
    [("a", "", "C"), ("a", "C", "V"), ("C", "", "V"), ("CV", "", "C"), ("CV", "C", "V")],
)
def test_who_presides_confirms_and_their_own_where_there_is_nobody_else(conflicted, away, by):
    rules = {"conflicted": frozenset(conflicted), "away": frozenset(away)}
    for seat in "CVa":
        subject = ballot("CVa", **rules)
        if seat != by:
            with pytest.raises(Refused):
                subject.confirm(by=seat)
        else:
            subject.confirm(by=seat)
            assert not subject.unheard


def test_a_vote_in_the_chairs_place_stands_and_an_early_one_counts():
    back = play(ballot("CVab", away=frozenset("C")), "a+ b+ V+")
    back.away = frozenset()
    assert play(back, "!").status == "approved"
    gone = play(ballot("CVab"), "a+ b+ V+")
    gone.away = frozenset("C")
    assert play(gone, "!").status == "approved"


def test_for_the_whole_organization_a_conflict_is_only_declared():
    subject = ballot("Cabcd", conflicted=frozenset("ab"), only_declare=True)
    assert len(subject.base) == 5
    subject.declare("a")
    subject.declare("b")
    assert play(subject, "a+ b+ c- d- C+").status == "approved"


def test_a_delegate_votes_and_the_principal_cannot_then():
    subject = ballot("Cab", delegates={"a": "x", "C": "y"})
    subject.vote("a", "approve", by="x")
    assert subject.votes["a"].by == "x"
    with pytest.raises(Refused):
        subject.vote("a", "approve")
    play(subject, "b-")
    subject.vote("C", "approve", by="y")
    assert subject.status == "approved"


@pytest.mark.parametrize(
    "rules",
    [
        {"conflicted": frozenset("x")},
        {"assistants": frozenset("x")},
    ],
)
def test_a_delegate_who_may_not_vote(rules):
    subject = ballot("Cabc", delegates={"a": "x"}, **rules)
    with pytest.raises(Refused):
        subject.vote("a", "approve", by="x")


def test_office_and_administrator_never_stand_in_for_the_chair():
    subject = play(ballot("Cab", delegates={"C": "x"}, barred=frozenset("x")), "a+ b+")
    with pytest.raises(Refused):
        subject.vote("C", "approve", by="x")


def test_a_holder_who_leaves_passes_the_seat_on():
    subject = play(ballot("Cab"), "a+")
    subject.pass_on("b", "n")
    with pytest.raises(Refused):
        subject.vote("b", "approve", by="b")
    subject.vote("b", "approve", by="n")
    assert play(subject, "C+").status == "approved"


def test_a_successor_in_conflict_leaves_the_base():
    subject = play(ballot("Cabcd", conflicted=frozenset("n")), "a+ b- c-")
    subject.pass_on("d", "n")
    assert (subject.base, subject.status) == (("C", "a", "b", "c"), "returned")


def test_a_seat_without_successor_leaves_the_base_and_may_decide():
    subject = play(ballot("Cabcd"), "a+ b- c-")
    subject.leave("d")  # 1 approval and the chair's make 2 of 4
    assert subject.status == "returned"
    subject = play(ballot("Cab", chair_last=False), "C+ a+")
    subject.leave("b")  # 2 of 2
    assert subject.status == "approved"
    subject = play(ballot("Cabcd"), "a+ b+ c+")
    subject.leave("d")
    assert play(subject, "C-").status == "approved"  # 3 of 4


def test_a_vote_cast_stands_when_its_holder_leaves():
    subject = play(ballot("Cab"), "a+")
    subject.leave("a")
    assert subject.base == ("C", "a", "b")
    assert play(subject, "b+ C0").status == "approved"


def test_a_new_revision_voids_and_an_old_one_is_not_voted_on():
    subject = ballot("Cab", revision=2)
    with pytest.raises(Refused):
        subject.vote("a", "approve", seen=1)
    subject.vote("a", "approve", seen=2)
    subject.replace_revision()
    assert subject.status == "void"
    with pytest.raises(Refused):
        subject.vote("b", "approve")


def test_recalled_only_before_the_first_vote():
    subject = ballot("Cab")
    subject.recall()
    assert subject.status == "recalled"
    with pytest.raises(Refused):
        play(ballot("Cab"), "a0").recall()


@pytest.mark.parametrize("end", ["reach_deadline", "replace_revision", "recall"])
def test_decided_once(end):
    subject = play(ballot("C"), "C+")
    with pytest.raises(Refused):
        getattr(subject, end)()
    assert subject.machine.entries == ["create", "vote", "approve"]


# The plan and its goal set around the ballots


def fixed_goals():
    plan = Plan()
    plan.submit_goals()
    plan.put_goals_forward(play(ballot("C"), "C+"))
    plan.follow()
    return plan


def test_goals_are_fixed_before_the_plan_is_submitted():
    plan = Plan()
    with pytest.raises(Refused):
        plan.submit()
    plan = fixed_goals()
    assert plan.goals.status == "fixed"
    plan.submit()
    assert plan.status == "office_review"
    with pytest.raises(Refused):
        plan.edit_goals()


def test_a_plan_is_edited_in_draft_only():
    plan = fixed_goals()
    plan.edit()
    plan.submit()
    with pytest.raises(Refused):
        plan.edit()


def test_recalled_until_the_review_starts():
    plan = fixed_goals()
    plan.submit()
    plan.recall()
    plan.submit()
    plan.reviewing = True
    with pytest.raises(Refused):
        plan.recall()
    plan.open_comments = 1
    with pytest.raises(Refused):
        plan.endorse()
    plan.send_back()
    assert (plan.status, plan.returned) == ("draft", 1)


def put_forward(decision):
    plan = fixed_goals()
    plan.submit()
    plan.endorse()
    plan.put_forward(decision)
    plan.follow()
    return plan


@pytest.mark.parametrize(
    ("moves", "status"),
    [
        ("", "leadership_approval"),
        ("a+ b+", "leadership_approval"),
        ("a+ b+ C+", "approved"),
        ("a- b-", "draft"),
        ("a+ !", "endorsed"),
    ],
)
def test_what_a_decision_does_to_the_plan(moves, status):
    plan = put_forward(play(ballot("Cab"), moves))
    assert plan.status == status
    plan.follow()
    assert plan.status == status
    assert plan.goals.status == "fixed"


@pytest.mark.parametrize("end", ["replace_revision", "recall"])
def test_put_back_and_put_forward_anew(end):
    first = ballot("Cab")
    plan = put_forward(first)
    getattr(first, end)()
    plan.follow()
    assert plan.status == "endorsed"
    plan.put_forward(play(ballot("C"), "C+"))
    plan.follow()
    assert plan.status == "approved"


def test_returned_over_a_goal_reopens_the_goal_set():
    decision = ballot("C")
    decision.vote("C", "return", reason="the target is too low", over_goal=True)
    plan = put_forward(decision)
    assert (plan.status, plan.goals.status) == ("draft", "draft")
    plan.edit_goals()
    with pytest.raises(Refused):
        plan.submit()


@pytest.mark.parametrize(
    ("moves", "status"), [("C+", "fixed"), ("C-", "draft"), ("!", "office_review")]
)
def test_what_a_decision_does_to_the_goal_set(moves, status):
    plan = Plan()
    plan.submit_goals()
    plan.put_goals_forward(play(ballot("C"), moves))
    plan.follow()
    assert plan.goals.status == status


# A consent list: one vote for all, each item may be pulled for a ballot of its own


def consent_list(*names):
    items = {name: Machine("plan", status="leadership_approval") for name in names}
    return ConsentList(ballot("Cab", only_declare=True), items)


def statuses(listed):
    listed.follow()
    return [item.status for item in listed.items.values()]


@pytest.mark.parametrize(
    ("moves", "status"),
    [
        ("a+ b+", "leadership_approval"),
        ("a+ b+ C+", "approved"),
        ("a- b-", "endorsed"),
        ("a+ !", "endorsed"),
    ],
)
def test_what_is_listed_moves_together(moves, status):
    listed = consent_list("p", "q", "r")
    play(listed.ballot, moves)
    assert statuses(listed) == [status] * 3


@pytest.mark.parametrize(
    ("own", "status"),
    [("", "leadership_approval"), ("C+", "approved"), ("C-", "draft"), ("!", "endorsed")],
)
def test_a_pulled_item_goes_by_its_own_ballot(own, status):
    listed, alone = consent_list("p", "q", "r"), ballot("C")
    listed.pull("q", alone, by="a")
    play(listed.ballot, "a+ b+ C+")
    play(alone, own)
    assert statuses(listed) == ["approved", status, "approved"]


def test_pulled_by_whoever_has_voted_already():
    listed = consent_list("p", "q")
    play(listed.ballot, "a+")
    listed.pull("p", ballot("C"), by="a")
    assert listed.listed == ("q",)
    assert listed.ballot.machine.entries == ["create", "vote", "pull"]


@pytest.mark.parametrize("item", ["p", "s"])
def test_pulled_once_and_only_what_is_listed(item):
    listed = consent_list("p", "q", "r")
    listed.pull("p", ballot("C"), by="a")
    with pytest.raises(Refused):
        listed.pull(item, ballot("C"), by="b")


def test_the_last_item_is_not_pulled():
    listed = consent_list("p", "q")
    listed.pull("p", ballot("C"), by="a")
    with pytest.raises(Refused):
        listed.pull("q", ballot("C"), by="a")


def test_nobody_pulls_from_a_closed_ballot_or_without_a_seat():
    listed = consent_list("p", "q")
    with pytest.raises(Refused):
        listed.pull("p", ballot("C"), by="x")
    play(listed.ballot, "a+ b+ C+")
    with pytest.raises(Refused):
        listed.pull("p", ballot("C"), by="a")


def test_a_closed_list_does_not_move_what_came_later():
    listed = consent_list("p", "q")
    play(listed.ballot, "a- b-")
    assert statuses(listed) == ["endorsed", "endorsed"]
    listed.items["p"].move("put_forward", "parent")
    listed.ballot = ballot("Cab", only_declare=True)
    assert statuses(listed) == ["leadership_approval", "endorsed"]


@pytest.mark.parametrize(
    ("sheet", "status"),
    [
        ({"C": "approve", "a": "approve", "b": "absent"}, "open"),
        ({"C": "approve", "a": "approve", "b": "abstain"}, "approved"),
        ({"C": "absent", "a": "approve", "b": "approve"}, "open"),
        ({"C": "return", "a": "return", "b": "absent"}, "returned"),
    ],
)
def test_votes_on_paper_are_counted_like_those_on_screen(sheet, status):
    subject = ballot("Cab")
    subject.enter_minutes(sheet)
    assert (subject.status, subject.votes) == ("open", {})
    subject.apply_minutes()
    assert subject.status == status


def test_a_vote_on_screen_is_left_as_it_is():
    subject = ballot("Cab")
    subject.enter_minutes({"C": "approve", "a": "approve", "b": "approve"})
    play(subject, "a-")
    subject.apply_minutes()
    assert (subject.votes["a"].choice, subject.status) == ("return", "approved")


def test_the_last_word_of_those_on_the_sheet_makes_it_count():
    subject = ballot("Cab")
    subject.enter_minutes({"C": "approve", "a": "approve", "b": "absent"})
    subject.confirm_minutes("C")
    play(subject, "b+")
    assert subject.status == "open"
    subject.confirm_minutes("a")
    assert subject.status == "approved"


@pytest.mark.parametrize("step", ["contest_minutes", "withdraw_minutes"])
def test_minutes_that_were_stopped_count_for_nothing(step):
    subject = ballot("Cab")
    subject.enter_minutes({"C": "approve", "a": "approve", "b": "approve"})
    with pytest.raises(Refused):
        subject.recall()
    subject.stop_minutes(step)
    assert (subject.votes, subject.status) == ({}, "open")
    subject.recall()


def test_entries_equal_versions():
    plan = put_forward(play(ballot("Cab"), "a+ b0 C+"))
    for each in plan.machines():
        assert len(each.entries) == each.version

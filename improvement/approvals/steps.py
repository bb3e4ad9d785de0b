"""Opening a ballot, casting a vote, closing at the deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from improvement.door.acts import enter, require_visible, take
from improvement.door.lifecycle import Stateful
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, Refused, StepRefused, Text
from improvement.door.typed import whole
from improvement.door.unit import unit
from improvement.organization.calendar import working_deadline
from improvement.organization.models import Appointment, Department, Role
from improvement.organization.roster import roster_today

from .models import Ballot, BallotItem, Seat, Vote, VotingRule
from .models.condition import name_conditions
from .on_paper import apply_due, count_when_all_have_spoken
from .rules import objection, seats_for
from .tally import Choice

WORKING_DAYS = 5
CHAIR_WAITS = 3


def open_ballot(
    subject: Stateful,
    *,
    by: Any,
    department: Department | None = None,
    involved: Iterable[int] = (),
    recommendation: str = "",
    confidential: bool = False,
    items: Sequence[Listed] = (),
    declares: bool = False,
    revision: Revision | None = None,
    opened_by: Any = None,
) -> Ballot:
    """Open a ballot on the latest revision of `subject`, inside the act that puts it forward.

    Seats, deadline and content hash are copied now, so that later changes of settings do not
    rewrite a running vote. For a single department's subject its members and those `involved`
    (authors, editors) are recused; were fewer than three seats left, all stay and declare. A
    confidential one is seen by who votes on it and by the office alone. With `items` it is a
    consent list: one vote decides on them too, unless a member pulls one. With `declares` the
    `involved` vote, and their interest stands beside their names.
    """
    revision = revision or Revision.objects.latest_of(subject)
    if revision is None:
        raise StepRefused(_("There is no frozen content to vote on yet."))
    now, rule = timezone.now(), VotingRule.objects.in_force()
    root_model, root_pk = subject.root()
    with unit() as work:
        ballot = Ballot(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
            root_key=f"{root_model._meta.label_lower}:{root_pk}",
            **names_of(subject),
            department=department,
            revision=revision,
            digest=revision.digest,
            votes_hidden=rule.votes_hidden,
            chair_last=rule.chair_last,
            chair_from=working_deadline(now, CHAIR_WAITS),
            deadline=working_deadline(now, WORKING_DAYS),
            recommendation=recommendation,
            confidential=confidential,
            declares=declares,
            size=len(items),
            opened_at=now,
            opened_by=opened_by or by,
            version=1,
        )
        ballot.save(force_insert=True)
        Seat.objects.bulk_create(seats_of(ballot, department, set(involved)))
        BallotItem.objects.bulk_create(items_of(ballot, items))
        work.hold(ballot)
        enter(work, ballot, "opened", by=by, before={}, inputs={}, cause=subject)
    return ballot


class Listed(NamedTuple):
    """What a consent list is opened with, for each of its items."""

    subject: Stateful
    revision: Revision
    department: Department | None = None
    recommendation: str = ""


def items_of(ballot: Ballot, items: Sequence[Listed]) -> list[BallotItem]:
    """In the order given, each under the name it has today."""
    return [
        BallotItem(
            ballot=ballot,
            number=number,
            content_type=ContentType.objects.get_for_model(item.subject),
            object_id=item.subject.pk,
            **names_of(item.subject),
            revision=item.revision,
            department=item.department,
            recommendation=item.recommendation,
        )
        for number, item in enumerate(items, start=1)
    ]


def set_apart(ballot: Ballot, number: Any, *, by: Any, because: str = "") -> Ballot:
    """Give an item of the list a ballot of its own, on the revision that stood on the list.

    Raises StepRefused where another member was faster, and for the last item, on which the vote
    on the list is its own decision.
    """
    items = {item.number: item for item in ballot.listed_items}
    item = items.get(whole(str(number)) or 0)
    if item is None:
        raise StepRefused(_("This item is no longer on the list; it has been pulled already."))
    if len(items) == 1:
        raise StepRefused(_("It is the only item left. Vote on the list, or return it."))
    with unit() as work:
        subject = work.lock(item.subject)
        if not subject.awaits(item.revision_id):
            raise StepRefused(_("It has changed meanwhile, and is not decided on with the list."))
        item.own_ballot = open_ballot(
            subject,
            by=by,
            opened_by=ballot.opened_by,
            revision=item.revision,
            **subject.ballot_terms(),
        )
        item.pulled_at, item.pulled_by, item.pulled_because = timezone.now(), by, because
        item.save()
        del ballot.listed_items
    own: Ballot = item.own_ballot
    return own


LONGEST_NAME = 300


def names_of(subject: Stateful) -> dict[str, str]:
    """What the subject is called in each language, so that every reader finds it in theirs."""
    names = {}
    for field, language in (("name", "en"), ("name_hant", "zh-hant"), ("name_hans", "zh-hans")):
        with translation.override(language):
            names[field] = str(subject)[:LONGEST_NAME]
    return names


def seats_of(ballot: Ballot, department: Any, involved: set[int]) -> list[Seat]:
    """The roster of the day, with recusals (the rule is silent; ours)."""
    roster = list(
        Appointment.objects.seats()
        .valid_on(timezone.localdate())
        .filter(user__is_active=True)
        .select_related("user")
    )
    if not roster:
        raise StepRefused(_("The leadership group has no members today. Appoint them first."))
    if department is not None:
        involved |= set(
            Appointment.objects.valid_on(timezone.localdate())
            .filter(department=department, user__in=[a.user_id for a in roster])
            .values_list("user_id", flat=True)
        )
    eligible = sum(a.user_id not in involved for a in roster)
    votes_all_the_same = ballot.declares or eligible < 3
    return [
        Seat(
            ballot=ballot,
            number=number,
            key=appointment.seat,
            role=appointment.role,
            holder=appointment.user,
            recused=appointment.user_id in involved and not votes_all_the_same,
            declared=appointment.user_id in involved and votes_all_the_same,
        )
        for number, appointment in enumerate(roster, start=1)
    ]


def cast_vote(
    ballot: Ballot,
    *,
    by: Any,
    choice: str,
    seen: str,
    reason: str = "",
    conditions: Iterable[tuple[str, dt.date | None]] = (),
    over_goal: bool = False,
    seat: Any = None,
    key: str | None = None,
) -> Ballot:
    """Cast one vote and, if it completes the ballot, decide it, in one transaction.

    `seen` is the digest of the content the person read; `seat` picks one seat where the person
    votes for somebody else too. Raises StepRefused where the content has been replaced, the seat
    has voted, or the chair's turn has not come.
    """
    conditions = [(text, due) for text, due in conditions if text]
    if choice == Choice.RETURN and not reason:
        raise StepRefused(_("Say why you return it. The department will read the reason."))
    if choice == Choice.CONDITIONS and not conditions:
        raise StepRefused(_("Name at least one condition."))
    now = timezone.now()
    with unit() as work:
        held = work.lock(ballot)
        work.fresh(by)
        require_visible(by, held)
        if work.repeated(held, "vote", by, key):
            return held
        seats = held.seat_list()
        with work.saved_once(held):
            take(held, "vote", by=by, choice=choice, reason=reason, over_goal=over_goal)
            require_seen(held, seen)
            mine = pick_seat(held, seats, by, seat)
            require_turn(held, seats, mine)
            mine.vote = Vote.objects.create(
                ballot=held,
                seat=mine,
                voter=by,
                principal=mine.holder if mine.key not in by.standing.seats else None,
                choice=choice,
                reason=reason,
                over_goal=over_goal,
                presided=mine.role == Role.CHAIR or mine.number == held.tally(seats).presiding,
                seen=seen,
                at=now,
            )
            name_conditions(mine.vote, conditions, by=by)
            held.decide(seats, by=by)
            count_when_all_have_spoken(held, by=by)
        return held


class Answer(NamedTuple):
    """What came of one vote among several: the ballot as it stands, or why it was not cast."""

    ballot: Ballot
    refused: Text = ""


def approve_several(
    chosen: Iterable[tuple[Ballot, str]], *, by: Any, key: str = ""
) -> list[Answer]:
    """Approve ballots one after the other, each with the digest that was read.

    Each is a vote of its own by the same rules; one that is refused does not hold back the others.
    """
    answers = []
    for ballot, seen in chosen:
        own_key = f"{key}:{ballot.pk}" if key else None
        try:
            after = cast_vote(ballot, by=by, choice=Choice.APPROVE, seen=seen, key=own_key)
        except (NotYours, StepRefused) as refused:
            answers.append(Answer(ballot, refused.sentence))
        else:
            answers.append(Answer(after))
    return answers


def require_seen(ballot: Ballot, seen: str) -> None:
    """A vote names the content it saw; on a replaced one it is refused."""
    if seen != ballot.digest:
        raise StepRefused(
            _("The content was replaced after you opened it. Read the change, then vote."),
            ballot.get_absolute_url(),
        )


def pick_seat(ballot: Ballot, seats: list[Seat], by: Any, wanted: Any) -> Seat:
    """The seat this vote is for: one's own first, then those of one's principals."""
    open_to = [s for s in seats if not s.recused and (wanted is None or str(s.key) == str(wanted))]
    own = [s for s in open_to if s.key in by.standing.seats]
    if free := [s for s in own if s.choice is None]:
        return free[0]
    others = [s for s in open_to if s.key in seats_for(by) and s not in own]
    if free := [s for s in others if s.choice is None]:
        require_impartial(ballot, seats, free[0], by)
        return free[0]
    if own or others:
        raise StepRefused(_("This seat has voted already. A vote stands."))
    raise NotYours(_("You hold no seat in this ballot."))


def require_impartial(ballot: Ballot, seats: list[Seat], seat: Seat, by: Any) -> None:
    """A delegate is bound by the same conflicts as a member; assistants never vote (ours)."""
    presides = seat.role == Role.CHAIR or seat.number == ballot.tally(seats).presiding
    if sentence := objection(ballot, by, presides=presides):
        raise NotYours(sentence)


def require_turn(ballot: Ballot, seats: list[Seat], mine: Seat) -> None:
    """Whoever presides votes last: after everyone else, or once the waiting time is over."""
    if waiting := ballot.awaited_before(mine, seats):
        raise StepRefused(
            _("Whoever presides votes last. Still to vote: %(names)s.")
            % {
                "names": pgettext("between the parts of a list", ", ").join(
                    str(s.holder) for s in waiting
                )
            }
        )


def close_due(now: dt.datetime) -> int:
    """Decide every ballot whose time is up; the scanner calls it.

    Each in its own transaction: one that cannot be decided does not hold back the others. The
    first error is raised when all have been tried, so that the heartbeat shows it. Minutes to which
    nobody objected count first; a ballot whose minutes still wait is not closed before them.
    """
    errors: list[Exception] = apply_due(now)
    due = list(Ballot.objects.open().filter(deadline__lte=now).order_by("pk"))
    for ballot in due:
        try:
            close_one(ballot)
        except (Refused, DatabaseError) as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return len(due)


def close_one(ballot: Ballot, *, time_is_up: bool = True) -> None:
    """Decide one ballot at its deadline, or once seats have left it, unless a vote has done so."""
    with unit() as work:
        held = work.lock(ballot)
        if held.status != ballot.status or held.minutes_wait:
            return
        held.decide(held.seat_list(), by=None, time_is_up=time_is_up, deserted=not time_is_up)


def close_deserted(now: dt.datetime | None = None) -> int:
    """Decide what no vote to come can change, since seats have left the base.

    Called right behind the act by which somebody gives up a seat; and by the scanner, for who
    leaves by a date.

    A seat that has not voted and whose holder has left without a successor does not vote any more:
    the votes that are out may then be too few for an approval, or there are none left. Nobody votes
    at that moment, so nobody else would notice before the deadline.
    """
    now = now or timezone.now()
    held = list(roster_today())
    left = Seat.objects.filter(ballot=OuterRef("pk"), recused=False, vote=None)
    left = left.exclude(key__in=held)
    found = list(Ballot.objects.open().filter(Exists(left), deadline__gt=now).order_by("pk"))
    for ballot in found:
        close_one(ballot, time_is_up=False)
    return len(found)


def void_open(subject: Stateful, *, by: Any) -> None:
    """A new revision of the subject voids the ballot on the old one."""
    for ballot in Ballot.objects.open().of(subject):
        take(ballot, "void", by=by, cause=subject)

"""The call for plans (計劃編制通知): what goes out when drafting opens, and to whom (2.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from improvement.door.models import Revision
from improvement.notifications.kinds import Kind, Notice
from plans.models import Gate, SectionKey

if TYPE_CHECKING:
    from plans.models import Round

SCRIPTS = {"": "en", "_hant": "zh-hant", "_hans": "zh-hans"}

CALL = Kind(
    "plans.round.open_drafting",
    _("Call for plans {subject}"),
    _(
        "Drafting of the service improvement plans for {subject} is open. They are due on {due}."
        "\n\n{words}\n\nSections: {sections}\nNot asked for this year: {off}"
    ),
    decision=True,
)


def call_of(planning_round: Round) -> dict[str, Any]:
    """The call as it stands: frozen when it goes out, so that it can be read as it was sent."""
    return {
        "label": planning_round.label,
        "theme": planning_round.theme,
        "words": planning_round.call,
        "starts": planning_round.starts,
        "ends": planning_round.ends,
        "deadline": planning_round.deadline,
        "late_submissions": planning_round.late_submissions,
        "report_rhythm": planning_round.report_rhythm,
        "evaluation_rhythm": planning_round.evaluation_rhythm,
        "provisional_goals": planning_round.provisional_goals,
        "sections": [
            *({"key": key} for key in SectionKey.values),
            *({"key": section.key, **section.names} for section in planning_round.own_sections),
        ],
        "key_areas": [
            {"number": area.number, "name": area.name, "name_hant": area.name_hant}
            | {"name_hans": area.name_hans, "each_department": area.each_department}
            for area in planning_round.areas
        ],
        "business_goals": planning_round.business_goals,
        "gates_off": [
            {"gate": gate, "reason": reason} for gate, reason in planning_round.off.items()
        ],
    }


def sent(planning_round: Round) -> Revision | None:
    """The call as it went out; nothing before drafting opens."""
    return Revision.objects.of(planning_round).filter(step="open_drafting").last()


def call_notice(people: Callable[[Any], Iterable[int]]) -> Callable[..., Iterable[Notice]]:
    """The telling of the step: the office's words, the date, what is asked and what is not."""

    def notices(planning_round: Any, *, by: Any, inputs: dict[str, Any]) -> Iterable[Notice]:
        yield Notice(
            kind=CALL.name,
            subject=planning_round,
            occasion=f"v{planning_round.version}",
            recipients=[pk for pk in people(planning_round) if by is None or pk != by.pk],
            context={
                "due": planning_round.deadline.isoformat(),
                "words": planning_round.call,
                **in_scripts("sections", lambda: section_names(planning_round)),
                **in_scripts("off", lambda: gates_off(planning_round)),
            },
        )

    return notices


def in_scripts(key: str, words: Callable[[], str]) -> dict[str, str]:
    """A text in each language of the product, as a notice carries it."""
    found = {}
    for script, language in SCRIPTS.items():
        with translation.override(language):
            found[key + script] = words()
    return found


def section_names(planning_round: Round) -> str:
    own = [section.local_name for section in planning_round.own_sections]
    return listed([*(str(label) for _key, label in SectionKey.choices), *own])


def gates_off(planning_round: Round) -> str:
    return listed(str(Gate(gate).label) for gate in planning_round.off) or gettext("nothing")


def listed(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)

"""What is said on a scorecard: every figure in a text is the one that the scorecard shows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from evaluation.models import Evaluation, Kind, Side
from evaluation.scoresheet import Line, Scoresheet
from evaluation.steps import Given
from evaluation.weighing import HUNDRED, share_kept
from evidence.models import Family
from execution.models import Task
from improvement.charts.numbers import READ_TO, figure, is_computed, with_unit
from plans.attainment import LineFigure

from .reading import DATA, Content, Story, read_toml

KINDLY = {Side.SELF: 2, Side.SUPERIOR: 1, Side.OFFICE: 0}
"""By how much more than the figures each side sees in its work, in shares of a few points."""

SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "off": "Goal {number} stands at {actual}, by its path it should be {expected}. {text}",
        "kept": "By our record {done} of {due} tasks of the period were finished on time: {names}.",
        "open": "Not finished on time: {names}.",
        "none": "No task was due in this period; the measures go on as planned.",
        "seen": "Days of beginning were entered late, so the score goes by the papers of {done} of"
        " {due} tasks due so far.",
        "late": "The progress report of this period did not come in on time.",
        "and": "; ",
    },
    "zh-hant": {
        "off": "目標{number}實際為{actual}，按進度應為{expected}。{text}",
        "kept": "按部門記錄，本期到期的任務{due}項，{done}項如期完成：{names}。",
        "open": "未如期完成：{names}。",
        "none": "本期沒有到期的任務，各項措施按計劃進行。",
        "seen": "開始日期是補錄的，因此按完成材料評分：累計到期{due}項，{done}項如期完成。",
        "late": "本期的進度報告未能按時提交。",
        "and": "、",
    },
    "zh-hans": {
        "off": "目标{number}实际为{actual}，按进度应为{expected}。{text}",
        "kept": "按部门记录，本期到期的任务{due}项，{done}项如期完成：{names}。",
        "open": "未如期完成：{names}。",
        "none": "本期没有到期的任务，各项措施按计划进行。",
        "seen": "开始日期是补录的，因此按完成材料评分：累计到期{due}项，{done}项如期完成。",
        "late": "本期的进度报告未能按时提交。",
        "and": "、",
    },
}

FIRST_WEEKS: dict[str, Content] = {
    "en": {
        "highlights": "The measures have begun, and everybody concerned knows the goal they serve.",
        "suggestions": "Enter the first values early: what is measured late is explained late.",
        "above": "A calm beginning.",
    },
    "zh-hant": {
        "highlights": "各項措施已展開，參與的同事都知道所服務的目標。",
        "suggestions": "建議盡早填報首批數值，以便及早看出偏差。",
        "above": "開展平穩。",
    },
    "zh-hans": {
        "highlights": "各项措施已展开，参与的同事都知道所服务的目标。",
        "suggestions": "建议尽早填报首批数值，以便及早看出偏差。",
        "above": "开展平稳。",
    },
}
"""Where the year began at the end of a quarter it has one period more than its texts tell."""


class Said:
    """The words of one department on one period, `back` periods before the last that is over."""

    def __init__(self, story: Story, row: Evaluation, back: int) -> None:
        content = read_toml(DATA / "evaluation" / f"{story.department}.toml")
        self.row = row
        self.off = story.off | content.get("off", {})
        self.sentences = SENTENCES[content["language"]]
        told = content["quarters"]
        self.quarter = told[-1 - back] if back < len(told) else FIRST_WEEKS[content["language"]]
        self.answer: str = content.get("answer", "")

    @cached_property
    def sheet(self) -> Scoresheet:
        return Scoresheet(Evaluation.objects.with_names().get(pk=self.row.pk))

    @cached_property
    def figures(self) -> list[LineFigure]:
        return self.sheet.figures

    def text(self, name: str) -> str:
        """The text of that name with the figures as of the end of the period."""
        words: dict[str, str] = {}
        for one in self.figures:
            number = one.line.goal.number
            words |= {f"a{number}": plain(one.actual), f"t{number}": plain(one.line.target)}
        sentence: str = self.quarter[name]
        return sentence.format_map(words)

    def given(self, side: str) -> dict[Any, Given]:
        """A score and a word for every criterion of which something is known."""
        return {line.criterion: self.rated(line, side) for line in self.sheet.lines}

    def rated(self, line: Line, side: str) -> Given:
        """By the figures; measures by the papers, because their days were entered late."""
        if line.told.score is None:
            return Given(None)
        if line.criterion.kind == Kind.MEASURES:
            return Given(self.kept_so_far(), self.of_measures(side))
        if line.criterion.kind == Kind.REPORTS and line.told.score < HUNDRED:
            return Given(line.told.score, self.quarter.get("reports", self.sentences["late"]))
        kindness = sum(map(ord, self.row.department.code)) % 3 * KINDLY[Side(side)]
        score = min(line.told.score + kindness, HUNDRED)
        return Given(score, self.of_goals(line.criterion.kind, side))

    def of_goals(self, kind: str, side: str) -> str:
        """Cause or remedy of every goal that is off its path; the superior says it in one."""
        off = [f for f in self.figures if f.health == "bad" and self.concerns(kind, f)]
        if not off:
            return ""
        if side == Side.SUPERIOR:
            return self.text("above")
        said = "cause" if side == Side.SELF else "remedy"
        return "\n".join(self.shortfall(one, said) for one in off)

    def concerns(self, kind: str, one: LineFigure) -> bool:
        asked_of_all = kind == Kind.GOALS
        feedback = kind == Kind.FEEDBACK and one.line.goal.family == Family.SATISFACTION
        return asked_of_all or feedback

    def shortfall(self, one: LineFigure, said: str) -> str:
        number, unit = one.line.goal.number, one.line.unit
        return self.sentences["off"].format(
            number=number,
            actual=shown(one.actual, unit),
            expected=shown(one.expected, unit),
            text=self.off[str(number)][said],
        )

    @cached_property
    def tasks(self) -> list[Task]:
        """What was due in the year up to the end of the period."""
        found = Task.objects.filter(measure__plan=self.row.plan_id, due__lte=self.row.period.ends)
        return list(found.order_by("due", "pk"))

    def kept_so_far(self) -> Decimal:
        done = sum(map(in_time, self.tasks))
        return share_kept(done, len(self.tasks)) or HUNDRED

    def of_measures(self, side: str) -> str:
        """The department names the tasks; the office says by what it scores them."""
        if side == Side.OFFICE:
            return self.sentence("seen", self.tasks)
        due = [task for task in self.tasks if task.due >= self.row.period.starts]
        if not due:
            return self.sentences["none"]
        open_ones = [task for task in due if not in_time(task)]
        said = [self.sentence("kept", due)]
        if open_ones:
            names = self.sentences["and"].join(task.title for task in open_ones)
            said.append(self.sentences["open"].format(names=names))
        return "\n".join(said)

    def sentence(self, name: str, tasks: Iterable[Task]) -> str:
        asked = list(tasks)
        kept = [task for task in asked if in_time(task)]
        names = self.sentences["and"].join(task.title for task in kept)
        return self.sentences[name].format(done=len(kept), due=len(asked), names=names or "0")


def in_time(task: Task) -> bool:
    return task.finished_on is not None and task.finished_on <= task.due


def plain(value: Decimal | None) -> str:
    return figure(value, READ_TO if is_computed(value) else None)


def shown(value: Decimal | None, unit: str) -> str:
    """As the scorecard's own table has it."""
    return with_unit(value, unit, READ_TO)

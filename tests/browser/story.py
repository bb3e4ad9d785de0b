"""What the people of a journey write, in English and in Traditional Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evidence.models import Direction, Family
from plans.models import SectionKey


@dataclass(frozen=True, slots=True)
class GoalText:
    title: str
    statement: str
    family: Family
    beneficiaries: str
    need: str
    measured_by: str
    direction: Direction
    baseline: str
    target: str
    unit: str
    source: str
    evidence: str
    effect: str


@dataclass(frozen=True, slots=True)
class Story:
    theme: str
    strategy: str
    overall_goal: str
    gate_reason: str
    sections: dict[SectionKey, str]
    goals: list[GoalText]
    measure: str
    fit: str
    milestone: str
    risk: str
    recommendation: str
    comment: str
    verdict: str
    reply: str
    revised: str
    endorsement: str
    introduction: str
    cost: str = "320000"
    benefit: str = "480000"


SECTIONS = (SectionKey.OVERVIEW, SectionKey.ANALYSIS, SectionKey.SCHEDULE, SectionKey.EFFECT)

FIGURES: tuple[dict[str, Any], ...] = (
    {
        "family": Family.SATISFACTION,
        "direction": Direction.HIGHER,
        "baseline": "74",
        "target": "82",
    },
    {"family": Family.PROCESS, "direction": Direction.LOWER, "baseline": "148", "target": "110"},
)
"""What is the same of both goals in every language."""


def story(sections: tuple[str, ...], goals: tuple[dict[str, str], ...], **words: str) -> Story:
    """The words of one language on the sections and goals that every language has."""
    return Story(
        sections=dict(zip(SECTIONS, sections, strict=True)),
        goals=[GoalText(**told, **known) for told, known in zip(goals, FIGURES, strict=True)],
        **words,
    )


ENGLISH = story(
    theme="Wait less, settle at once",
    strategy="First what happens most often each day: getting through and getting it done.",
    overall_goal="One contact, one answer",
    gate_reason="The centre has no inspections of its own this year.",
    sections=(
        "The hotline answers 420,000 calls a year; one in three calls twice.",
        "Flow: one in three callers calls twice.\n"
        "Quality: 1,240 complaints in twelve months, 38% of them about waiting.\n"
        "Staff: two of ten leave within a year.",
        "The knowledge base comes first, then the training of both shifts.",
        "First-contact solution rises to 80%, satisfaction to 82%.",
    ),
    goals=(
        {
            "title": "Raise satisfaction after a call",
            "statement": "By the end of the year 82% of callers rate the call 4 or 5, now 74%.",
            "beneficiaries": "Citizens who call the hotline",
            "need": "A friendly and final answer",
            "measured_by": "Callers who rate the call 4 or 5",
            "unit": "%",
            "source": "Survey after each call",
            "evidence": "Survey of September: 74% of 3,100 answers; 212 complaints about tone.",
            "effect": "From 74% to 82%, some 25,000 calls a year",
        },
        {
            "title": "Shorten the wait on the hotline",
            "statement": "By the end of the year callers wait 110 seconds on average, now 148.",
            "beneficiaries": "Citizens who call the hotline",
            "need": "To get through without hanging up",
            "measured_by": "Average wait",
            "unit": "s",
            "source": "Telephone system",
            "evidence": "Telephone system, twelve months: 148 s on average, 19% hang up.",
            "effect": "From 148 s to 110 s",
        },
    ),
    measure="Knowledge base at the desk",
    fit="Two editors of our own; the licence is in the budget",
    milestone="Pilot group live",
    risk="Old articles must be checked first",
    recommendation="Sound figures and two goals that callers will feel.",
    comment="Is the survey sent after night calls too? Please say so.",
    verdict="One question on the survey, then we can endorse.",
    reply="It is; the night shift is in the 3,100 answers.",
    revised="Flow: one in three callers calls twice.\n"
    "Quality: 1,240 complaints in twelve months, 38% about waiting; nights are included.\n"
    "Staff: two of ten leave within a year.",
    endorsement="Clear goals, sound figures, one owner for each measure.",
    introduction="One department plan; its dates were checked against the training calendar.",
)

CHINESE = story(
    theme="等少一點，一次辦妥",
    strategy="先把每天發生得最多的事做好：打得通、辦得成。",
    overall_goal="一次聯絡，一次辦妥",
    gate_reason="中心本年度沒有自設的服務檢查。",
    sections=(
        "熱線每年接聽42萬宗來電，每三人便有一人要再打一次。",
        "流程：每三名來電者有一名須再次致電。\n"
        "質量：過去12個月收到1,240宗投訴，其中38%關於輪候時間。\n"
        "員工：每十人有兩人一年內離職。",
        "先建立知識庫，再為早晚兩更進行培訓。",
        "首次聯絡即獲解決的比例提高至80%，滿意度提高至82%。",
    ),
    goals=(
        {
            "title": "提高通話後的滿意度",
            "statement": "年底前，通話後評4分或以上的市民由74%提高至82%。",
            "beneficiaries": "致電熱線的市民",
            "need": "親切而一次到位的答覆",
            "measured_by": "通話後評4分或以上的比例",
            "unit": "%",
            "source": "通話後問卷",
            "evidence": "9月問卷：3,100份回覆中74%評4分或以上；212宗投訴與態度有關。",
            "effect": "由74%提高至82%，每年約25,000宗通話",
        },
        {
            "title": "縮短熱線輪候時間",
            "statement": "年底前，平均輪候時間由148秒縮短至110秒。",
            "beneficiaries": "致電熱線的市民",
            "need": "不必掛斷再打也能接通",
            "measured_by": "平均輪候時間",
            "unit": "秒",
            "source": "電話系統",
            "evidence": "電話系統過去12個月數字：平均148秒，19%中途掛斷。",
            "effect": "由148秒縮短至110秒",
        },
    ),
    measure="桌面知識庫",
    fit="由中心兩名編輯兼任，授權費已列入預算",
    milestone="試點組啟用",
    risk="須先核對舊文章",
    recommendation="數據紮實，兩項目標市民都感受得到。",
    comment="夜更來電之後也有發出問卷嗎？請寫明。",
    verdict="問卷一事說明後即可審核通過。",
    reply="有，3,100份回覆已包括夜更。",
    revised="流程：每三名來電者有一名須再次致電。\n"
    "質量：過去12個月收到1,240宗投訴，其中38%關於輪候時間，包括夜更。\n"
    "員工：每十人有兩人一年內離職。",
    endorsement="目標清楚，數據紮實，每項措施都有責任人。",
    introduction="本計劃收錄一個部門的計劃，日期已與培訓日程核對。",
)

"""What people write in the year after issue, in English and in Traditional Chinese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearStory:
    task: str
    result: str
    values: tuple[str, str, str]
    wins: str
    cause: str
    remedy: str
    question: str
    answer: str
    assessment: str
    risk: str
    why: str
    effect: str
    recommendation: str
    highlights: str
    note: str
    award: str
    grounds: str
    criticism: str
    reply: str
    rectified_because: str
    rectified_by: str
    done: str
    checked: str
    verdict: str
    partly: str
    cost: str = "350000"


ENGLISH = YearStory(
    task="Write the first fifty answers",
    result="Fifty answers are written and checked by both shifts.",
    values=("71.5", "74", "136"),
    wins="The knowledge base answers the fifty most frequent questions.",
    cause="New colleagues had not been trained when the survey ran.",
    remedy="They are trained in April, and every tenth call is listened to.",
    question="How many colleagues are still to be trained?",
    answer="Eleven; the last of them on 24 April.",
    assessment="The cause is named and the remedy has a date.",
    risk="Two trainers for forty new colleagues",
    why="Two trainers have left, and outside trainers cost more.",
    effect="The goals stay as they are; training ends in April as planned.",
    recommendation="The figures are sound, the goals stay. We recommend approval.",
    highlights="One page of answers that every department can use.",
    note="Judged by the papers of the quarter.",
    award="The page of fifty answers",
    grounds="It has taken a quarter of the second calls off the hotline.",
    criticism="Three shifts were left without the promised second person.",
    reply="I had swapped the shifts and told nobody. It will not happen again.",
    rectified_because="Swaps were agreed by word of mouth.",
    rectified_by="Every swap is entered in the roster and confirmed by the head.",
    done="All swaps of four weeks stand in the roster.",
    checked="Thirty swaps compared with the roster: all are there.",
    verdict="Compared month by month as fixed; the level has held.",
    partly="Half of the way: training began a quarter too late.",
)

CHINESE = YearStory(
    task="寫好首五十條答案",
    result="五十條答案已寫好，兩更同事都核對過。",
    values=("71.5", "74", "136"),
    wins="知識庫已能回答最常見的五十個問題。",
    cause="問卷發出時，新同事尚未受訓。",
    remedy="四月完成培訓，並每十通抽聽一通。",
    question="尚有多少位同事未受訓？",
    answer="十一位，最後一位在4月24日受訓。",
    assessment="原因清楚，補救有日期。",
    risk="四十位新同事只有兩名導師",
    why="兩名導師離職，外聘導師費用較高。",
    effect="目標不變，培訓仍於四月完成。",
    recommendation="數據紮實，目標不變，建議批准。",
    highlights="一頁答案，各部門都可使用。",
    note="按本季的書面記錄評定。",
    award="五十條答案一頁紙",
    grounds="熱線的重複來電因此少了四分之一。",
    criticism="三更沒有按承諾安排第二名同事。",
    reply="我私下調了更而沒有通知，以後不會再發生。",
    rectified_because="調更只是口頭約定。",
    rectified_by="每次調更都登記在更表，並由主管確認。",
    done="四星期的調更全部登記在更表。",
    checked="三十次調更與更表核對，全部相符。",
    verdict="按既定方法逐月比較，水平已穩定。",
    partly="只走了一半：培訓遲了一季開始。",
)

"""One word for what is written in several ways: endings cut off, and names of one thing."""

from __future__ import annotations

ONE_NAME = (
    "recruit attract hire hiring recruitment",
    "workforce staff employees personnel",
    "evidence data",
    "retain retention maintain",
    "diverse diversity inclusive inclusion equitable equity",
    "sustainable sustainability",
    "modernize transform upgrade",
    "protect restore conserve",
    "talented skilled performing",
    "hotline telephone phone call",
    "form application",
    "training course",
    "customer public citizen",
)
"""Words by which offices call one thing."""
HAN_ONE_NAME = (
    "員工 職員 人員",
    "培訓 訓練",
    "熱線 電話",
    "市民 顧客 客戶 公眾",
    "網上 線上 在線",
    "櫃位 櫃檯 窗口",
    "預約 約期",
)
ENDINGS = (
    *("ization", "isation", "ational", "fulness", "iveness", "ments", "ment", "ingly", "ities"),
    *("ation", "ing", "ive", "ity", "ies", "ion", "ed", "es", "ly", "s", "e"),
)


def stem(word: str) -> str:
    """A word without its ending, where enough of it remains to be told apart."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word

"""One paper with everything a document can hold, in any form and language."""

from __future__ import annotations

import datetime as dt

from improvement.documents import kept, making
from improvement.documents.content import (
    Document,
    Facts,
    Heading,
    Letter,
    Listing,
    Paragraph,
    Picture,
    Run,
    Table,
)
from improvement.documents.forms import Form

TITLES = {
    "en": ("Contact Centre plan 2027", "Haiyan Public Services", "Contact Centre"),
    "zh-hant": ("客戶服務中心2027年度服務改善計劃", "海晏公共服務局", "客戶服務中心"),
    "zh-hans": ("客户服务中心2027年度服务改善计划", "海晏公共服务局", "客户服务中心"),
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20">'
    '<rect width="60" height="12" fill="#0f5f7a"/></svg>'
)


def paper(form: Form, language: str, blocks: list | None = None, **more: object) -> Document:
    title, house, department = TITLES[language]
    fields: dict = {
        "form": form,
        "language": language,
        "title": title,
        "organization": house,
        "signed_by": department,
        "number": "海晏服改〔2027〕3号",
        "date": dt.date(2027, 1, 4),
        "facts": [("SIP", "SIP-2027-CSC"), ("v", "3 · 0a1b2c3d4e5f")],
        "footer": "SIP-2027-CSC · 0a1b2c3d4e5f",
        "letter": Letter(
            kind="函",
            to=house,
            purpose=title,
            points=["G1", "G2"],
            proposal=["M1"],
            originals=house,
            copies=department,
        ),
        "readers": Table(
            ["Step", "By", "Opinion", "Date"],
            [
                ["核稿", "方 文", "已核", "2026-11-16"],
                ["會簽", "品質處", "不同意：三月缺兩人", "—"],
            ],
            (1, 3, 4, 2),
        ),
        "blocks": everything() if blocks is None else blocks,
    }
    return Document(**fields | more)


def everything() -> list:
    return [
        Heading(1, "計劃概述"),
        Paragraph([Run("甲 "), Run("乙", bold=True), Run("丙", link="https://example.org/a?b=1")]),
        Heading(2, "G1 首次解決", numbered=False),
        Table(["No.", "Goal", "Target"], [["G1", "= 1 + 1", "80%"]], (1, 3, 1), (2,)),
        Facts([("受益者", "市民")]),
        Listing(True, [[Run("一")], [Run("二")]]),
        Listing(False, [[Run("三")]]),
        Heading(1, "改善措施", new_page=True),
        Heading(2, "進度"),
        Picture(SVG, 100, 20, "A bar."),
    ]


def word_file(one: Document) -> bytes:
    return making.docx(one, kept.pictures(one))

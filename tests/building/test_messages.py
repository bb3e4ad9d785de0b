"""The catalogues: compiled, extracted, checked."""

import re
from pathlib import Path

import polib
import pytest

from improvement import messages

TEMPLATE = """{% load i18n %}
<p title="{% translate "Hello" %}">{% blocktranslate count n=n trimmed %}
    {{ n }} plan
  {% plural %}
    {{ n }} plans
{% endblocktranslate %}</p>  ' (
"""
CODE = """
from django.utils.translation import gettext_lazy as _, pgettext
HELLO = _("Hello")
LONG = _("{name} has "
         "submitted")
VERB = pgettext("act", "Plan")
"""

HAN = "[㐀-鿿]"
NOT_CHINESE = re.compile(
    rf"{HAN} ?[:,;!?()]|[:,;!?()] ?{HAN}|{HAN} [0-9A-Za-z]|[0-9A-Za-z] {HAN}"
    r"|[，：；。、（）] |\.{3}"
)
SIMPLIFIED = (
    "个们两务动区参员问启单图执报实审写将专对导属币从应数时书会条业构标样档检权归设计评试认语说请论"
    "读变负责资较载辑转办这连进运过达适选还邮录错长门开间关阶随双离电页项须预领题类“”您"
)
TRADITIONAL = (
    "個們兩務動區參員問啟單圖執報實審寫將專對導屬幣從應數時書會條業構標樣檔檢權歸設計評試認語說請論"
    "讀變負責資較載輯轉辦這連進運過達適選還郵錄錯長門開間關階隨雙離電頁項須預領題類「」你"
)
NEVER = {
    "zh_Hant": rf"[{SIMPLIFIED}]|信息|默認|登錄|打印|字段|文件夾|點擊|添加|搜索|郵箱",
    "zh_Hans": rf"[{TRADITIONAL}]|汇出|行事历|仪表板|资讯|搜寻|轮候|工作天|侦测|登入|登出|讯息|预设"
    "|储存|列印|栏位",
}
"""Characters and words of the readers of the other script."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "plans" / "migrations").mkdir(parents=True)
    (tmp_path / "plans" / "models.py").write_text(CODE)
    (tmp_path / "plans" / "migrations" / "0001.py").write_text('_("not for people")')
    messages.extract_strings(tmp_path)
    return tmp_path


def translate(tree: Path, **texts: str) -> polib.POFile:
    for locale in messages.LOCALES:
        file = polib.pofile(str(messages.catalogue(locale, tree)))
        for entry in file:
            if entry.msgid_plural:
                entry.msgstr_plural = {0: "%(n)s份計劃"}
            else:
                entry.msgstr = texts.get(entry.msgid, entry.msgid)
        file.save()
    return file


def test_extraction_finds_code_and_templates(tree: Path) -> None:
    file = polib.pofile(str(messages.catalogue("zh_Hant", tree)))
    assert [messages.key(entry) for entry in file] == [
        ("%(n)s plan", "", "%(n)s plans"),
        ("Hello", "", ""),
        ("Plan", "act", ""),
        ("{name} has submitted", "", ""),
    ]
    assert file.find("Hello").occurrences == [("plans/models.py", ""), ("templates/page.html", "")]


def test_extraction_keeps_what_was_translated(tree: Path) -> None:
    translate(tree, Hello="你好")
    before = messages.catalogue("zh_Hant", tree).read_text()
    messages.extract_strings(tree)
    assert messages.catalogue("zh_Hant", tree).read_text() == before
    assert messages.faults(tree) == []


def test_the_check_names_every_fault(tree: Path) -> None:
    translate(tree, Hello="", **{"{name} has submitted": "已送審"})
    path = messages.catalogue("zh_Hans", tree)
    file = polib.pofile(str(path))
    file.find("Plan", msgctxt="act").flags.append("fuzzy")
    file.append(polib.POEntry(msgid="Gone", msgstr="不再用"))
    file.save()
    (tree / "templates" / "new.html").write_text('{% load i18n %}{% translate "New" %}')
    found = messages.faults(tree)
    assert [fault for fault in found if fault.startswith("zh_Hans")] == [
        "zh_Hans: missing: 'New'",
        "zh_Hans: no longer used: 'Gone'",
        "zh_Hans: not translated: 'Hello'",
        "zh_Hans: fuzzy: 'Plan'",
        "zh_Hans: a placeholder is missing: '{name} has submitted'",
    ]


def test_compiling_leaves_out_what_is_fuzzy(tree: Path) -> None:
    file = translate(tree, Hello="你好")
    file.find("Plan", msgctxt="act").flags.append("fuzzy")
    file.save()
    assert len(messages.compile_catalogues(tree)) == len(messages.LOCALES)
    compiled = polib.mofile(str(messages.catalogue("zh_Hans", tree).with_suffix(".mo")))
    assert compiled.find("Hello").msgstr == "你好"
    assert compiled.find("Plan", msgctxt="act") is None
    assert messages.compile_catalogues(tree) == []


@pytest.mark.parametrize("locale", messages.LOCALES)
def test_chinese_is_written_and_not_converted(locale: str) -> None:
    texts = [
        text
        for entry in polib.pofile(str(messages.catalogue(locale)))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]

    assert [text for text in texts if NOT_CHINESE.search(text)] == []
    assert [text for text in texts if re.search(NEVER[locale], text)] == []

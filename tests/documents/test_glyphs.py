"""No name is printed as an empty box: what people write has a glyph in the vendored faces."""

import polib
import pytest

from improvement.documents.pages import FONTS
from improvement.vendor import ROOT

from .fonts import characters

RARE_IN_NAMES = "玥喆堃淼犇鑫昇燁曌龑旼赟昉翀頔韡甯闫姵茘嬿瑋𠮷䶮㛃䓪"


@pytest.fixture(scope="module")
def printed():
    return characters(FONTS / "NotoSerifCJKsc-Regular.otf")


def missing(text, printed):
    return {letter for letter in text if letter.isprintable() and ord(letter) not in printed}


def test_a_missing_glyph_is_found(printed):
    assert missing("字𓀀", printed) == {"𓀀"}


def test_every_common_character_of_both_scripts_is_there(printed):
    codes = [bytes([high, low]) for high in range(0xA1, 0xFA) for low in range(0x40, 0xFF)]
    for script in ("gb2312", "big5"):
        common = {
            text for code in codes for text in code.decode(script, "ignore") if len(text) == 1
        }
        assert missing({text for text in common if text.isalpha()}, printed) <= {"ˍ"}


def test_the_basic_block_is_there(printed):
    assert {chr(code) for code in range(0x4E00, 0x9FEB)} - {chr(code) for code in printed} == set()
    assert missing(RARE_IN_NAMES, printed) == set()


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_every_word_of_ours_can_be_printed(language, printed):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    assert missing("".join(entry.msgid + entry.msgstr for entry in catalogue), printed) == set()


def test_every_name_of_the_demo_can_be_printed(printed):
    for path in (ROOT / "improvement" / "desk" / "demo" / "data").rglob("*.*"):
        assert missing(path.read_text(encoding="utf-8"), printed) == set(), path.name


def test_the_imitation_song_face_covers_the_standard_it_was_drawn_for():
    fang = characters(FONTS / "FandolFang-Regular.otf")
    common = {
        bytes([high, low]).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    } - {""}
    assert {letter for letter in common if ord(letter) not in fang} == set()

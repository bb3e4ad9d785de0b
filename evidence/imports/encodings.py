"""Which of the usual encodings a text is in; pure functions over bytes."""

from __future__ import annotations

import codecs
from typing import BinaryIO

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs")
for _name in ENCODINGS:
    codecs.lookup(_name)  # a codec is a file, too, and the child opens none later
    "".encode(_name)

SAMPLE = 1 << 18
COMMON = frozenset(
    "的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动同工也"
    "能下過过子說说產产種种面而方後后多定行學学法所民得經经三之進进着等部度家電电力裡里如水化高自二理起小物現现實实"
    "加量都兩两體体制機机當当使點点從从業业本去把性好應应開开它合還还因由其些然前外天政四日社義义事平形相全表間间樣"
    "样與与關关各重新線线內内數数正心反你明看原又利比或但質质氣气第向道命此變变條条沒没結结解問问意建月公無无系者最立"
    "代想已通並并提直題题程展五果料象員员位入常文總总次品式設设及管特件長长求老頭头基資资邊边流路級级少圖图山統统接知"
    "組组見见計计別别手角期根論论運运指幾几九區区放決决做必先回則则任取據据處处理隊队給给色光門门即保治造百規规熱热口"
    "東东導导器志世金增濟济階阶油思術术交受聯联認认六共權权收證证改清己再採采轉转更單单風风教帶带安場场身車车真務务具"
    "每目至達达走積积示議议聲声報报完類类八離离名確确科張张信節节話话整空元況况今集傳传許许步廣广記记需段研界究觀观算"
    "低持音眾众書书布復复容須须際际商非驗验連连斷断深難难近週周委素技備备半辦办省列習习響响約约支般史感勞劳便團团往歷"
    "历市克何除消構构府稱称準值號号率族維维選选標标寫写存候親亲快效院查江型眼王格養养易置派層层片始專专狀状育廠厂識识"
    "適适屬属圓圆包住調调滿满縣县局參参紅红細细引聽听該该價价嚴严投訴诉服客戶户渠編编"
)


def encoding_of(file: BinaryIO) -> str:
    """The likeliest encoding; a text of plain ASCII is UTF-8."""
    file.seek(0)
    head = file.read(SAMPLE)
    file.seek(0)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if decodes(head, "utf-8"):
        return "utf-8"
    return max(("gb18030", "big5hkscs"), key=lambda name: likelihood(head, name))


def decodes(some: bytes, name: str) -> bool:
    """Whether the beginning of a file reads so; its last character may be cut off."""
    try:
        codecs.getincrementaldecoder(name)().decode(some)
    except UnicodeDecodeError:
        return False
    return True


def likelihood(some: bytes, name: str) -> float:
    """The share of everyday characters among all that are not ASCII; nothing where it fails."""
    if not decodes(some, name):
        return -1.0
    text = codecs.getincrementaldecoder(name)().decode(some)
    foreign = [letter for letter in text if letter > "\x7f"]
    return sum(letter in COMMON for letter in foreign) / max(len(foreign), 1)

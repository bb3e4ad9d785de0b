"""Words that say nothing about a service: left out when words are counted."""


def each(text: str) -> frozenset[str]:
    """A list that is read as a list."""
    return frozenset(text.split())


ENGLISH = each(
    """
    a about after again all also although always am an and another any anyone anything are
    around as ask asked at away back be because been before being between both but by came can
    cannot come could day did do does doing done down during each either even ever every few for
    from further gave get getting give given go goes going gone got had has have having he her
    here hers him his how however i if in into is it its itself just kind last left let like
    made make makes making many may me might mine more most much must my myself never no nobody
    none nor not nothing now of off often on once one only onto or other our out over own please
    quite rather really said same say saying says second see seem seems seen several she should
    since so some somebody someone something still such take taken than thank thanks that the
    their them then there these they thing things third this those though three through till
    time times to today together told too took two under until up us use used very want wanted
    was way we week well went were what when where whether which while who whom whose why will
    with without would month months year years hour hours minute minutes days weeks yesterday
    tomorrow morning afternoon yet you your yours dear sir madam customer customers mr mrs ms
    dont didnt doesnt cant couldnt know knew known per etc lot lots
    miss dr don't didn't doesn't can't couldn't won't wouldn't isn't wasn't weren't haven't
    hasn't hadn't i'm i've i'd i'll it's that's there's they're we're you're he's she's
    """
)
"""English; the hours and days of a complaint say how long and are kept in no word of it."""

TITLES = each("mr mrs ms miss dr sir madam")
"""After one of these a name follows."""

CHINESE = each(
    """
    一个 一些 一下 一样 一直 一次 一点 一种 上次 下次 不但 不会 不再 不可 不同 不是 不能 不要
    不过 两个 两次 为了 为什么 之前 之后 之间 也是 也没 了解 事情 什么 他们 以及 以为 以前 以后
    以来 但是 位置 你们 你好 使用 先生 再次 几个 几次 出来 别人 到底 刚才 十分 即使 却是 原因
    及其 只能 只是 只有 可以 可能 各位 各种 同时 同样 后来 因为 因此 女士 好像 如何 如果 如此
    子女 完全 对于 小姐 小时 小时候 就是 尤其 已经 希望 年 开始 当天 当时 很多 得到 必须 怎么
    怎么样 怎样 您好 情况 想要 感到 感觉 我们 或者 所以 所有 才能 接着 提出 方面 无法 日 时候
    时间 星期 昨天 昨日 是否 晚上 最后 最近 月 有些 有关 有的 期间 本人 本来 来说 某些 根本 次
    正在 此外 每次 比较 永远 没 没有 没法 点 然后 然而 特别 现在 现时 甚至 用 由于 的话 目前
    直到 相当 看到 真的 知道 确实 竟然 第一次 第二次 等等 结果 给 经 经过 而且 自己 虽然 表示
    觉得 认为 让 说 谢谢 起来 足足 身上 过 还是 还有 还没 这个 这么 这些 这样 这次 这里 进行 连
    那个 那么 那些 那样 那里 部分 都是 都没 阁下 除了 需要 非常 顾客 客人 客户 分钟 上午 下午
    中午 早上 今天 今日 明天 本月 上月 上周 本周 星期一 星期二 星期三 星期四 星期五 星期六
    星期日 周末 太太 对方 他说 有人 有时 十分钟
    """
)
"""In simplified characters; a text is looked at in them, whichever it was written in."""

ALONE = frozenset("慢贵脏吵臭冷热暗旧坏乱挤凶痛差闷")
"""Of single characters only these say what was wrong."""

DEGREES = "太很好真更最"
"""Before a word of one character, these say how much: 太慢 is 慢."""

NOT_WORDS = each("nr nrt nrfg m mq q t x eng r p c u y")
"""What the library calls names of people, numbers, days, and the mortar of sentences."""

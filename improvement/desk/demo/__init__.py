"""Haiyan Public Services: an invented organization in the middle of its year.

Everything in it is brought about by the real steps, each taken by its own person. The record says
so honestly: all entries bear the moment at which the demo was built. Dates that people type, such
as the date of issue, lie where they would lie in a real year.
"""

from __future__ import annotations

import datetime as dt

from . import resting, templating
from .asking import ask_for_data
from .calendar import Year
from .comparing import compare
from .consequences import draw
from .course import prepare_meeting
from .inspecting import inspect
from .observing import go_and_see
from .organization import organize
from .recording import fill_register, find
from .remembering import remember
from .rounds import carry_out_running, open_coming
from .surveying import ask


def build(today: dt.date) -> None:
    """Fill an empty database: one round in execution, the next at every stage of drafting."""
    running = Year.of_running(today)
    resting.keep(range(running.starts.year, running.following.ends.year + 1))
    staff = organize(running)
    fill_register(staff, today)
    remember(staff, today)
    find(staff, today)
    executed = carry_out_running(staff, running, today)
    draw(staff, executed, today)
    coming = open_coming(staff, running.following, today)
    templating.keep(staff, executed, coming)
    prepare_meeting(staff, today)
    go_and_see(staff, today)
    inspect(staff, today)
    ask(staff, today)
    compare(staff, today)
    ask_for_data(staff, today)

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
from .consequences import draw
from .course import prepare_meeting
from .organization import organize
from .recording import fill_register, find
from .rounds import carry_out_running, open_coming


def build(today: dt.date) -> None:
    """Fill an empty database: one round in execution, the next at every stage of drafting."""
    running = Year.of_running(today)
    resting.keep(range(running.starts.year, running.following.ends.year + 1))
    staff = organize(running)
    fill_register(staff, today)
    find(staff, today)
    executed = carry_out_running(staff, running, today)
    draw(staff, executed, today)
    coming = open_coming(staff, running.following, today)
    templating.keep(staff, executed, coming)
    prepare_meeting(staff, today)
    ask_for_data(staff, today)

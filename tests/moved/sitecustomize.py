"""On PYTHONPATH it moves a process, and whatever it starts, to the time named in TESTS_NOW."""

import datetime as dt
import os

if moment := os.environ.get("TESTS_NOW"):
    import time_machine

    time_machine.travel(dt.datetime.fromisoformat(moment), tick=True).start()

"""The fiscal year of the example in the periods of the calendar."""

import datetime as dt

from evidence.periods import Period, Rhythm, periods_between

LABEL = "FY2022"
STARTS, ENDS = dt.date(2021, 10, 1), dt.date(2022, 9, 30)

QUARTERS: dict[int, Period] = dict(
    enumerate(periods_between(STARTS, ENDS, Rhythm.QUARTERLY), start=1)
)
"""The first quarter of the fiscal year is the last of the calendar year before."""

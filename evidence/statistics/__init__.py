"""What figures say, exactly: control charts, attainment, the path and health (5.1, 5.2, ours).

Everything here is pure: numbers in, numbers out. A missing value is None and never zero; what has
no defined answer is None and is shown as such. Sums and limits are taken in exact fractions, so no
rounding decides whether a point lies outside.
"""

from .attained import meets, stands, times_met
from .control_charts import FEW, Assurance, ChartPoint, Signal, Variation, XmR, natural_limits, xmr
from .directions import FALLING, LIMITS, RISING
from .progress import (
    AMBER,
    GREEN,
    Health,
    Path,
    attainment,
    expected,
    expected_share,
    health,
    weight_done,
)
from .rates import roll_up
from .shares import change, vital_few

__all__ = [
    "AMBER",
    "FALLING",
    "FEW",
    "GREEN",
    "LIMITS",
    "RISING",
    "Assurance",
    "ChartPoint",
    "Health",
    "Path",
    "Signal",
    "Variation",
    "XmR",
    "attainment",
    "change",
    "expected",
    "expected_share",
    "health",
    "meets",
    "natural_limits",
    "roll_up",
    "stands",
    "times_met",
    "vital_few",
    "weight_done",
    "xmr",
]

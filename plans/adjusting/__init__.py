"""Acts of an adjustment: propose its changes, carry them out when approved, end what is overtaken.

Everything happens under the lock of the plan. What has been handed in stays possible as long as
it is undecided: whatever changes the same field first sends it back to draft (4.4.3).
"""

from .deciding import carry_out, decides, lapse_open, outdate_impossible
from .enlarging import as_adjusted, enlarged, told_majors
from .freezing import frozen, told
from .holding import Rows, ended, moved, possible, present
from .proposing import begin, drop, propose

__all__ = [
    "Rows",
    "as_adjusted",
    "begin",
    "carry_out",
    "decides",
    "drop",
    "ended",
    "enlarged",
    "frozen",
    "lapse_open",
    "moved",
    "outdate_impossible",
    "possible",
    "present",
    "propose",
    "told",
    "told_majors",
]

"""Who may see and keep indicators."""

from improvement.door.permissions import everybody
from improvement.organization.rules import reviews

PERMISSIONS = {
    "evidence.view_indicator": everybody,
    "evidence.add_indicator": reviews,
    "evidence.change_indicator": reviews,
}

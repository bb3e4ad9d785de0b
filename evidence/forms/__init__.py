"""Input of chapter 5: definition cards, figures, findings, and what customers told us."""

from .defining import IndicatorForm
from .entering import ValueForm
from .finding import FindingForm, FindingWordsForm
from .proof import ProofForm
from .recording import CategoryForm, RecordForm
from .requesting import DataRequestForm
from .targets import TargetForm

__all__ = [
    "CategoryForm",
    "DataRequestForm",
    "FindingForm",
    "FindingWordsForm",
    "IndicatorForm",
    "ProofForm",
    "RecordForm",
    "TargetForm",
    "ValueForm",
]

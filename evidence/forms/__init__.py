"""Input of chapter 5: definition cards, figures, findings, and what customers told us."""

from .defining import IndicatorForm
from .entering import ValueForm
from .field import FieldFindingForm, FieldNoteForm
from .finding import FindingForm, FindingWordsForm
from .proof import ProofForm
from .recording import CategoryForm, RecordForm
from .requesting import DataRequestForm
from .targets import TargetForm

__all__ = [
    "CategoryForm",
    "DataRequestForm",
    "FieldFindingForm",
    "FieldNoteForm",
    "FindingForm",
    "FindingWordsForm",
    "IndicatorForm",
    "ProofForm",
    "RecordForm",
    "TargetForm",
    "ValueForm",
]

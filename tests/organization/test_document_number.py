"""The pattern of the organization's document numbers."""

import pytest
from django.core.exceptions import ValidationError

from improvement.organization.models import Organization

GIVEN = {"year": 2027, "round": "2028", "serial": 3}


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{year}-{serial}", "2027-3"),
        ("海晏服改〔{year}〕{serial}號", "海晏服改〔2027〕3號"),
        ("{round}/{serial}/{serial}", "2028/3/3"),
    ],
)
def test_year_round_and_serial_find_their_places(pattern, number):
    house = Organization(name="House", number_pattern=pattern)
    house.clean_fields()
    house.clean()
    assert house.document_number(**GIVEN) == number


@pytest.mark.parametrize(
    "pattern",
    [
        "{year}",
        "{serial:>999999999}",
        "{serial}{serial.__class__.__mro__}",
        "{serial}{0}",
        "{serial}{",
        "{{serial}}",
        "{serial}{Year}",
        "{serial!r}",
    ],
)
def test_anything_else_is_refused_and_would_do_nothing(pattern):
    house = Organization(name="House", number_pattern=pattern)
    with pytest.raises(ValidationError) as refused:
        house.clean()
    assert refused.value.message_dict == {
        "number_pattern": [
            "Put {serial} into the pattern, and nothing else in braces but {year} and {round}."
        ]
    }
    assert len(house.document_number(**GIVEN)) <= len(pattern)

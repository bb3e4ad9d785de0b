"""The cast on a Monday, with a builder for every row the tables speak of."""

import pytest
import time_machine

from .scene import MONDAY, Scene


@pytest.fixture
def scene(cast):
    with time_machine.travel(MONDAY, tick=False):
        yield Scene(cast)

"""The product with the small room added, for processes that the tests start and kill."""

from improvement.settings import *  # noqa: F403
from improvement.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.notifications.room.Room"]

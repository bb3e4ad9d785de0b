"""Files go to a folder of the test; the Contact Centre has two categories."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import RecordCategory
from improvement.door.acts import create

from .files import URL


@pytest.fixture(autouse=True)
def folder(tmp_path):
    settings.IMPORTS_DIR = tmp_path / "imports"


@pytest.fixture(autouse=True)
def tree(cast):
    for code, name in (("wait", "Waiting"), ("fees", "Fees")):
        create(RecordCategory(code=code, name=name), by=cast.olga)


@pytest.fixture
def send(cast, sign_in):
    """send(content, "desk.csv") by Dana, for the Contact Centre."""

    def sent(content, name="desk.csv", *, by=None, **fields):
        client = sign_in(by or cast.dana)
        usual = {"brings": "records", "source": "Desk", "department": cast.csc.pk}
        return client.post(
            f"{URL}new/", usual | {"file": SimpleUploadedFile(name, content)} | fields
        )

    return sent

"""Addresses of recurring words and of texts that say the same."""

from django.urls import path

from evidence.views import similar, words

urlpatterns = [
    path("records/words/", words.recurring, name="record_words"),
    path("records/words.csv", words.as_csv, name="record_words_csv"),
    path("records/similar/", similar.groups, name="record_groups"),
    path("records/<uuid:public_id>/similar/", similar.of_record, name="similar_records"),
]

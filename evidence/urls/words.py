"""Addresses of recurring words and of texts that say the same."""

from django.urls import path

from evidence.views import words

urlpatterns = [
    path("records/words/", words.recurring, name="record_words"),
    path("records/words.csv", words.as_csv, name="record_words_csv"),
]

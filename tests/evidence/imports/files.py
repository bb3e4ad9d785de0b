"""Files as people send them, and the pages through which they go."""

import csv
import io

import openpyxl

from evidence.imports import jobs

URL = "/imports/"
ROWS = [
    ["Case no.", "Date received", "Channel", "Category", "Priority", "Details (text)", "Agent"],
    ["C-1", "25/10/2026", "Hotline", "wait", "High", "Nobody answers.", "Chan Tai Man"],
    ["C-2", "05/11/2026", "Email", "Fees", "low", "The fee is wrong.", ""],
]


def as_csv(rows, encoding="utf-8", delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows, **changed):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, value in changed.items():
        book.active[cell] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def mapped(made, **changed):
    """What the page sends when nothing is set right but what is told."""
    typed = {f"column_{ours}": theirs for ours, theirs in made.columns.items()}
    typed |= {"usual_kind": "complaint", "day_order": made.day_order, "encoding": made.encoding}
    return typed | changed


def look_through(client, made, **changed):
    answer = client.post(made.get_absolute_url(), mapped(made, **changed))
    if answer.status_code == 302:
        jobs.work_all()
    made.refresh_from_db()
    return answer


def finish(client, made):
    answer = client.post(f"{made.get_absolute_url()}finish/", {"version": made.version})
    if answer.status_code == 302:
        jobs.work_all()
    made.refresh_from_db()
    return answer


def undo(client, made, reason):
    answer = client.post(f"{made.get_absolute_url()}undo/", {"reason": reason})
    jobs.work_all()
    made.refresh_from_db()
    return answer


def text(response):
    return response.content.decode()


def figures(made):
    return made.rows_read, made.rows_good, made.rows_known, made.rows_wrong

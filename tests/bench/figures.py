"""The figures, their goals, and the module that measures each."""

from typing import NamedTuple


class Figure(NamedTuple):
    """A figure is met when it is not above its goal."""

    name: str
    goal: float
    unit: str
    module: str
    seconds: int  # after which its module is ended, and the figure has no value


FIGURES = (
    Figure("approve_vs_raw", 15, "x", "approving", 300),
    Figure("approve_queries", 16, "queries", "approving", 300),
    Figure("queue_growth", 1.1, "x", "queueing", 300),
    Figure("queue_vs_hello", 10, "x", "queueing", 300),
    Figure("queue_queries", 8, "queries", "queueing", 300),
    Figure("issue_40_queries", 0, "queries", "issuing", 300),
    Figure("from_nothing_s", 40, "s", "starting", 300),
    Figure("check_vs_bare", 1.5, "x", "checking", 120),
    Figure("first_visit_kb", 95, "kB", "visiting", 180),
    Figure("first_visit_requests", 6, "requests", "visiting", 180),
    Figure("fanout_vs_insert", 1.3, "x", "telling", 300),
    Figure("fanout_repeat", 0.5, "x", "telling", 300),
    Figure("plan_page_vs_hello", 15, "x", "executing", 300),
    Figure("plan_page_queries", 10, "queries", "executing", 300),
    Figure("my_tasks_queries", 6, "queries", "executing", 300),
    Figure("evaluate_1000_s", 60, "s", "evaluating", 600),
    Figure("consolidation_queries", 10, "queries", "consolidating", 300),
    Figure("consolidation_1000_ms", 1000, "ms", "consolidating", 300),
    Figure("home_growth", 2, "x", "growing", 600),
    Figure("register_growth", 1.2, "x", "registering", 1500),
    Figure("plan_check_ms", 100, "ms", "weighing", 300),
    Figure("compare_ms", 300, "ms", "weighing", 300),
    Figure("autosave_ms", 150, "ms", "autosaving", 300),
    Figure("org_plan_pdf_s", 2, "s", "printing", 300),
    Figure("org_plan_cached_s", 0.2, "s", "printing", 300),
    Figure("org_plan_docx_vs_library", 1.2, "x", "printing", 300),
    Figure("import_vs_copy", 2, "x", "importing", 900),
    Figure("import_rss_mb", 64, "MB", "importing", 900),
    Figure("xlsx_vs_floor", 1.5, "x", "importing", 900),
    Figure("whole_growth", 2, "x", "rolling", 600),
    Figure("rollup_vs_raw", 0.01, "x", "rolling", 600),
    Figure("xmr_1000_series_ms", 200, "ms", "rolling", 600),
    Figure("worker_rss_mb", 110, "MB", "crawling", 300),
)

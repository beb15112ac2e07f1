"""The search's part of the worker's regular jobs (`PERIODIC_JOBS`)."""

from portfolio.periodic.jobs import DAY, Job
from search import segments
from search.asked import keeping

BRING_UP_TO_DATE = Job("bring the search index up to date", 5, segments.bring_up_to_date)
TIDY_UP = Job("put the search index in order", 300, segments.tidy_up)
FORGET_OLD_SEARCHES = Job("forget old searches", DAY // 24, keeping.forget_old)

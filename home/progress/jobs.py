"""The site's part of the worker's regular jobs (`PERIODIC_JOBS`)."""

from home.progress.keeping import forget_unused
from portfolio.periodic.jobs import DAY, Job

FORGET_UNUSED = Job("forget progress that nobody opens", DAY, forget_unused)

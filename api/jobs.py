"""The API's part of the worker's regular jobs (`PERIODIC_JOBS`)."""

from api.use import forget_old
from portfolio.periodic.jobs import DAY, Job

FORGET_OLD_USE = Job("forget old API use", DAY, forget_old)

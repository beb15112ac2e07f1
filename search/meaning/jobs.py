"""The worker's regular job where searches go by meaning (`PERIODIC_JOBS`)."""

from portfolio.periodic.jobs import Job
from search.meaning import keeping

FOLLOW = Job("read what was published for its meaning", 2, keeping.follow)

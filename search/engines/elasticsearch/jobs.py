"""The worker's regular jobs where Elasticsearch is the search (`PERIODIC_JOBS`)."""

from functools import cache

from portfolio.periodic.jobs import Job
from search.engines.elasticsearch import drift, keeping
from search.engines.elasticsearch.cluster import FAILURES, Cluster, configured


@cache
def _cluster() -> Cluster:
    return configured()


def _follow() -> None:
    """Take a step, unless the cluster failed a moment ago."""
    cluster = _cluster()
    if not cluster.breaker.lets_through():
        return
    try:
        keeping.follow(cluster)
    except (*FAILURES, keeping.NotTakenError):
        cluster.breaker.failed()
        raise
    cluster.breaker.succeeded()


def _mend() -> None:
    drift.mend(_cluster())


FOLLOW = Job("bring Elasticsearch up to date", 1, _follow)
MEND = Job("compare Elasticsearch with the log", 300, _mend)

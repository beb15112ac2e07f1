"""For whatever watches over the site: alive, and ready to answer."""

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

RETRY_SECONDS = "5"


@never_cache
@transaction.non_atomic_requests
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a lost database does not get it killed."""
    return JsonResponse({"status": "live"})


@never_cache
@transaction.non_atomic_requests
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too. Otherwise 503, and when to ask again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse(
            {"status": "waiting for the database"}, status=503, headers={"Retry-After": RETRY_SECONDS}
        )
    return JsonResponse({"status": "ready"})

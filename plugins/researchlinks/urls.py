"""Public addresses: the works that entries link, each work, and references to take away."""

from django.urls import path

from plugins.researchlinks.views import bibliography, references, work, works

urlpatterns = [
    path("", bibliography, name="bibliography"),
    path("works/<uuid:public_id>/", work, name="work"),
    path("works.<str:form>", works, name="works"),
    path("cite/<uuid:entry>.<str:form>", references, name="references"),
]

"""Public addresses: the references of an entry, to take away."""

from django.urls import path

from plugins.researchlinks.views import references

urlpatterns = [path("cite/<uuid:entry>.<str:form>", references, name="references")]

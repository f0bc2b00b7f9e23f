"""URLconf of hello-world, which also answers the health check."""

from django.urls import path

from bench.measuring.plain import hello

urlpatterns = [path("", hello), path("healthz", hello)]

"""Hello-world, also where the server asks whether it answers."""

from django.urls import path

from bench.measuring.plain import hello

urlpatterns = [path("", hello), path("healthz", hello)]

"""URLconf of the measured site: its own URLs and the plain list to compare with."""

from importlib import import_module

from django.urls import path

from bench.measuring.plain import plain

urlpatterns = [path("bench/plain/", plain), *import_module("kb.urls").urlpatterns]

"""The site's addresses, and the plain list that its pages are compared with."""

from importlib import import_module

from django.urls import path

from bench.measuring.plain import plain

urlpatterns = [path("bench/plain/", plain), *import_module("kb.urls").urlpatterns]

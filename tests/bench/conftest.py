"""Tests of the bench use the same Chromium as the browser tests of the site."""

from tests.browser.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

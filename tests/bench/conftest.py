"""The bench's own tests drive the same Chromium as those of the site."""

from tests.browser.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

"""A takedown reaches every worker at once: pages that they keep, and readers who have a page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

from tests.browser.served import Site, free_port, process

pytestmark = pytest.mark.browser

SLUG = "livestream-not-a-myth"
FIND = f"""
from events.models import Evidence
rows = Evidence.objects.of_published().filter(
    snapshot__source__slug="{SLUG}", quoted=True, event__isnull=False
).order_by("pk")
row = rows.first()
passage = row.source.snapshots.digests().current().get().passages.get(position=row.block)
print(row.event.slug, row.quoted_words or passage.text, passage.text, sep="\\n")
"""
ACT = """
from django.contrib.auth.models import User
from events.editing.quotations import actions
from sources.models import Source
actions.{action}(
    source=Source.objects.get(slug="{slug}"), by=User.objects.get(username="curator"), reason="Test."
)
"""


def run(site: Site, program: str) -> list[str]:
    """Run a program in the project's shell, in a process of its own; return what it prints."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", program]
    done = subprocess.run(
        command, check=True, cwd=settings.BASE_DIR, env=site.environment, stdout=subprocess.PIPE
    )
    return done.stdout.decode().splitlines()


@contextmanager
def taken_down(site: Site) -> Iterator[None]:
    run(site, ACT.format(action="take_down", slug=SLUG))
    try:
        yield
    finally:
        run(site, ACT.format(action="end_takedown", slug=SLUG))


def fetched(address: str, etag: str = "") -> tuple[int, str, str]:
    """Return status, text and ETag of an answer to a reader who may have the page already."""
    request = Request(address, headers={"If-None-Match": etag} if etag else {})  # noqa: S310
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), answer.headers.get("ETag", "")
    except HTTPError as error:
        return error.code, "", ""


def test_other_worker_kept_pages_and_304_show_nothing_of_it(site: Site, tmp_path: Path) -> None:
    slug, words, summary = run(site, FIND)
    paths = (
        f"/en/events/{slug}/", f"/zh-hans/events/{slug}/", f"/en/sources/{SLUG}/",
        f"/api/v1/events/{slug}/", "/export/annotations.jsonld",
    )  # fmt: skip
    port = free_port()
    with process({**site.environment, "PORT": str(port)}, tmp_path / "server.log"):
        workers = (site.address, f"http://127.0.0.1:{port}")
        pages = [worker + path for worker in workers for path in paths]
        before = {page: fetched(page) for page in pages}
        for page, (status, text, etag) in before.items():
            assert status == 200
            assert words in text or summary in text, page
            if etag:
                assert fetched(page, etag)[0] == 304
        with taken_down(site):
            for page, (_status, _text, etag) in before.items():
                status, text, _etag = fetched(page, etag)
                assert status == 200, f"{page} answers that nothing has changed"
                for shown in (text, fetched(page)[1]):
                    assert words not in shown, page
                    assert summary not in shown, page
        assert words in fetched(pages[0])[1] or summary in fetched(pages[0])[1]

import gettext
import os

import pytest

from kb.translations import compile_catalogues

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + 'msgid "Timeline"\nmsgstr "时间线"\n', encoding="utf-8")
    return path


def test_catalogue_is_compiled_once(tmp_path, catalogue):
    assert compile_catalogues(tmp_path) == [catalogue]
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Timeline") == "时间线"
    assert compile_catalogues(tmp_path) == []
    assert [path.name for path in sorted(catalogue.parent.iterdir())] == ["django.mo", "django.po"]


def test_catalogue_that_changed_is_compiled_again(tmp_path, catalogue):
    compile_catalogues(tmp_path)
    later = catalogue.with_suffix(".mo").stat().st_mtime + 1
    os.utime(catalogue, (later, later))
    assert compile_catalogues(tmp_path) == [catalogue]


def test_catalogue_that_cannot_be_parsed_is_named_in_the_error(tmp_path, catalogue):
    catalogue.write_text(HEADER + 'msgid "Timeline"\nnonsense\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"django\.po.*Correct that line"):
        compile_catalogues(tmp_path)
    assert not catalogue.with_suffix(".mo").exists()

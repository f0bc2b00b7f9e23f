import os

from kb.build_stamp import Stamp, fingerprint


def test_fingerprint_changes_with_a_file_in_a_subfolder(tmp_path):
    (tmp_path / "deep").mkdir()
    file = tmp_path / "deep" / "a.yaml"
    file.write_text("one")
    before = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == before
    file.write_text("other")
    assert fingerprint([tmp_path]) != before


def test_fingerprint_changes_when_a_file_is_added_touched_or_renamed(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("one")
    fingerprints = {fingerprint([tmp_path])}
    os.utime(file, (1, 1))
    fingerprints.add(fingerprint([tmp_path]))
    file.rename(tmp_path / "b.yaml")
    fingerprints.add(fingerprint([tmp_path]))
    (tmp_path / "c.yaml").write_text("")
    fingerprints.add(fingerprint([tmp_path]))
    assert len(fingerprints) == 4


def test_fingerprint_includes_extra_values_but_not_compiled_python(tmp_path):
    assert fingerprint([tmp_path], extra=["one"]) != fingerprint([tmp_path], extra=["two"])
    before = fingerprint([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("")
    assert fingerprint([tmp_path]) == before


def test_stamp_matches_only_the_fingerprint_last_written(tmp_path):
    stamp = Stamp(tmp_path / "stamps" / "seeds")
    assert not stamp.matches("one")
    stamp.write("one")
    assert stamp.matches("one")
    assert not stamp.matches("two")

"""Inputs: only regular files, and none outside the folder given."""

import os
import socket

import pytest

from sources.adapters.base import DocumentTooLarge
from sources.intake import files
from sources.intake.files import UnreadableFile, expand, read_input


def names(folder):
    return [os.path.relpath(path, folder) for path in expand([str(folder)])]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("An article.")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("A secret.")
    return folder


def refusal(path):
    with pytest.raises(UnreadableFile) as raised:
        read_input(str(path))
    return str(raised.value)


@pytest.mark.parametrize("target", ["../secret/s.txt", "../secret", "nowhere", "link", "/dev/zero"])
def test_link_out_of_the_folder_is_refused(folder, target):
    (folder / "link").symlink_to(target)
    assert names(folder) == ["a.txt", "link"]
    assert "symbolic link" in refusal(folder / "link")


def test_link_to_a_file_inside_is_left_out(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "link.txt").symlink_to("../a.txt")
    (folder / "loop").symlink_to(folder)
    assert names(folder) == ["a.txt"]


def test_folder_itself_may_be_a_link(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    assert list(expand([str(tmp_path / "link")])) == [str(tmp_path / "link" / "a.txt")]
    assert read_input(str(tmp_path / "link" / "a.txt")) == b"An article."


def test_link_that_is_given_itself_is_followed(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder / "a.txt")
    assert list(expand([str(tmp_path / "link")])) == [str(folder / "a.txt")]


def test_special_files_of_a_folder_are_left_out_and_never_opened(folder, monkeypatch):
    os.mkfifo(folder / "pipe")
    os.mknod(folder / "device", 0o600 | 0o020000, os.makedev(1, 3)) if os.geteuid() == 0 else None
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(folder)
        server.bind("socket")
    assert names(folder) == ["a.txt"]
    monkeypatch.setattr(files.os, "open", lambda *_: pytest.fail("opened"))
    for name in sorted(set(os.listdir(folder)) - {"a.txt"}):
        assert refusal(folder / name) == "This is not a regular file."


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_file_that_is_replaced_before_it_is_opened_is_refused(folder, tmp_path, monkeypatch, kind):
    path, real = folder / "a.txt", os.lstat

    def lstat_then_replace(name, **options):
        status = real(name, **options)
        monkeypatch.setattr(files.os, "lstat", real)
        path.unlink()
        path.symlink_to(tmp_path / "secret" / "s.txt") if kind == "link" else os.mkfifo(path)
        return status

    monkeypatch.setattr(files.os, "lstat", lstat_then_replace)
    assert refusal(path)


def test_folder_that_cannot_be_listed_is_an_input_with_a_reason(folder):
    # A path beyond the limit of the system cannot be listed by any user, root included.
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=descriptor)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    paths = list(expand([str(folder)]))
    assert paths[0] == str(folder / "a.txt")
    assert len(paths) == 2
    assert "cannot be read" in refusal(paths[1])


def test_folder_as_a_file_is_refused(folder):
    assert refusal(folder) == "This folder cannot be listed."


def test_file_that_grows_beyond_the_limit_is_refused(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_DOCUMENT_BYTES", 5)
    with pytest.raises(DocumentTooLarge):
        read_input(str(folder / "a.txt"))

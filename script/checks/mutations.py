"""Check that the tests notice mistakes: apply each change of tests/mutations.toml and run them.

The tests of the changed module run first. The changes that those miss are applied together for one
run of the whole suite without browser tests, and the tests that fail then run with each change
alone. All of this happens in a copy of the project. Arguments select the files of the changes:
`script/check mutations events/web kb`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "tests" / "mutations.toml"
NOT_COPIED = (".git", ".venv", ".env", ".*_cache", ".hypothesis", "__pycache__", "var", "originals")
FAILURE = re.compile(r"^(?:FAILED|ERROR) (tests/\S+?\.py(?:::\w+)*)", re.MULTILINE)
NO_TESTS = 5  # pytest's exit code if there is nothing to run
MAX_SECONDS = 3600  # for one run: of the whole suite, on a busy machine


@dataclass(frozen=True, eq=False)
class Mutation:
    """One change: the text `old` of a file becomes `new`. `tests` run first, besides its own."""

    file: str
    old: str
    new: str
    why: str
    tests: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file}: {self.why}"

    def first_tests(self, root: Path) -> list[str]:
        """Return the named tests, then those of the module, of its packages and of its folder."""
        path = Path("tests", self.file).with_suffix("")
        modules = [item.with_name(f"test_{item.name}.py") for item in (path, *path.parents[:-2])]
        same_path = [item for item in modules if (root / item).is_file()]
        folder = next(item for item in path.parents if (root / item).is_dir())
        return [*self.tests, *map(str, [*same_path, folder])]


def read_mutations(path: Path) -> list[Mutation]:
    """Return the changes that a file lists."""
    return [Mutation(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["mutation"]]


def stale(mutations: Iterable[Mutation], root: Path) -> list[str]:
    """Return one line for each change whose `old` is not exactly once in its file."""
    faults = []
    for item in mutations:
        path = root / item.file
        count = path.read_text("utf-8").count(item.old) if path.is_file() else 0
        if count != 1:
            faults.append(f"{item}\n    occurs {count} times: {item.old}")
    return faults


@contextmanager
def applied(mutations: Iterable[Mutation], root: Path) -> Iterator[None]:
    """Change the files below `root` for the duration of the context."""
    originals: dict[Path, str] = {}
    try:
        for item in mutations:
            path = root / item.file
            text = path.read_text("utf-8")
            originals.setdefault(path, text)
            path.write_text(text.replace(item.old, item.new), "utf-8")
        yield
    finally:
        for path, text in originals.items():
            path.write_text(text, "utf-8")


class Suite:
    """The tests of a copy of the project."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def failures(self, tests: Iterable[str], *, stop: bool = True) -> list[str]:
        """Run tests and return those that fail, or why none could run.

        With `stop`, the first failure ends the run. Otherwise the run has two worker processes,
        which take longer to start. A run of over MAX_SECONDS is a failure.
        """
        command = [sys.executable, "-m", "pytest", *dict.fromkeys(tests), "-m", "not browser"]
        command += ["-q", "-rfE", "--tb=no"]
        command += ["-x"] if stop else ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder"]
        variables = {"KB_DATA_DIR": str(self.root / "var"), "COLUMNS": "1000", "CI": "1"}
        process = subprocess.Popen(  # noqa: S603
            command, cwd=self.root, env={**os.environ, **variables}, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        try:
            output, _ = process.communicate(timeout=MAX_SECONDS)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                return [f"a run of over {MAX_SECONDS} s"]
            raise
        if process.returncode in (0, NO_TESTS):
            return []
        return FAILURE.findall(output) or [output.strip().rpartition("\n")[2]]

    def killer(self, item: Mutation, tests: Iterable[str]) -> str:
        """Return the first test that fails with a change, or why none could run; "" if all pass."""
        with applied([item], self.root):
            failed = self.failures(tests)
        if failed:
            print(f"killed    {item}\n          by {failed[0]}", flush=True)
        return failed[0] if failed else ""


def survivors(mutations: list[Mutation], suite: Suite) -> list[Mutation]:
    """Return the changes that no test notices; print those that one does."""
    killers = {item: suite.killer(item, item.first_tests(suite.root)) for item in mutations}
    if missed := [item for item, test in killers.items() if not test]:
        print(f"missed by the tests of their own modules: {len(missed)}", flush=True)
        with applied(missed, suite.root):
            failed = named_tests(suite.failures(["tests"], stop=False))
        if failed:
            killers |= {item: suite.killer(item, failed) for item in missed}
    if wrong := suite.failures(tests) if (tests := named_tests(killers.values())) else []:
        sys.exit(f"{wrong[0]} fails without any change, too. Correct it first.")
    return [item for item, test in killers.items() if not test]


def named_tests(failures: Iterable[str]) -> list[str]:
    """Return the failures that are tests, and not the reason why none could run."""
    return [failure for failure in failures if failure.startswith("tests/")]


def select(patterns: list[str]) -> list[Mutation]:
    """Return the changes to files that contain a pattern; exit with a message if there is none."""
    mutations = read_mutations(LIST)
    if faults := stale(mutations, ROOT):
        sys.exit("\n".join(["Correct these entries of tests/mutations.toml:", *faults]))
    selected = [item for item in mutations if not patterns or any(p in item.file for p in patterns)]
    if not selected:
        sys.exit(f"No change in tests/mutations.toml is to a file like {' or '.join(patterns)}.")
    return selected


def main(patterns: list[str]) -> None:
    """Check the selected changes; exit with a message if one survives."""
    sys.path.insert(0, str(ROOT))
    from kb.postgres.server import Server
    from kb.setup import exit_on_signals
    from kb.translations import compile_catalogues

    selected = select(patterns)
    exit_on_signals()
    compile_catalogues()
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="mutations.") as folder:
        root = Path(folder) / "project"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*NOT_COPIED))
        # Keeps the database server of the tests running between them.
        server = Server(data_dir=root / "var" / "test" / "postgres", durable=False)
        try:
            server.use()
            alive = survivors(selected, Suite(root))
        finally:
            server.release()
    for item in alive:
        print(f"SURVIVED  {item}\n          {item.old.strip()}\n       -> {item.new.strip()}")
    print(f"{len(selected) - len(alive)} of {len(selected)} changes were noticed.")
    sys.exit(f"{len(alive)} survived: write the tests that notice them." if alive else 0)


if __name__ == "__main__":
    main(sys.argv[1:])

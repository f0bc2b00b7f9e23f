"""The files of a folder of seeds, for comparison."""

from pathlib import Path


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of each file that a dump writes, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "coverage.yaml"  # written by hand, never dumped
    }

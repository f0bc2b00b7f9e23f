"""Joining JavaScript modules. tests/browser/test_modules.py runs a joined file."""

import pytest

from events.web.modules import ModuleError, join_modules

MODULES = {
    "js/days.js": "const DAY = 1;\nexport function next(day) {\n  return day + DAY;\n}\n"
    "export const FIRST = 10;\n",
    "js/list.js": 'import { next as after, FIRST } from "./days.js";\n'
    "const DAY = 100; // Its own.\nexport class List {\n  get day() { return after(FIRST) + DAY; }\n}\n",
    "js/page.js": 'import { List } from "./list.js";\nimport { FIRST } from "./days.js";\n'
    'import "./said.js";\nwindow.said.push(new List().day, FIRST);\n',
    "js/said.js": "window.said = [...(window.said ?? []), `said`];\n",
    "js/other.js": 'import "./said.js";\nwindow.said.push("other");\n',
}


def joined(*names: str, **more: str) -> str:
    texts = {**MODULES, **{f"js/{name}.js": text for name, text in more.items()}}
    return join_modules([f"js/{name}.js" for name in names], texts.__getitem__)


def test_imported_modules_come_first_and_once():
    text = joined("page", "other")
    order = [text.index(code) for code in ("function next", "class List", "`said`", "new List")]
    assert order == sorted(order)
    assert text.count("function next") == text.count("`said`") == 1


def test_names_that_differ_only_in_punctuation_stay_distinct():
    a, b = "export const x = 1;", "export const x = 2;"
    text = join_modules(["js/a-b.js", "js/a_b.js"], {"js/a-b.js": a, "js/a_b.js": b}.__getitem__)
    first, second = (line.split()[1] for line in text.splitlines() if line.startswith("const $"))
    assert first != second


@pytest.mark.parametrize(
    "text",
    [
        "export default class {}",
        'export * from "./days.js";',
        "export let changing = 1;",
        "export { a };",
        'import days from "./days.js";',
        'import * as days from "./days.js";',
        'import { next } from "days";',
        'const days = await import("./days.js");',
        "await 1;",
        "const here = import.meta.url;",
    ],
)
def test_unsupported_syntax_is_refused_with_its_module(text):
    with pytest.raises(ModuleError, match="odd"):
        joined("odd", odd=text)


def test_circular_import_is_refused_and_named():
    with pytest.raises(ModuleError, match=r"js/a\.js → js/b\.js → js/a\.js"):
        joined("a", a='import "./b.js";', b='import "./a.js";')

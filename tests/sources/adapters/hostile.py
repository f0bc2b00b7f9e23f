"""Documents whose reading can take far longer than their length suggests, by name and length."""

from __future__ import annotations

from collections.abc import Callable

SENTENCE = (
    "The company opened a shop inside its own application, and the merchants waited for buyers."
)
CHINESE = "公司在自己的应用里开了一家店，商家们等待着买家的到来，但是几乎没有人购买任何东西。"
DAMAGED = CHINESE * 9 + "現(xiàn)在開(kāi)始發(fā)現(xiàn)\n"


def filled(unit: str, length: int) -> str:
    """Return a unit repeated up to a length."""
    return unit * (length // len(unit))


def numbered(unit: str, length: int) -> str:
    """Return a unit repeated with other numbers, up to a length."""
    return "".join(unit.format(number) for number in range(length // len(unit)))


def lines(*texts: str) -> str:
    """Return texts below each other."""
    return "\n".join(texts)


def markdown(text: str) -> str:
    """Return an article in Markdown that contains a text."""
    return f"# Title of it\n\n{SENTENCE}\n\n{text}\n"


def front_matter(text: str, fence: str = "---") -> str:
    """Return a post with lines in its front matter."""
    first = 'title = "x"' if fence == "+++" else "title: x"
    return f"{fence}\n{first}\n{text}\n{fence}\n\n<p>{SENTENCE}</p><p>{SENTENCE}</p>\n"


def fragment(text: str) -> str:
    """Return an HTML fragment that contains a text."""
    return f"<h1>A title</h1><p>{SENTENCE}</p>{text}<p>{SENTENCE}</p>"


def page(text: str, head: str = "") -> str:
    """Return an HTML page that contains a text, and other elements in its head."""
    body = f"<h1>A title here</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>{text}"
    head = f"<title>A title here</title>{head}"
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def table(length: int) -> str:
    """Return a Markdown table with as many columns as it has short rows."""
    count = length // 8
    return "|a" * count + "|\n" + "|-" * count + "|\n" + "|b\n" * count


def twice(length: int, first: str, second: str) -> str:
    """Return two copies of a body that differ in the middle, where each has its own unit."""
    start = "".join(f"{number} {SENTENCE}\n" for number in range(3))
    end = "".join(f"{number} {SENTENCE}\n" for number in range(3, 6))
    middles = [filled(unit, length // 2) + "\n" for unit in (first, second)]
    return "".join(start + middle + end for middle in middles)


def linked_data(value: str) -> str:
    """Return a script element with JSON-LD."""
    return f"<script type='application/ld+json'>{value}</script>"


Document = Callable[[int], str]

# The time of these is spent in Python, so that its calls can be counted.
COUNTED: dict[str, Document] = {
    "table of many columns": lambda n: markdown(table(n)),
    "table of many rows": lambda n: markdown("|a|b|\n|-|-|\n" + filled("|c|d|\n", n)),
    "quotes in quotes": lambda n: markdown(">" * n + " a"),
    "lists in lists": lambda n: markdown("- " * (n // 2) + "a"),
    "loose list": lambda n: markdown(filled("- a\n\n", n)),
    "open brackets": lambda n: markdown("[" * n),
    "brackets": lambda n: markdown("[" * (n // 2) + "]" * (n // 2)),
    "open links": lambda n: markdown(filled("[a](", n)),
    "open images": lambda n: markdown(filled("![a](", n)),
    "emphasis": lambda n: markdown(filled("*a ", n)),
    "emphasis of two kinds": lambda n: markdown(filled("*a_ ", n)),
    "emphasis that never closes": lambda n: markdown(filled("a**b", n) + filled("c* ", n)),
    "backticks": lambda n: markdown(filled("a ` b `` ", n)),
    "open tags in Markdown": lambda n: markdown(filled("<a ", n)),
    "open comments in Markdown": lambda n: markdown(filled("a <!-- ", n)),
    "references": lambda n: markdown(numbered("[r{}]: /x\n", n) + "\n" + filled("[r1] ", n)),
    "broken references": lambda n: markdown(filled("[a]: <\n", n)),
    "lazy quotation": lambda n: markdown("> a\n" + filled("b\n", n)),
    "backslashes": lambda n: markdown("\\" * n),
    "front matter of one list": lambda n: front_matter("a: [\nt:\n" + filled("- a\n", n)),
    "unclosed front matter": lambda n: lines("---\ntitle: x", filled("- b\n", n), SENTENCE),
    "divs in divs": lambda n: fragment("<div>x" * (n // 6)),
    "advertisements in advertisements": lambda n: fragment("<div class='share'>x" * (n // 20)),
    "tables in tables": lambda n: fragment("<table><tr><td>x<td>y" * (n // 21)),
    "wide row": lambda n: fragment("<table><tr>" + filled("<td>a</td>", n) + "</table>"),
    "line breaks": lambda n: fragment(filled("a<br><br>", n)),
    "credits": lambda n: fragment(filled("<p>来源：abc 作者：bcd</p>", n)),
    "captions": lambda n: fragment(filled("<img src='/a.png'><p>图：b</p>", n)),
    "bylines in a page": lambda n: page("<div class='meta'>x" * (n // 19) + SENTENCE),
    "paragraphs of a page": lambda n: page(numbered("<p>{} a short text</p>", n)),
    "dates in a page": lambda n: page(filled("<p>2021-01-02 12:33</p>", n)),
    "linked data": lambda n: page("", filled(linked_data("{}"), n)),
    "equal lines": lambda n: filled(SENTENCE + "\n", n),
    "two copies": lambda n: numbered("{} " + SENTENCE + "\n", n // 2) * 2,
    "two copies of different lines": lambda n: twice(n, "a b c\n", "b c d\n"),
    "two copies of similar lines": lambda n: twice(n, "ab", "ba"),
    "numbers of sections": lambda n: filled("01.\n", n) + SENTENCE,
    "table of contents": lambda n: lines(SENTENCE, "Contents", numbered("abc{}\n", n), SENTENCE),
    "names of sites": lambda n: lines(SENTENCE, "免责声明", numbered("关注abc{}\n", n)),
    "summaries": lambda n: DAMAGED + filled("x" * 40 + "...\n", n) + filled(CHINESE, n),
    "long summary": lambda n: DAMAGED[:20] + filled(CHINESE, n) + "...\n" + filled(CHINESE, n),
    "damaged characters": lambda n: DAMAGED + filled("公司?", n),
    "lost characters": lambda n: DAMAGED + filled("公司發?！", n),
}

# The time of these is spent in C: a megabyte takes hours, or ends the process.
LONG: dict[str, Document] = {
    "address without an end": lambda n: SENTENCE + "\n" + filled("](/", n),
    "YAML list": lambda n: front_matter("a: " + "[" * (n // 2) + "]" * (n // 2)),
    "open YAML list": lambda n: front_matter("a: " + "[" * n),
    "YAML list of 40 kB": lambda n: front_matter("a: " + "[" * 20_000 + "]" * 20_000),
    "open YAML list of 40 kB": lambda n: front_matter("a: " + "[" * 40_000),
    "YAML sequences": lambda n: front_matter("a:\n " + "- " * 20_000 + "x"),
    "YAML aliases": lambda n: front_matter(
        "a0: &a0 [x, x]\n"
        + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
        + "title: *a39"
    ),
    "YAML alias of itself": lambda n: front_matter("title: &a [*a]"),
    "TOML list": lambda n: front_matter("a = " + "[" * 20_000 + "]" * 20_000, "+++"),
    "TOML keys": lambda n: front_matter("a." * 30_000 + "b = 1", "+++"),
    "attributes": lambda n: fragment(f"<p {numbered('a{}=1 ', n)}>x</p>"),
    "attributes of a page": lambda n: page(f"<p {numbered('a{}=1 ', n)}>x</p>"),
    "open tags": lambda n: fragment(filled("<p ", n)),
    "linked data in linked data": lambda n: page("", linked_data("[" * n + "]" * n)),
    "type in linked data": lambda n: page(
        "", linked_data('{"@type":' + "[" * 900 + "]" * 900 + "}")
    ),
    "points": lambda n: f"{SENTENCE}\n{SENTENCE}{'…' * n}x",
    "spaces in a caption": lambda n: fragment("<p>图" + "\u3000" * n + "x</p>"),
    "spaces in a heading": lambda n: lines(SENTENCE, "Part" + "\u3000" * n + "x", SENTENCE),
    "spaces in a credit": lambda n: lines(
        "The title of it", "本文来自" + "\u3000" * n + "，", "2021-01-02", SENTENCE, SENTENCE
    ),
    "syllables": lambda n: f"{DAMAGED}現({'xian' * (n // 4)}",
    "closing tags": lambda n: DAMAGED + filled("</p>", n) + "x",
    "tags without a start": lambda n: DAMAGED + filled("?a ", n // 20),
}

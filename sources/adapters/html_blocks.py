"""An HTML tree as blocks and figures, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from sources.adapters.addresses import image_source
from sources.adapters.furniture import is_button, is_furniture_container

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "svg",
        "button",
        "form",
        "input",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "template",
        "head",
        "nav",
        "canvas",
        "video",
        "audio",
        "map",
        "meta",
        "link",
        "title",
    ]
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "pre",
        "hr",
        "center",
        "address",
        "details",
        "summary",
        "caption",
        "body",
        "html",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "fieldset",
    ]
)
BOLD = frozenset(["b", "strong"])
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\xad]")
# Not `visibility: hidden`: pages hide a whole article so until their script has run.
HIDDEN = re.compile(r"display\s*:\s*none", re.I)
CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
SMALL = re.compile(
    r"font-size\s*:\s*(?:(?:[89]|1[0-4])(?:\.\d+)?px|0?\.[6-8]\d*r?em|x?-?small)", re.I
)
LONGEST_BUTTON_BOX = 60
SMALLEST_FIGURE = 32
EMOJI = re.compile(r"emoji|smil(?:ey|ie)|emoticon", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """What an element inherits from those around it."""

    kind: str = "paragraph"
    level: int | None = None
    depth: int = 0
    centred: bool = False
    small: bool = False
    bold: bool = False
    preformatted: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """A block before it is known what the layout made of it. `text` is empty for an image."""

    kind: str
    text: str = ""
    level: int | None = None
    centred: bool = False
    small: bool = False
    bold: bool = False
    image: str = ""
    alt: str = ""


@dataclass
class Walk:
    """The state of one walk through a tree: what was found, and the text not yet closed."""

    found: list[Raw] = field(default_factory=list)
    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)

    def element(self, element: HtmlElement, context: Context) -> None:
        """Add an element, its children and their tails, but not its own tail."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED or _is_furniture(element):
            return
        if tag == "br":
            self.pieces.append(("\n", context.bold, context.small))
        elif tag == "img":
            self._image(element, context)
        elif tag == "tr" and _is_data_row(element):
            self._row(element, context)
        elif tag in BLOCKS:
            self.flush(context)
            inner = _inside(element, context)
            self._content(element, inner)
            self.flush(inner)
        else:
            self._content(element, _inline(element, context))

    def flush(self, context: Context) -> None:
        """Close the running text as one block, or as several where lines are left empty."""
        pieces, self.pieces = self.pieces, []
        shown = [piece for piece in pieces if piece[0].strip()]
        if not shown:
            return
        bold, small = (all(piece[n] for piece in shown) for n in (1, 2))
        text = "".join(piece[0] for piece in pieces)
        for part in [text] if context.preformatted else re.split(r"\n\s*\n", text):
            part = _clean(part, context.preformatted)
            if part:
                level = context.level
                kind = context.kind
                self.found.append(
                    Raw(kind, part, level, context.centred, small or context.small, bold)
                )

    def _content(self, element: HtmlElement, context: Context) -> None:
        self._text(element.text, context)
        for child in element:
            self.element(child, context)
            self._text(child.tail, context)

    def _text(self, text: str | None, context: Context) -> None:
        if text:
            shown = text if context.preformatted else SPACES.sub(" ", text)
            self.pieces.append((shown, context.bold, context.small))

    def _image(self, element: HtmlElement, context: Context) -> None:
        alt = (element.get("alt") or "").strip()
        size = re.match(r"\d+", element.get("width") or "")
        names = f"{element.get('class')} {element.get('src')}"
        if EMOJI.search(names) or (size and int(size.group()) < SMALLEST_FIGURE):
            self._text(alt, context)
            return
        if source := image_source(element.attrib):
            self.flush(context)
            self.found.append(Raw("image", image=source, alt=alt))

    def _row(self, row: HtmlElement, context: Context) -> None:
        self.flush(context)
        cells = [_clean(SPACES.sub(" ", cell.text_content()), False) for cell in row]
        text = " | ".join(cells)
        if text.strip(" |"):
            self.found.append(Raw("paragraph", text))


def _clean(text: str, preformatted: bool) -> str:
    text = INVISIBLE.sub("", text)
    if preformatted:
        return text.strip()
    return "\n".join(line for line in (_line(line) for line in text.split("\n")) if line)


def _line(line: str) -> str:
    return SPACES.sub(" ", line).strip()


def _inside(element: HtmlElement, context: Context) -> Context:
    """What a block element hands to its content."""
    tag, style = element.tag, element.get("style") or ""
    names = f"{element.get('align') or ''} {element.get('class') or ''}".lower()
    centred = tag == "center" or CENTRED.search(style) or re.search(r"\bcenter|aligncenter", names)
    context = replace(
        context,
        centred=context.centred or bool(centred),
        small=context.small or bool(SMALL.search(style)),
    )
    if re.fullmatch("h[1-6]", tag):
        return replace(context, kind="heading", level=int(tag[1]))
    if tag in ("ul", "ol"):
        return replace(context, depth=context.depth + 1)
    if tag == "li":
        depth = max(context.depth, 1)
        return replace(context, kind="list_item", level=depth, depth=depth)
    if tag == "blockquote" and context.kind == "paragraph":
        return replace(context, kind="quote", level=None)
    if tag in ("figcaption", "caption") or re.search(
        r"(?:^|[\s_-])caption(?:$|[\s_-]|-?text)", names
    ):
        return replace(context, kind="caption", level=None)
    return replace(context, preformatted=True) if tag == "pre" else context


def _inline(element: HtmlElement, context: Context) -> Context:
    style = element.get("style") or ""
    bold = context.bold or element.tag in BOLD or "font-weight: bold" in style
    small = context.small or element.tag == "small" or bool(SMALL.search(style))
    if bold == context.bold and small == context.small:
        return context
    return replace(context, bold=bold, small=small)


def _is_furniture(element: HtmlElement) -> bool:
    """Hidden, a named box of buttons, or a small box with a button in it."""
    if element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag not in BLOCKS or element.tag in ("body", "html", "article", "main"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names.strip() and is_furniture_container(names):
        return len(element.findall(".//p")) < 3 or len(element.text_content()) < 200
    if element.tag in ("div", "section", "p", "footer", "aside") and (
        element.find(".//button") is not None
    ):
        return len(" ".join(element.text_content().split())) < LONGEST_BUTTON_BOX
    return False


def _is_data_row(row: HtmlElement) -> bool:
    """Whether a table's row holds figures and words, and is not there for the layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    nested = any(
        cell.find(f".//{tag}") is not None for cell in cells for tag in ("table", "img", "h2", "h3")
    )
    several = any(len(cell.findall(".//p")) > 1 for cell in cells)
    return len(cells) > 1 and not nested and not several


def walk(root: HtmlElement) -> list[Raw]:
    """Every block of text and every image under `root`, buttons and counters left out."""
    state = Walk()
    # The root's own names are not judged: somebody has already chosen it.
    state._content(root, Context())
    state.flush(Context())
    return [raw for raw in state.found if raw.kind == "image" or not is_button(raw.text)]

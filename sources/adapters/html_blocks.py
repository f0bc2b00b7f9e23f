"""Convert an HTML tree to blocks and figures, in reading order."""

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
# Not `visibility: hidden`: some pages hide the whole article with it until a script has run.
HIDDEN = re.compile(r"display\s*:\s*none", re.I)
CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
SMALL = re.compile(
    r"font-size\s*:\s*(?:(?:[89]|1[0-4])(?:\.\d+)?px|0?\.[6-8]\d*r?em|x?-?small)", re.I
)
MAX_BUTTON_BOX_CHARACTERS = 60
MIN_FIGURE_WIDTH = 32
EMOJI = re.compile(r"emoji|smil(?:ey|ie)|emoticon", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """The properties that an element inherits from its ancestors."""

    kind: str = "paragraph"
    level: int | None = None
    depth: int = 0
    centred: bool = False
    small: bool = False
    bold: bool = False
    preformatted: bool = False


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block before the layout decides its kind. `text` is empty for an image."""

    kind: str
    text: str = ""
    level: int | None = None
    centred: bool = False
    small: bool = False
    bold: bool = False
    image: str = ""
    alt: str = ""


@dataclass
class _TreeWalk:
    """The state of a walk through a tree: finished blocks, and pieces of the open text.

    A piece is (text, bold, small).
    """

    blocks: list[RawBlock] = field(default_factory=list)
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
            inner = _block_context(element, context)
            self._content(element, inner)
            self.flush(inner)
        else:
            self._content(element, _inline_context(element, context))

    def flush(self, context: Context) -> None:
        """Finish the open text as one block, or as several where it has empty lines."""
        pieces, self.pieces = self.pieces, []
        visible = [piece for piece in pieces if piece[0].strip()]
        if not visible:
            return
        bold, small = (all(piece[n] for piece in visible) for n in (1, 2))
        text = "".join(piece[0] for piece in pieces)
        for part in [text] if context.preformatted else re.split(r"\n\s*\n", text):
            part = _clean(part, context.preformatted)
            if part:
                level = context.level
                kind = context.kind
                self.blocks.append(
                    RawBlock(kind, part, level, context.centred, small or context.small, bold)
                )

    def _content(self, element: HtmlElement, context: Context) -> None:
        self._text(element.text, context)
        for child in element:
            self.element(child, context)
            self._text(child.tail, context)

    def _text(self, text: str | None, context: Context) -> None:
        if text:
            collapsed = text if context.preformatted else SPACES.sub(" ", text)
            self.pieces.append((collapsed, context.bold, context.small))

    def _image(self, element: HtmlElement, context: Context) -> None:
        alt = (element.get("alt") or "").strip()
        size = re.match(r"\d+", element.get("width") or "")
        names = f"{element.get('class')} {element.get('src')}"
        if EMOJI.search(names) or (size and int(size.group()) < MIN_FIGURE_WIDTH):
            self._text(alt, context)
            return
        if source := image_source(element.attrib):
            self.flush(context)
            self.blocks.append(RawBlock("image", image=source, alt=alt))

    def _row(self, row: HtmlElement, context: Context) -> None:
        self.flush(context)
        cells = [_clean(SPACES.sub(" ", cell.text_content()), False) for cell in row]
        text = " | ".join(cells)
        if text.strip(" |"):
            self.blocks.append(RawBlock("paragraph", text))


def _clean(text: str, preformatted: bool) -> str:
    text = INVISIBLE.sub("", text)
    if preformatted:
        return text.strip()
    return "\n".join(line for line in (_line(line) for line in text.split("\n")) if line)


def _line(line: str) -> str:
    return SPACES.sub(" ", line).strip()


def _block_context(element: HtmlElement, context: Context) -> Context:
    """Return the context of the content of a block element."""
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


def _inline_context(element: HtmlElement, context: Context) -> Context:
    style = element.get("style") or ""
    bold = context.bold or element.tag in BOLD or "font-weight: bold" in style
    small = context.small or element.tag == "small" or bool(SMALL.search(style))
    if bold == context.bold and small == context.small:
        return context
    return replace(context, bold=bold, small=small)


def _is_furniture(element: HtmlElement) -> bool:
    """Return whether an element is hidden, a named box of buttons, or a small box with a button."""
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
        return len(" ".join(element.text_content().split())) < MAX_BUTTON_BOX_CHARACTERS
    return False


def _is_data_row(row: HtmlElement) -> bool:
    """Return whether a table row contains data and is not used for layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    nested = any(
        cell.find(f".//{tag}") is not None for cell in cells for tag in ("table", "img", "h2", "h3")
    )
    several = any(len(cell.findall(".//p")) > 1 for cell in cells)
    return len(cells) > 1 and not nested and not several


def collect_blocks(root: HtmlElement) -> list[RawBlock]:
    """Return all blocks of text and images under `root`, without buttons and counters."""
    state = _TreeWalk()
    # Do not test the root for furniture: the caller has chosen it.
    state._content(root, Context())
    state.flush(Context())
    return [raw for raw in state.blocks if raw.kind == "image" or not is_button(raw.text)]

"""A citation as a BibTeX entry, in UTF-8 as biber and today's bibtex read it."""

from __future__ import annotations

from events.sharing.citations.citation import Citation

# BibTeX counts braces even behind a backslash, so a lone one is named instead.
SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
IN_ADDRESSES = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def as_bibtex(citation: Citation) -> str:
    """One entry, ending in a line end. Names and titles stand in braces: none is changed."""
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name in citation.authors),
        "title": f"{{{escaped(citation.title)}}}",
        **_place(citation),
        **_date(citation),
        "url": _translated(citation.url, IN_ADDRESSES),
        "urldate": citation.accessed.isoformat(),
        "langid": escaped(citation.language),
        "note": escaped(_note(citation)),
    }
    kind = "misc" if citation.is_record or not citation.container else "article"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    return "\n".join([f"@{kind}{{{citation.key},", *lines, "}", ""])


def escaped(text: str) -> str:
    """The text on one line, its special signs named as LaTeX names them."""
    return _translated(" ".join(text.split()), SPECIALS)


def _translated(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)


def _place(citation: Citation) -> dict[str, str]:
    name = "howpublished" if citation.is_record else "journal"
    return {name: f"{{{escaped(citation.container)}}}"}


def _date(citation: Citation) -> dict[str, str]:
    """`date` is EDTF, which biblatex reads; `year` and `month` are for BibTeX, as far as known."""
    date = citation.issued
    if date is None:
        return {}
    first, last = date.earliest, date.latest
    fields = {"date": escaped(date.text)}
    if first and last and first.year == last.year:
        fields["year"] = str(first.year)
        if first.month == last.month:
            fields["month"] = str(first.month)
    return fields


def _note(citation: Citation) -> str:
    return citation.genre if citation.is_record else citation.title_en

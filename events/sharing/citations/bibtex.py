"""A citation as a BibTeX entry, in UTF-8, which biber and current BibTeX read."""

from __future__ import annotations

from events.sharing.citations.citation import Citation

# BibTeX counts braces even after a backslash, so a single brace becomes a command.
SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
URL_ESCAPES = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def as_bibtex(citation: Citation) -> str:
    """Return one entry, ending in a newline.

    Names and titles are in braces, so that BibTeX does not change them.
    """
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name in citation.authors),
        "title": f"{{{escaped(citation.title)}}}",
        **_place(citation),
        **_date(citation),
        "url": _replaced(citation.url, URL_ESCAPES),
        "urldate": citation.accessed.isoformat(),
        "langid": escaped(citation.language),
        "note": escaped(_note(citation)),
    }
    kind = "misc" if citation.is_record or not citation.container else "article"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    return "\n".join([f"@{kind}{{{citation.key},", *lines, "}", ""])


def escaped(text: str) -> str:
    """Return the text on one line, with LaTeX commands for its special characters."""
    return _replaced(" ".join(text.split()), SPECIALS)


def _replaced(text: str, replacements: dict[str, str]) -> str:
    return "".join(replacements.get(character, character) for character in text)


def _place(citation: Citation) -> dict[str, str]:
    name = "howpublished" if citation.is_record else "journal"
    return {name: f"{{{escaped(citation.container)}}}"}


def _date(citation: Citation) -> dict[str, str]:
    """Return the date fields.

    `date` is EDTF, which biblatex reads. `year` and `month` are for BibTeX, as far as known.
    """
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

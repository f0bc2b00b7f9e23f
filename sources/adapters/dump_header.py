"""The lines before the text in a dump: title, account, date, byline; and the site."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from sources.adapters.credits import is_byline, read_credits
from sources.adapters.dump_lines import Line, is_running
from sources.adapters.furniture import is_button, is_notice
from sources.adapters.published import ENGLISH, NUMERIC, is_date_line, parse_published

MAX_HEADER_LINES = 12
MAX_LINES_TITLE_TO_DATE = 6
MIN_TITLE_CHARACTERS = 5
MAX_TITLE_CHARACTERS = 120
MAX_ACCOUNT_CHARACTERS = 24
MAX_SITE_CHARACTERS = 12
MAX_SITE_NAMES = 100
TITLE_SUFFIX = re.compile(
    r"^(?P<title>.{4,}?)\s*(?:[丨｜|_]|\s[-–—]\s|[-–—](?=[^-–—]+$))\s*(?P<tail>[^丨｜|_]{2,24})$"
)
CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
SERVED_BY = (
    re.compile(r"[发發][布佈表](?:[于於在])\s*(?P<name>[^，,。；;\s]{2,20}?)(?:[，,。；;\s]|$)"),
    re.compile(r"不代表\s*(?P<name>[^，,。；;\s]{2,20}?)(?:的|[观觀][点點]|立[场場])"),
    re.compile(r"[与與]\s*(?P<name>[^，,。；;\s]{2,20}?)\s*[联聯][系繫]"),
    re.compile(r"(?:收藏|[关關]注)(?P<name>[A-Za-z0-9\u4e00-\u9fff]{2,16})$"),
    re.compile(r"^(?P<name>[A-Za-z0-9\u4e00-\u9fff]{2,12}?)(?:[获獲]悉|旗下)"),
    re.compile(
        r"©\s*(?:\d{4}(?:[-–]\d{4})?\s*)?"
        r"(?P<name>[A-Za-z][A-Za-z0-9 ]{1,24}?|[^\s，,。.|]{2,20})"
        r"(?=\s*(?:[.,。，|]|$|All\b|版[权權]))"
    ),
)


@dataclass
class Header:
    """Values read before and around a dump's body; a missing text is empty.

    `account` posted the article on `site`; `tail` is the suffix of the page's title; `used` are
    lines already read.
    """

    title: str = ""
    account: str = ""
    site: str = ""
    published: str = ""
    tail: str = ""
    bylines: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def read_header(lines: list[Line], starts: list[int], outside: list[Line]) -> Header:
    """Read the lines before each index in `starts`, where the copies of the body start.

    `outside` are the lines outside the body, in which the site may be named.
    """
    header = Header()
    windows = [
        [line.text for line in lines[max(0, start - MAX_HEADER_LINES) : start]] for start in starts
    ]
    date_indexes = [_date_line_index(window) for window in windows]
    date_lines = [
        window[index] for window, index in zip(windows, date_indexes, strict=True) if index >= 0
    ]
    header.published = next(
        (published for line in date_lines if (published := parse_published(line))), ""
    )
    _read_title(header, windows, date_indexes)
    for window, index in zip(windows, date_indexes, strict=True):
        _read_account(header, window, index)
    header.site = find_site([line.text for line in outside], header)
    return header


def _date_line_index(window: list[str]) -> int:
    """Return the index of the line with the date of publication, nearest to the body.

    -1 for none.
    """
    for index in reversed(range(len(window))):
        line = window[index]
        inline = len(line) <= 60 and not is_running(line) and _date_in(line)
        if is_date_line(line) or (inline and (CLOCK.search(line) or is_byline(line))):
            return index
    return -1


def _date_in(line: str) -> re.Match[str] | None:
    patterns = (NUMERIC, *ENGLISH)
    return next((match for pattern in patterns if (match := pattern.search(line))), None)


def _read_title(header: Header, windows: list[list[str]], date_indexes: list[int]) -> None:
    """Read the line before the date that most copies have; of two equally frequent the longer."""
    counts: Counter[str] = Counter()
    for window, date_index in zip(windows, date_indexes, strict=True):
        before = (
            window[max(0, date_index - MAX_LINES_TITLE_TO_DATE) : date_index]
            if date_index >= 0
            else window[-MAX_LINES_TITLE_TO_DATE:]
        )
        counts.update({line for line in before if _can_be_title(line)})
    if not counts:
        return
    header.title = max(
        counts, key=lambda line: (counts[line], min(len(line), MAX_TITLE_CHARACTERS))
    )
    for line in counts:
        # The HTML title is often the first line, with the site's name after a dash.
        if line != header.title and line.startswith(header.title):
            header.tail = line[len(header.title) :].strip(" -–—_|丨｜")
        elif header.title.startswith(line) and re.match(
            r"\s*[-–—_|丨｜]", header.title[len(line) :]
        ):
            header.tail = header.title[len(line) :].strip(" -–—_|丨｜")
            header.title = line


def _can_be_title(line: str) -> bool:
    return MIN_TITLE_CHARACTERS <= len(line) <= MAX_TITLE_CHARACTERS and not (
        is_button(line)
        or is_date_line(line)
        or is_byline(line)
        or is_notice(line)
        or line.endswith(("。", ".", "；", ","))
    )


def _read_account(header: Header, window: list[str], date_index: int) -> None:
    """Read the account between the title and the date, or just after the date."""
    titles = [i for i, line in enumerate(window) if line.startswith(header.title or "\0")]
    begin = titles[-1] + 1 if titles else date_index
    stop = date_index + 3 if date_index >= 0 else begin + 3
    for line in window[begin:stop]:
        header.used.add(line)
        if is_byline(line) or read_credits([line]).outlet_unknown:
            header.bylines += [line] if line not in header.bylines else []
            continue
        date = _date_in(line)
        rest = CLOCK.sub("", line.replace(date.group(), "", 1)) if date else line
        rest = re.sub(r"^日|[\s·|]+", " ", rest).strip(" ·|：:")
        if rest != line and read_credits([rest]) != read_credits([]):
            header.bylines.append(rest)
        elif _can_be_account(rest) and not header.account and not header.title.startswith(rest):
            header.account = rest


def _can_be_account(line: str) -> bool:
    return (
        2 <= len(line) <= MAX_ACCOUNT_CHARACTERS
        and not (is_button(line) or is_date_line(line) or is_notice(line))
        and not re.search(r"[。，！？,!?:：]|^[\d\W]+$", line)
    )


def find_site(lines: list[str], header: Header) -> str:
    """Return the site that served the page, as notices and buttons name it.

    Of several names, the one that most others contain wins; the suffix of the title counts too. A
    name needs at least two votes, or the first line must begin with it.
    """
    names = Counter(
        match["name"].strip("“”《》「」")
        for line in lines
        for pattern in SERVED_BY
        if (match := pattern.search(line))
    )
    if header.tail:
        names[header.tail] += 2
    first_line = lines[0] if lines else ""
    if 2 <= len(first_line) <= MAX_SITE_CHARACTERS and not is_button(first_line):
        # A site's name at the very top is repeated later, or is followed by the menu.
        repeats, has_menu = lines.count(first_line) - 1, any(is_button(line) for line in lines[1:4])
        names[first_line] += repeats + 2 * has_menu if repeats or has_menu else 0
    names.pop(header.title, None)
    names = +names
    if not names:
        return ""
    names = Counter(dict(names.most_common(MAX_SITE_NAMES)))
    votes = {name: sum(count for other, count in names.items() if name in other) for name in names}
    best = max(votes, key=lambda name: (votes[name], len(name)))
    return best if votes[best] > 1 or first_line.startswith(best) else ""


def strip_title_suffix(header: Header, body: list[Line]) -> None:
    """Remove the outlet's or the site's name from the end of the title, if it is certainly one.

    It is certain for the account and the site, and, without an account, for a name that the text
    contains.
    """
    match = TITLE_SUFFIX.match(header.title)
    if not match:
        return
    suffix_key = _normalized(match["tail"])
    if suffix_key == _normalized(header.site):
        header.title = match["title"].strip()
    elif suffix_key == _normalized(header.account) or (
        not header.account and any(match["tail"] in line.text for line in body)
    ):
        header.title, header.account = match["title"].strip(), match["tail"].strip()


def _normalized(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()

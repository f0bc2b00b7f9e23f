"""What stands before the text in a dump: title, account, moment, byline; and who served it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from sources.adapters.credits import is_byline, read_credits
from sources.adapters.dump_lines import Line, is_running
from sources.adapters.furniture import is_button, is_notice
from sources.adapters.published import ENGLISH, NUMERIC, is_moment, published_of

WINDOW = 12
TITLE_REACH = 6
SHORTEST_TITLE = 5
LONGEST_TITLE = 120
LONGEST_ACCOUNT = 24
LONGEST_SITE = 12
TAIL = re.compile(
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
    """What was read before and around a dump's body. Every text is empty where not told."""

    title: str = ""
    account: str = ""
    site: str = ""
    published: str = ""
    tail: str = ""
    bylines: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def read_header(lines: list[Line], starts: list[int], outside: list[Line]) -> Header:
    """Read the lines before each place where the body starts; `starts` are their indexes.

    `outside` are the lines that are not the body's, in which the site may name itself.
    """
    header = Header()
    windows = [[line.text for line in lines[max(0, at - WINDOW) : at]] for at in starts]
    moments = [_moment_in(window) for window in windows]
    told = [window[at] for window, at in zip(windows, moments, strict=True) if at >= 0]
    header.published = next((found for line in told if (found := published_of(line))), "")
    _read_title(header, windows, moments)
    for window, at in zip(windows, moments, strict=True):
        _read_account(header, window, at)
    header.site = site_of([line.text for line in outside], header)
    return header


def _moment_in(window: list[str]) -> int:
    """The index of the line with the day of publication, nearest to the body; -1 for none."""
    for index in reversed(range(len(window))):
        line = window[index]
        inline = len(line) <= 60 and not is_running(line) and _date_in(line)
        if is_moment(line) or (inline and (CLOCK.search(line) or is_byline(line))):
            return index
    return -1


def _date_in(line: str) -> re.Match[str] | None:
    patterns = (NUMERIC, *ENGLISH)
    return next((found for pattern in patterns if (found := pattern.search(line))), None)


def _read_title(header: Header, windows: list[list[str]], moments: list[int]) -> None:
    """The line before the moment that most copies have; of two equals the longer."""
    seen: Counter[str] = Counter()
    for window, at in zip(windows, moments, strict=True):
        before = window[max(0, at - TITLE_REACH) : at] if at >= 0 else window[-TITLE_REACH:]
        seen.update({line for line in before if _can_be_title(line)})
    if not seen:
        return
    header.title = max(seen, key=lambda line: (seen[line], min(len(line), LONGEST_TITLE)))
    for line in seen:
        # The document's title often stands first, with the site's name behind a dash.
        if line != header.title and line.startswith(header.title):
            header.tail = line[len(header.title) :].strip(" -–—_|丨｜")
        elif header.title.startswith(line) and re.match(
            r"\s*[-–—_|丨｜]", header.title[len(line) :]
        ):
            header.tail = header.title[len(line) :].strip(" -–—_|丨｜")
            header.title = line


def _can_be_title(line: str) -> bool:
    return SHORTEST_TITLE <= len(line) <= LONGEST_TITLE and not (
        is_button(line)
        or is_moment(line)
        or is_byline(line)
        or is_notice(line)
        or line.endswith(("。", ".", "；", ","))
    )


def _read_account(header: Header, window: list[str], at: int) -> None:
    """The account that posted it stands between the title and the moment, or just after."""
    titles = [i for i, line in enumerate(window) if line.startswith(header.title or "\0")]
    begin = titles[-1] + 1 if titles else at
    stop = at + 3 if at >= 0 else begin + 3
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
        2 <= len(line) <= LONGEST_ACCOUNT
        and not (is_button(line) or is_moment(line) or is_notice(line))
        and not re.search(r"[。，！？,!?:：]|^[\d\W]+$", line)
    )


def site_of(lines: list[str], header: Header) -> str:
    """The site that served the page, by what notices and buttons call it.

    Of several names that one is taken which most of the others begin with or contain; a name
    behind the title counts with them. Only what at least two places say is believed.
    """
    names = Counter(
        found["name"].strip("“”《》「」")
        for line in lines
        for pattern in SERVED_BY
        if (found := pattern.search(line))
    )
    if header.tail:
        names[header.tail] += 2
    first = lines[0] if lines else ""
    if 2 <= len(first) <= LONGEST_SITE and not is_button(first):
        # A site's name at the very top comes again, or has its menu under it.
        again, menu = lines.count(first) - 1, any(is_button(line) for line in lines[1:4])
        names[first] += again + 2 * menu if again or menu else 0
    names.pop(header.title, None)
    names = +names
    if not names:
        return ""
    votes = {name: sum(count for other, count in names.items() if name in other) for name in names}
    best = max(votes, key=lambda name: (votes[name], len(name)))
    return best if votes[best] > 1 or first.startswith(best) else ""


def take_tail_off(header: Header, body: list[Line]) -> None:
    """Take the outlet's or the site's name off the title where it is known to be just that.

    Known are the account and the site; with no account, a name by which the text calls itself.
    """
    found = TAIL.match(header.title)
    if not found:
        return
    tail = _letters(found["tail"])
    if tail == _letters(header.site):
        header.title = found["title"].strip()
    elif tail == _letters(header.account) or (
        not header.account and any(found["tail"] in line.text for line in body)
    ):
        header.title, header.account = found["title"].strip(), found["tail"].strip()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()

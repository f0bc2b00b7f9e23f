"""Texts in two languages, and what copying and typesetting do to them."""

import unicodedata

from opencc import OpenCC

ENGLISH = (
    "The café “Harbour Lane” sold 1,700 coffees in June 2019 – “too few”, said Zoë’s brother.\n\n"
    "It wasn’t able to pay €2.5 million back; in well-known words, it “had been shut down”. "
    "US sellers told us nothing."
)
CHINESE = (
    "“海港直播”在2019年6月上线，首月收入17亿元——“远低于预期”，创始人说。\n\n"
    "后来，Harbour 并未公布关闭的理由；用户达 300 万，里面没有一个来自上海。"
)
TRADITIONAL = (
    "「海港直播」在2019年6月上線，首月收入17億元——「遠低於預期」，創辦人說。\n\n"
    "後來，Harbour 並未公布關閉的理由；用戶達 300 萬，裡面沒有一個來自上海。"
)
TEXTS = {"English": ENGLISH, "Chinese": CHINESE, "Traditional": TRADITIONAL}

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_QUOTES = str.maketrans("“”‘’「」", '""\'\'""')


def _curly(text):
    return text.replace('"', "„").replace("'", "’")


def _dashes(text):
    return text.replace("——", "—").replace("–", "-").replace("-", "‑")


def _spaced(text):
    """Put white space beside every Han character, as some editors do."""
    return "".join(f" {char}\u3000" if "\u4e00" <= char <= "\u9fff" else char for char in text)


# What the fold undoes entirely.
RESPELLED = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "full width": lambda text: text.translate(_WIDE),
    "half width": lambda text: unicodedata.normalize("NFKC", text),
    "straight quotes": lambda text: text.translate(_QUOTES),
    "curly quotes": _curly,
    "corner brackets": lambda text: text.replace("“", "「").replace("”", "」"),
    "dashes": _dashes,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009\u202f"),
    "CR LF": lambda text: text.replace("\n", "\r\n"),
    "wrapped": lambda text: text.replace(" ", "\r\n"),
    "one line": lambda text: text.replace("\n\n", " "),
    "soft hyphens": "\u00ad".join,
    "zero-width spaces": "\u200b".join,
    "byte order marks": lambda text: f"\ufeff{text}\u2060",
    "spaces between Han": _spaced,
    "spaces around": lambda text: f" \u3000\n{text}\u00a0\t",
}
# What is looked up after that, if nothing is found before.
REWRITTEN = {
    "no spaces": lambda text: "".join(text.split()),
    "upper case": str.upper,
    "lower case": str.lower,
    "Traditional": OpenCC("s2t").convert,
    "Simplified": OpenCC("t2s").convert,
}

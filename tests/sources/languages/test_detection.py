import pytest

from sources.languages.detection import detect_language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("旧货店关门以后，钥匙留给了裁缝。", "zh-Hans"),
        ("舊貨店關門以後，鑰匙留給了裁縫。", "zh-Hant"),
        ("TikTok和Instagram都在做这件事", "zh-Hans"),
        ("為什么舊貨店會關門", "zh-Hant"),
        ("The shop closed in the winter and it has not been open for a year.", "en"),
        ("このみせはふゆにしまった", "und"),
        ("12345 --- 67", "und"),
        ("", "und"),
    ],
)
def test_detect_language(text, tag):
    assert detect_language(text) == tag

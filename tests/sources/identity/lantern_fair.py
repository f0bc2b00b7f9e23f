"""A made-up article as a page, of which copies differ in text, title, address or outlet."""

SENTENCES = [
    f"{who}在{place}{what}，{number}家商户参加了第{number}次集市，{after}。"
    for number, (who, place, what, after) in enumerate(
        zip(
            ["河东商会", "一位摊主", "三名店员", "旧码头的仓库", "区里的统计员", "两所学校", "卖伞的老人", "夜班司机"],
            ["南桥头", "电影院门口", "新修的广场", "渡口", "邮局二楼", "菜场后门", "钟楼下面", "河堤上"],
            ["摆出了长桌", "挂上了灯", "清点了账本", "等来了最后一班船", "念完了名单", "搭起了棚子", "收起了招牌", "数完了零钱"],
            ["雨停之前没有人离开", "剩下的柑橘送给了邻居", "下个月的场地还没有谈妥", "摄影记者只拍到背影",
             "参加者说明年还会来", "负责人拒绝透露金额", "灯一直亮到凌晨", "旧招牌被人买走"],
            strict=True,
        ),
        11,
    )
]  # fmt: skip
OTHER = [
    "北山区昨天开通了三条公交线路，首末班车都比过去晚了半个小时，司机们为此排了新的班次。",
    "图书馆从周五起延长开放到晚上十点，自习座位增加一倍，馆长说空调的费用由社区承担。",
    "气象台预计周末有大风，港务局已经通知四十条渔船回港避风，轮渡可能停航两天。",
    "体育场的翻修要等到明年春天，工程队先拆了看台，草皮送到了郊外的苗圃。",
]
ARTICLE = {
    "title": "灯会散场：一个集市的八百天", "date": "2023-05-18", "site": "江口商报",
    "url": "https://jk.example/a/1", "paragraphs": SENTENCES,
}  # fmt: skip


def page(**changes):
    """Return the bytes of a page with the article, some of its values changed."""
    values = ARTICLE | changes
    head = f"<title>{values['title']}</title>"
    if values["date"]:
        head += f'<meta property="article:published_time" content="{values["date"]}">'
    if values["site"]:
        head += f'<meta property="og:site_name" content="{values["site"]}">'
    if values["url"]:
        head += f'<link rel="canonical" href="{values["url"]}">'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in values["paragraphs"])
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">{head}</head>'
        f"<body><article><h1>{values['title']}</h1>{body}</article></body></html>"
    ).encode()

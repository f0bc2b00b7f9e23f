"""Vocabulary of synthetic events: (Chinese, English) pairs, the most frequent first."""

from __future__ import annotations


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Parse text such as `直播 live streaming; 支付 payments` into (Chinese, English) pairs."""
    entries = (entry.split(maxsplit=1) for entry in text.replace("\n", ";").split(";"))
    return tuple((entry[0], entry[1].strip()) for entry in entries if entry)


# The position of 直播 gives it a share of about 1 % of the events.
NOUNS = pairs("""
购物 shopping; 商店 shops; 结账 checkout; 支付 payments; 广告 advertising; 短视频 short video
小程序 mini programs; 团购 group buying; 商品目录 product catalogues; 标签 tags; 钱包 wallets
会员 memberships; 物流 logistics; 门店 stores; 市集 marketplaces; 推荐 recommendations; 搜索 search
频道 channels; 橱窗 showcases; 佣金 commissions; 优惠券 coupons; 拼单 shared orders; 客服 support
货架 shelves; 评论 reviews; 社群 communities; 按钮 buttons; 相册 albums; 拍卖 auctions; 众筹 crowdfunding
积分 points; 红包 gift money; 试穿 fitting rooms; 滤镜 filters; 礼品 gifts; 订阅 subscriptions
仓库 warehouses; 退货 returns; 分期 instalments; 清单 wish lists; 问答 questions; 播客 podcasts
票务 tickets; 外卖 food delivery; 旅行 travel; 二手 resale; 美妆 cosmetics; 生鲜 groceries
直播 live streaming; 时装 fashion; 家居 furniture; 图书 books; 玩具 toys; 母婴 baby goods
电器 appliances; 珠宝 jewellery; 球鞋 sneakers; 药品 pharmacy; 宠物 pet supplies; 农产品 farm produce
酒店 hotels; 课程 courses; 游戏 games; 音乐 music; 贴纸 stickers; 头像 avatars; 表情 emoji
通知 notifications; 私信 direct messages; 群聊 group chats; 语音 voice notes; 通话 calls; 邮件 newsletters
日历 calendars; 地图 maps; 天气 weather; 健身 fitness; 医疗 health care; 保险 insurance; 贷款 loans
理财 savings; 汇款 remittances; 加密货币 crypto tokens; 藏品 collectibles; 版权 licensing; 摄影 photography
排行榜 rankings; 榜单 charts; 话题 topics; 投票 polls; 挑战赛 challenges; 抽奖 raffles; 秒杀 flash sales
预售 preorders; 定制 custom orders; 样品 samples; 批发 wholesale; 代购 proxy buying; 跨境 cross-border trade
关税 customs; 发票 invoices; 结算 settlement; 退款 refunds; 担保 escrow; 信用 credit scores; 认证 verification
审核 moderation; 举报 reports; 隐私 privacy controls; 数据 data tools; 接口 interfaces; 插件 plug-ins
主题 themes; 模板 templates; 机器人 bots; 助手 assistants; 眼镜 glasses; 音箱 speakers; 手表 watches
屏幕 screens; 货车 vans; 无人机 drones; 自提柜 pick-up lockers; 前置仓 dark stores; 快闪店 pop-up shops
讲座 talks; 大会 conferences; 学院 academies; 基金 funds; 孵化器 incubators; 竞赛 contests; 奖项 awards
""")

MODIFIERS = pairs("""
社交 social; 全新 new; 移动 mobile; 站内 in-app; 独立 stand-alone; 免费 free; 海外 overseas; 本地 local
即时 instant; 智能 smart; 付费 paid; 企业 business; 个人 personal; 年度 annual; 季节 seasonal
官方 official; 公开 public; 封闭 closed; 早期 early; 扩大的 wider; 精简的 slimmer; 双语 bilingual
平价 low-cost; 高端 premium; 绿色 green; 乡村 rural; 城市 urban; 校园 campus; 夜间 night-time
周末 weekend; 节日 holiday; 开放 open; 自动 automatic; 人工 staffed; 互动 interactive; 沉浸式 immersive
虚拟 virtual; 线下 offline; 垂直 specialised; 综合 all-in-one; 轻量 lightweight; 加密 encrypted
匿名 anonymous; 限时 limited-time; 无障碍 accessible; 多币种 multi-currency; 第三方 third-party
自营 first-party; 众包 crowdsourced; 实验性 experimental; 区域 regional; 全球 global; 女性 women's
银发 senior; 青少年 teen; 亲子 family; 明星 celebrity; 草根 grassroots; 手工 handmade; 进口 imported
""")

AUDIENCES = pairs("""
小商家 small merchants; 年轻用户 young users; 创作者 creators; 品牌方 brands; 家庭 households
学生 students; 卖家 sellers; 开发者 developers; 游客 travellers; 农户 farmers; 设计师 designers
球迷 football fans; 新手父母 new parents; 上班族 office workers; 收藏者 collectors; 批发商 wholesalers
""")

TAILS = pairs("""
首批只在三个城市 at first in three cities; 费用由平台承担 at the platform's expense
原因没有说明 for reasons it did not give; 目标是增长两成 aiming at a fifth more sales
这让同行感到意外 to the surprise of its rivals; 此前测试了半年 after half a year of tests
监管部门正在关注 while regulators look on; 反响不一 with mixed reactions
合作方没有回应 and its partners gave no comment; 覆盖全部会员 for every member
由新的团队负责 led by a new team; 预算没有公布 on an unnamed budget
""")

MARKETS = (
    ("US", "美国", "the United States"), ("CN", "中国", "China"), ("GB", "英国", "Britain"),
    ("IN", "印度", "India"), ("BR", "巴西", "Brazil"), ("ID", "印度尼西亚", "Indonesia"),
    ("JP", "日本", "Japan"), ("southeast-asia", "东南亚", "Southeast Asia"),
    ("europe", "欧洲", "Europe"), ("FR", "法国", "France"), ("DE", "德国", "Germany"),
    ("KR", "韩国", "South Korea"), ("MX", "墨西哥", "Mexico"), ("TH", "泰国", "Thailand"),
    ("VN", "越南", "Vietnam"), ("global", "全球市场", "every market"),
)  # fmt: skip

# Kind: weight among events between launch and shutdown, Chinese verb, English verb.
KINDS = {
    "launch": (20, "推出", "launches"),
    "announcement": (14, "宣布", "announces"),
    "expansion": (11, "扩大", "expands"),
    "milestone": (9, "庆祝", "celebrates"),
    "partnership": (9, "合作开展", "joins forces on"),
    "pilot": (8, "试点", "tests"),
    "policy": (7, "调整", "changes rules for"),
    "result": (7, "公布", "reports on"),
    "controversy": (4, "被质疑", "is criticised for"),
    "acquisition": (3, "收购", "buys"),
    "bid": (2, "竞购", "bids for"),
    "pause": (2, "暂停", "pauses"),
    "rename": (1, "更名", "renames"),
    "merger": (1, "合并", "merges"),
    "market_exit": (1, "退出", "withdraws"),
    "cancellation": (1, "取消", "cancels"),
    "shutdown": (0, "关闭", "closes"),
}
OUTCOMES = {
    "": 60, "ongoing": 15, "succeeded": 8, "mixed": 6, "underperformed": 5, "failed": 3,
    "restricted": 1, "fell_through": 2,
}  # fmt: skip
IMPORTANCE = {1: 450, 2: 380, 3: 138, 4: 30, 5: 2}

COMPANIES = pairs("""
港湾 Harbour; 灯笼 Lantern; 红隼 Kestrel; 羽笔 Quill; 马赛克 Mosaic; 双轮 Tandem; 山毛榉 Beech
渡口 Ferry; 琥珀 Amber; 罗盘 Compass; 织机 Loom; 苔原 Tundra; 彗星 Comet; 磨坊 Mill; 海獭 Otter
花岗岩 Granite; 风筝 Kite; 石楠 Heather; 钟楼 Belfry; 潮汐 Tide
""")
BRANCHES = pairs("""
商城 Mall; 圈子 Circle; 钱袋 Purse; 快拍 Snap; 看点 Look; 集市 Bazaar; 云仓 Depot; 小站 Kiosk; 信使 Courier
""")
TWIGS = pairs("加号 Plus; 专业版 Pro; 迷你 Mini; 国际版 World")

TAGS = {
    "cause": pairs("""
    管理失误 poor-management; 资金不足 lack-of-money; 需求不足 weak-demand; 竞争激烈 hard-competition
    法规限制 regulation; 文化差异 culture; 技术故障 technical-faults; 定价过高 price; 时机过早 too-early
    信任不足 distrust; 战略转向 change-of-strategy; 供应链 supply-chain; 体验欠佳 experience
    """),
    "theme": pairs("""
    带货 selling-on-air; 移动端 mobile; 支付方式 payment; 私域 private-traffic; 内容 content; 出海 going-abroad
    算法 algorithms; 网红 influencers; 新零售 new-retail; 数据安全 data-safety; 用户增长 growth
    平台治理 governance; 商业化 monetisation; 开放生态 ecosystem
    """),
    "region": pairs("""
    北美 north-america; 西欧 western-europe; 东欧 eastern-europe; 东亚 east-asia; 南亚 south-asia
    东南亚地区 south-east-asia; 中东 middle-east; 非洲 africa; 拉美 latin-america; 大洋洲 oceania
    北欧 nordics; 中亚 central-asia
    """),
    "audience": pairs("""
    商户 merchants; 消费者 consumers; 达人 creators; 投资人 investors; 监管者 regulators; 媒体 press
    员工 employees; 学界 academics; 开发商 developers; 青年 youth; 长者 seniors
    """),
}  # fmt: skip

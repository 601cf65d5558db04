"""The words of a report around its tables, in our own wording, with figures beside the tables that belong to none."""

from dataclasses import dataclass, field

from tests.archive.layouts import HEADINGS

_PLACES = ("青屏县", "白鹭区", "南岚市", "云岭乡", "石桥镇", "河东新区", "松谷县", "临泉市", "北岭自治县", "柳溪街道")
_ORGANS = ("财政局", "卫生健康局", "教育局", "司法局", "水务局", "市场监督管理局", "农业农村局", "交通运输局", "审计局")
_TOWNS = {"乡": "人民政府", "镇": "人民政府", "道": "办事处"}
OLD_HEADINGS = (
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息情况",
    "四、收费及减免情况",
    "五、行政复议、行政诉讼情况",
    "六、存在的主要问题及改进措施",
)


@dataclass(frozen=True)
class Words:
    """Title and paragraphs of a report, and the facts they state."""

    title: str
    agency: str
    year: int
    published: str
    opening: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]  # what stands above each table, the heading first
    closing: tuple[str, ...]
    facts: dict[str, str] = field(default_factory=dict)


def agency_of(dice):
    """A body that does not exist."""
    place = dice.choice(_PLACES)
    return place + _TOWNS.get(place[-1], "") if place[-1] in _TOWNS else place + dice.choice(_ORGANS)


def words(year, dice, *, statistics=False):
    """What a report on `year` says."""
    agency = agency_of(dice)
    day = f"{year + 1}-{dice.randint(1, 3):02d}-{dice.randint(1, 28):02d}"
    facts = {"period.from": f"{year}-01-01", "period.to": f"{year}-12-31"}
    contact = _contact(dice, facts) if dice.random() < 0.7 else ()
    opening = (_preface(agency, year, dice), *contact, *_overview(year, dice))
    closing = (*_problems(year, dice), *_other(year, dice, facts), agency, _written(day))
    headings = ("附件：政府信息公开情况统计表",) if statistics else HEADINGS
    before = tuple((heading, *_bait(dice)) for heading in headings)
    return Words(_title(agency, year, dice), agency, year, day, opening, before, closing, facts)


def old_words(year, dice):
    """A report from before the forms: sections and sentences, no tables."""
    agency = agency_of(dice)
    day = f"{year + 1}-{dice.randint(1, 3):02d}-{dice.randint(1, 28):02d}"
    total = dice.randint(3, 900)
    texts = (
        f"{year}年，{agency}把公开作为日常工作来抓，制度和人员都已到位。",
        f"全年公开各类信息{total}条，其中机构职能类{total // 3}条，其余为业务动态。",
        f"全年收到申请{dice.randint(0, 9)}件，均在法定期限内答复。",
        "提供信息没有收费，也没有减免。",
        "没有因信息公开引起的复议和诉讼。",
        "信息更新不够及时，下一年安排专人每周核对一次。",
    )
    lines = [line for pair in zip(OLD_HEADINGS, texts, strict=True) for line in pair]
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return Words(title, agency, year, day, tuple(lines), (), (agency, _written(day)), {})


def _title(agency, year, dice):
    return dice.choice(
        (
            f"{agency}{year}年政府信息公开工作年度报告",
            f"{agency}{year}年度政府信息公开工作年度报告",
            f"{year}年{agency}政府信息公开工作年度报告",
            f"{agency}{year}年政府信息公开年度报告",
        )
    )


def _preface(agency, year, dice):
    period = f"{year}年1月1日至{year}年12月31日"
    return dice.choice(
        (
            f"本报告由{agency}编制，共六个部分，所列数据的统计期限为{period}。",
            f"现将{agency}{year}年信息公开工作情况报告如下。数据统计期限自{period}止。",
            f"依照条例的要求编写本报告，统计数据的期限为{period}，电子版可在网站下载。",
        )
    )


def _contact(dice, facts):
    number, phone = dice.randint(1, 300), f"0{dice.randint(310, 999)}-{dice.randint(2000000, 8999999)}"
    code = f"{dice.randint(100000, 859999)}"
    facts |= {"contact.address": f"文华路{number}号", "contact.phone": phone, "contact.postcode": code}
    return (f"对报告有疑问的，请联系我们（地址：文华路{number}号，邮编：{code}，电话：{phone}）。",)


def _overview(year, dice):
    n = dice.randint(12, 4200)
    lines = [
        f"（一）主动公开。全年通过网站发布信息{n}条，其中政策文件{n // 7}条、动态{n // 2}条，浏览{n * 31}次。",
        f"（二）依申请公开。接到来电咨询{n % 97}次，当面咨询{n % 13}人次，申请渠道保持畅通。",
        f"（三）政府信息管理。{year}年清理旧文件{n % 23}件，失效的已作标注。",
        f"（四）平台建设。新媒体账号{n % 5 + 1}个，发布消息{n * 2}条，比上年增长{n % 40}.{n % 10}%。",
        "（五）监督保障。由一名负责人分管，每季度通报一次，评议结果公开。",
    ]
    return ("一、总体情况", *lines[: dice.randint(2, 5)])


def _bait(dice):
    """Lines right above a table, figures among them, that are no part of it."""
    return dice.choice(
        (
            (),
            (),
            ("本表数据截至12月31日。",),
            (f"说明：本年共清理{dice.randint(2, 90)}件，以下为清理后的数量。",),
            ("（单位：件）",),
            (f"表{dice.randint(1, 3)}",),
        )
    )


def _problems(year, dice):
    heading = dice.choice(("五、存在的主要问题及改进情况", "五、存在的主要问题和改进情况"))
    first = dice.choice(("解读的形式少，图表和视频不多。", "个别栏目一个月以上没有更新。", "部门之间口径不一。"))
    return (heading, f"一是{first}二是人员更换频繁。", f"{year + 1}年准备举办{dice.randint(2, 6)}次培训，逐栏核对。")


def _other(year, dice, facts):
    heading = "六、其他需要报告的事项"
    if dice.random() < 0.4:
        return (heading, "没有其他需要报告的事项。")
    if dice.random() < 0.5:
        facts |= {"fees.notices": "0", "fees.charged": "0"}
        return (heading, f"{year}年未发出收费通知，没有收取信息处理费。")
    notices, amount = dice.randint(1, 9), dice.randint(10, 3000)
    facts |= {"fees.notices": str(notices), "fees.charged": f"{amount}元"}
    return (heading, f"{year}年发出收费通知{notices}件，收取信息处理费{amount}元。")


def _written(day):
    year, month, date = map(int, day.split("-"))
    return f"{year}年{month}月{date}日"

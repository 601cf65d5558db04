"""Narratives of a usual length in our own wording, and copies of them with the edits that copying leaves."""

import re
from dataclasses import replace
from typing import NamedTuple

from archive.copies.narrative import Text

_PLACES = [
    a + b for a in "青白南云石河松临北柳东西长安平高新永大金" for b in "屏鹭岚岭桥溪谷泉川原湖山阳水陵沙江浦岗林"
]
_RANKS = ("县", "区", "市")
_ORGANS = (
    "财政局",
    "卫生健康局",
    "教育局",
    "司法局",
    "水务局",
    "农业农村局",
    "交通运输局",
    "审计局",
    "民政局",
    "统计局",
)
_WHEN = ("全年", "一年来", "上半年", "每季度", "年底前", "第三季度", "日常工作中", "换届之后", "汛期里", "开学前后")
_WHO = ("办公室", "各科室", "分管领导", "信息员", "值班人员", "窗口", "网站小组", "法规科", "档案室", "基层站所")
_HOW = ("逐条", "按月", "集中", "分批", "对照清单", "会同网信部门", "按程序", "现场", "借助表格", "随机")
_DID = ("核对", "更新", "清理", "梳理", "公布", "补登", "抽查", "归档", "讲解", "调整", "登记", "通报", "评议", "汇编")
_WHAT = (
    "机构职能目录",
    "办事指南",
    "预算决算",
    "执法结果",
    "救灾款物",
    "招标公告",
    "水质监测数据",
    "学区划分",
    "医保政策",
    "用地审批",
    "信访答复",
    "失效文件",
    "会议记录",
    "采购合同",
    "公示名单",
    "补贴标准",
    "收费清单",
    "人事任免",
    "统计年鉴",
    "应急预案",
    "安全检查结果",
    "帮扶项目",
    "建议提案",
    "热线问答",
)
_WHY = (
    "方便群众查找",
    "减少重复询问",
    "避免口径不一",
    "保证内容准确",
    "缩短等待时间",
    "便于社会监督",
    "防止泄露隐私",
    "让老人看得懂",
    "照顾偏远村组",
    "回应媒体关切",
    "落实上级要求",
    "理清部门职责",
    "留下办理痕迹",
    "提高答复质量",
    "降低纠错次数",
    "配合审计整改",
)
FORMULAS = {
    "preface": "根据《中华人民共和国政府信息公开条例》编制本报告，数据统计期限为{year}年1月1日至{year}年12月31日。",
    "other_matters": "{year}年度未发出收费通知，没有收取信息处理费。没有其他需要报告的事项。",
}
EDITS = ("none", "figures", "names", "dropped", "reordered", "reworded", "broken")


class Planted(NamedTuple):
    """A text that was made from another one."""

    copy: int
    source: int
    kind: str


def agencies(count):
    """The names of so many bodies, each another one."""
    names = (f"{place}{rank}{organ}" for organ in _ORGANS for rank in _RANKS for place in _PLACES)
    return [next(names) for _ in range(count)]


def sentence(agency, year, dice):
    """A sentence of some forty letters, with a figure in every third and a name in every tenth."""
    pick = dice.choice
    start = pick((f"{year}年，", f"{agency}", "我局", "", "", "", "", "", "", ""))
    figure = f"{dice.randint(2, 900)}条" if dice.random() < 0.35 else ""
    first = f"{pick(_WHEN)}{pick(_WHO)}{pick(_HOW)}{pick(_DID)}{pick(_WHAT)}{figure}"
    return f"{start}{first}，{pick(_HOW)}{pick(_DID)}{pick(_WHAT)}和{pick(_WHAT)}，{pick(_WHY)}、{pick(_WHY)}。"


def fresh(number, agency, year, dice, *, least=25, most=45):
    """A report nobody has written before."""
    said = [sentence(agency, year, dice) for _ in range(dice.randint(least, most))]
    return text(number, agency, year, said, dice)


def text(number, agency, year, said, dice):
    """A report of these sentences, a third of them in section five."""
    cut = len(said) * 2 // 3
    sections = (
        ("preface", FORMULAS["preface"].format(year=year)),
        ("overview", "\n".join(said[:cut])),
        ("problems", "\n".join(said[cut:])),
        ("other_matters", FORMULAS["other_matters"].format(year=year)),
    )
    day = f"{(year or 2000) + 1}-{dice.randint(1, 3):02d}-{dice.randint(1, 28):02d}"
    return Text(number, f"{agency}:{year}", agency, agency, year, day, "t2021", sections)


def said_in(source):
    """The sentences of a made report, however its lines are broken."""
    told = "".join(said for key, said in source.sections if key in ("overview", "problems"))
    return re.findall("[^。]+。", told.replace("\n", ""))


def copied(number, source, agency, year, edit, dice):
    """The report of another year or body that was made from `source`; `edit` is what was done to it.

    Where names are replaced, one in ten is forgotten.
    """
    said = said_in(source)
    if edit != "none":
        said = [re.sub(r"(?<!\d)\d{1,3}(?=条)", lambda _: str(dice.randint(2, 900)), line) for line in said]
    if edit != "none" and year != source.year:
        said = [line.replace(f"{source.year}年", f"{year}年") for line in said]
    if edit == "names":
        said = [line.replace(source.agency, agency) if dice.random() < 0.9 else line for line in said]
    if edit == "dropped":
        said = dice.sample(said, len(said) * 9 // 10)
    if edit == "reordered":
        dice.shuffle(said)
    if edit == "reworded":
        said = [line.replace("，", "，并", 1) if dice.random() < 0.3 else line for line in said]
    if edit == "broken":
        said = [f"{line[:20]}\n{line[20:]}" for line in said]
    return text(number, agency, year, said, dice)


def dated(made, day):
    """The report, published on another day."""
    return replace(made, published=day)


def of_body(made, body):
    """The report, under another key of its body."""
    return replace(made, body=body)


def with_sections(made, sections):
    """The report with other sections."""
    return replace(made, sections=tuple(sections.items()))


def archive(bodies, years, dice, share=0.2):
    """Reports of so many bodies over `years`, a share of them copied from an earlier one, and what was copied from what."""
    made, planted = [], []
    names = agencies(bodies)
    for year in years:
        before = list(made)
        for agency in names:
            number = len(made)
            if before and dice.random() < share:
                own = [one for one in before[-bodies:] if one.agency == agency]
                kind = dice.choice(("same_body_years", "across_bodies"))
                source = own[0] if kind == "same_body_years" and own else dice.choice(before[-bodies:])
                kind = "same_body_years" if source.agency == agency else "across_bodies"
                made.append(copied(number, source, agency, year, dice.choice(EDITS), dice))
                planted.append(Planted(number, source.number, kind))
            else:
                made.append(fresh(number, agency, year, dice))
    return made, planted


def put(connection, made):
    """A made report in an archive's tables, as its current reading."""
    version = f"v{made.number}"
    rows = {
        "body": {"id": made.body, "name": made.agency},
        "report": {
            "id": made.number,
            "key": made.report,
            "body": made.body,
            "year": made.year,
            "status": "read",
            "version": version,
            "release": "1",
        },
        "reading": {
            "version": version,
            "release": "1",
            "read_at": "",
            "template": made.template,
            "published_on": made.published,
            "status": "read",
        },
    }
    for table, row in rows.items():
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    connection.executemany(
        "INSERT INTO section (report, position, key, text) VALUES (?, ?, ?, ?)",
        [(made.number, i, key, said) for i, (key, said) in enumerate(made.sections, 1)],
    )

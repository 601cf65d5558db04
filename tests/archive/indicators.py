"""The statistics form of 2014 and its relatives as rows of `Item`, in the layouts they are printed in."""

from dataclasses import replace

from tests.archive.layouts import Item

# number, indicator, unit, key below `stats.`; a row without key heads a group
_ROWS = """
一、|主动公开情况|——|
（一）|主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条|disclosure.items
|其中：主动公开规范性文件数|条|disclosure.normative_disclosed
|制发规范性文件总数|件|disclosure.normative_issued
（二）|通过不同渠道和方式公开政府信息的情况|——|
1.|政府公报公开政府信息数|条|disclosure.channels.gazette
2.|政府网站公开政府信息数|条|disclosure.channels.website
3.|政务微博公开政府信息数|条|disclosure.channels.weibo
4.|政务微信公开政府信息数|条|disclosure.channels.wechat
5.|其他方式公开政府信息数|条|disclosure.channels.other
二、|回应解读情况|——|
（一）|回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次|response.hot_topics
（二）|通过不同渠道和方式回应解读的情况|——|
1.|参加或举办新闻发布会总次数|次|response.press_conferences
|其中：主要负责同志参加新闻发布会次数|次|response.press_conferences_head
2.|政府网站在线访谈次数|次|response.web_interviews
|其中：主要负责同志参加政府网站在线访谈次数|次|response.web_interviews_head
3.|政策解读稿件发布数|篇|response.interpretations
4.|微博微信回应事件数|次|response.social_media
5.|其他方式回应事件数|次|response.other
三、|依申请公开情况|——|
（一）|收到申请数|件|requests.received
1.|当面申请数|件|requests.received.in_person
2.|传真申请数|件|requests.received.fax
3.|网络申请数|件|requests.received.online
4.|信函申请数|件|requests.received.letter
（二）|申请办结数|件|requests.completed
1.|按时办结数|件|requests.completed.on_time
2.|延期办结数|件|requests.completed.extended
（三）|申请答复数|件|requests.replies
1.|属于已主动公开范围数|件|requests.replies.already_public
2.|同意公开答复数|件|requests.replies.granted
3.|同意部分公开答复数|件|requests.replies.partial
4.|不同意公开答复数|件|requests.replies.denied
|其中：涉及国家秘密|件|requests.replies.denied.state_secret
|涉及商业秘密|件|requests.replies.denied.trade_secret
|涉及个人隐私|件|requests.replies.denied.privacy
|危及国家安全、公共安全、经济安全和社会稳定|件|requests.replies.denied.security_stability
|不是《条例》所指政府信息|件|requests.replies.denied.not_government_information
|法律法规规定的其他情形|件|requests.replies.denied.other_law
5.|不属于本行政机关公开数|件|requests.replies.not_this_agency
6.|申请信息不存在数|件|requests.replies.nonexistent
7.|告知作出更改补充数|件|requests.replies.asked_to_amend
8.|告知通过其他途径办理数|件|requests.replies.other_route
四、|行政复议数量|件|reconsideration
（一）|维持具体行政行为数|件|reconsideration.upheld
（二）|被依法纠错数|件|reconsideration.corrected
（三）|其他情形数|件|reconsideration.other
五、|行政诉讼数量|件|litigation
（一）|维持具体行政行为或者驳回原告诉讼请求数|件|litigation.upheld
（二）|被依法纠错数|件|litigation.corrected
（三）|其他情形数|件|litigation.other
六、|举报投诉数量|件|complaints
七、|依申请公开信息收取的费用|万元|fees_collected
八、|机构建设和保障经费情况|——|
（一）|政府信息公开工作专门机构数|个|capacity.offices
（二）|设置政府信息公开查阅点数|个|capacity.reading_points
（三）|从事政府信息公开工作人员数|人|capacity.staff
1.|专职人员数（不包括政府公报及政府网站工作人员数）|人|capacity.staff.full_time
2.|兼职人员数|人|capacity.staff.part_time
（四）|政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元|capacity.funding
九、|政府信息公开会议和培训情况|——|
（一）|召开政府信息公开工作会议或专题会议数|次|training.meetings
（二）|举办各类培训班数|次|training.courses
（三）|接受培训人员数|人次|training.trainees
"""
FORM = [line.split("|") for line in _ROWS.split()]
YEAR = "stats.{}"
TITLE = "甲市乙局2016年政府信息公开工作年度报告"


def drawn_figures(dice, columns, pool=(0, 0, 1, 2, 7, 31, 262, 1105)):
    """Cell id -> text for every row and column; the sums need not hold."""
    ids = [column.format(f"{key}") for *_, key in FORM if key for column in columns]
    return {key: str(dice.choice(pool)) for key in ids}


def listed(printed, heads, columns=(YEAR,), *, unit=True, code=False, sequence=False):
    """The form as a table: `heads` name the columns of values, `columns` make their ids from a row's key."""
    rows = [[*_kept("序号", sequence), "统计指标", *_kept("单位", unit), *_kept("代码", code), *heads]]
    made = [[Item(text, tag="head") for text in rows[0]]]
    for n, (number, label, measure, key) in enumerate(FORM, 1):
        row = [Item(str(n))] if sequence else []
        row.append(Item(number + label, tag="label"))
        row += [*_kept(Item(measure), unit), *_kept(Item(f"{n:02d}"), code)]
        ids = [column.format(key) if key else "" for column in columns]
        made.append([*row, *(Item(printed.get(i, ""), tag="value", id=i or None) for i in ids)])
    return made


def _kept(thing, wanted):
    return [thing] if wanted else []


def grouped(rows):
    """The same table with the heads of groups as merged cells at its left, one character a line."""
    starts = [r for r, row in enumerate(rows) if r and row[0].text[1:2] == "、"]
    made = [[replace(rows[0][0], width=2), *rows[0][1:]]]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        below = rows[start + 1 : end]
        if not below or rows[start][1].text != "——":
            made += [[replace(row[0], width=2), *row[1:]] for row in rows[start:end]]
            continue
        stub = Item("\n".join(rows[start][0].text), 1, len(below))
        made += [[stub, *below[0]], *below[1:]]
    return made


def beside(rows):
    """The table folded in the middle: its second half beside the first, under a head of its own."""
    half = len(rows) // 2 + 1
    left, right = rows[1:half], rows[half:]
    right += [[Item("")] * len(rows[0])] * (len(left) - len(right))
    return [rows[0] + rows[0], *(a + b for a, b in zip(left, right, strict=True))]

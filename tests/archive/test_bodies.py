"""Which body a name stands for: real names with the normal form, division and level they must get."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import SHARED

from archive.bodies import body_key, body_of, is_body, todays_key
from archive.body_kinds import kind_of
from archive.body_names import body_name
from archive.divisions import _table, chain
from archive.organs import normal_organ, vocabulary


@pytest.mark.parametrize(
    ("name", "scope", "key", "level"),
    [
        # the same body, written out, short, and with all or none of its places
        ("嘉兴市秀洲区卫生健康局", None, "秀洲区卫生健康局@330411", "county"),
        ("秀洲区卫健局", "www.jiaxing.gov.cn", "秀洲区卫生健康局@330411", "county"),
        ("卫健局", "330411", "秀洲区卫生健康局@330411", "county"),
        ("区卫生和健康局", "330411", "秀洲区卫生健康局@330411", "county"),
        ("秀洲区卫健局", "330400", "秀洲区卫生健康局@330411", "county"),
        # normal forms
        ("连云港市发改委", None, "连云港市发展和改革委员会@320700", "prefecture"),
        ("发展改革委", "320700", "连云港市发展和改革委员会@320700", "prefecture"),
        ("镇江市国资委", None, "镇江市国有资产监督管理委员会@321100", "prefecture"),
        ("盐城市工信局", None, "盐城市工业和信息化局@320900", "prefecture"),
        ("住建委", "500000", "重庆市住房和城乡建设委员会@500000", "province"),
        ("人社局", "210300", "鞍山市人力资源和社会保障局@210300", "prefecture"),
        ("市场监管局", "610900", "安康市市场监督管理局@610900", "prefecture"),
        ("市监局", "610900", "安康市市场监督管理局@610900", "prefecture"),
        ("福建省民族与宗教事务厅", None, "福建省民族宗教事务厅@350000", "province"),
        ("福建省市场监督管理局(知识产权局)", None, "福建省市场监督管理局@350000", "province"),
        ("福建省人民政府外事办公室网站", None, "福建省外事办公室@350000", "province"),
        ("福建省人民政府国有资产监督管理委员会", None, "福建省国有资产监督管理委员会@350000", "province"),
        ("重庆市信访办公众信息网", None, "重庆市信访办公室@500000", "province"),
        ("无锡市市政和园林局", None, "无锡市市政和园林局@320200", "prefecture"),
        ("辽宁工信厅", None, "辽宁省工业和信息化厅@210000", "province"),
        ("凉山州民政局", None, "凉山彝族自治州民政局@513400", "prefecture"),
        ("凉山彝族自治州民政局", None, "凉山彝族自治州民政局@513400", "prefecture"),
        # the short name of a place before an organ
        ("嘉兴教育局", "330411", "嘉兴市教育局@330400", "prefecture"),
        ("嘉兴教育局", "www.a.gov.cn", "嘉兴市教育局@330400", "prefecture"),
        ("秀洲统计局", "330411", "秀洲区统计局@330411", "county"),
        ("秀洲统计局", "330400", "秀洲区统计局@330411", "county"),
        ("嘉兴市秀洲统计局", None, "秀洲区统计局@330411", "county"),
        ("铜山城市管理局", "320300", "铜山区城市管理局@320312", "county"),
        ("长沙教育局", "430100", "长沙市教育局@430100", "prefecture"),
        ("长沙教育局", "430121", "长沙教育局@430100", None),  # of the city or of the county of that name
        ("鼓楼教育局", "330411", "鼓楼教育局@330400", None),
        ("公安局", "421022", "公安县公安局@421022", "county"),
        ("市中医院", "370400", "枣庄市中医院@370400", "prefecture"),
        ("合作交流办公室", "330411", "秀洲区合作交流办公室@330411", "county"),
        ("秀洲区府办公室", "330411", "秀洲区人民政府办公室@330411", "county"),
        # the branch office of a city's bureau for a district, however it is said
        ("秀洲区公安分局", None, "秀洲区公安分局@330411", "county"),
        ("秀洲公安分局", "330411", "秀洲区公安分局@330411", "county"),
        ("公安分局", "330411", "秀洲区公安分局@330411", "county"),
        ("嘉兴市公安局秀洲区分局", "330411", "秀洲区公安分局@330411", "county"),
        ("嘉兴市公安局秀洲分局", None, "秀洲区公安分局@330411", "county"),
        ("市公安局秀洲分局", "330411", "秀洲区公安分局@330411", "county"),
        ("嘉兴市秀洲区公安分局", "330400", "秀洲区公安分局@330411", "county"),
        ("嘉兴市生态环境局秀洲分局", "330411", "秀洲区生态环境分局@330411", "county"),
        ("秀洲生态环境分局", "330400", "秀洲区生态环境分局@330411", "county"),
        ("嘉兴市自规局秀洲分局", None, "秀洲区自然资源和规划分局@330411", "county"),
        ("长沙市生态环境局长沙分局", None, "长沙县生态环境分局@430121", "county"),
        ("南京市公安局鼓楼分局", None, "鼓楼区公安分局@320106", "county"),
        ("公安局和平分局", "120000", "和平区公安分局@120101", "county"),
        ("徐州市公安局经济技术开发区分局", None, "徐州市经济技术开发区公安分局@320300", None),
        # for no place that is known: the city's
        ("嘉兴市公安局水上分局", "330411", "嘉兴市公安局水上分局@330400", "prefecture"),
        ("秀洲区公安局", "330411", "秀洲区公安局@330411", "county"),
        # a bare short name of a place, where one place within the portal's has it
        ("铜山", "320300", "铜山区人民政府@320312", "county"),
        ("秀洲", "330411", "秀洲区人民政府@330411", "county"),
        ("嘉兴", "330000", "嘉兴市人民政府@330400", "prefecture"),
        ("公安", "421000", "荆州市公安@421000", "prefecture"),
        ("长沙", "430100", "长沙市长沙@430100", "prefecture"),
        ("平潭", "330411", "秀洲区平潭@330411", "county"),
        # in traditional characters, whole or in part
        ("秀洲區統計局", "330411", "秀洲区统计局@330411", "county"),
        ("秀洲区統計局", "330411", "秀洲区统计局@330411", "county"),
        ("縣衛生健康局", "350128", "平潭县卫生健康局@350128", "county"),
        ("鎮江市國資委", None, "镇江市国有资产监督管理委员会@321100", "prefecture"),
        ("蘇澳鎮人民政府", "350128", "平潭县苏澳镇人民政府@350128", "township"),
        ("乾县统计局", None, "乾县统计局@610424", "county"),
        # a rank in place of the place
        ("省地方志办公室", "610000", "陕西省地方志办公室@610000", "province"),
        ("自治区政府办公厅", "150000", "内蒙古自治区人民政府办公厅@150000", "province"),
        ("市政府", "610500", "渭南市人民政府@610500", "prefecture"),
        ("市公安局", "330411", "嘉兴市公安局@330400", "prefecture"),
        ("市公安局", "230183", "尚志市公安局@230183", "county"),
        ("县政府办公室", "610822", "府谷县人民政府办公室@610822", "county"),
        ("旗政府办", "152923", "额济纳旗人民政府办公室@152923", "county"),
        # governments, townships
        ("平潭县", "350100", "平潭县人民政府@350128", "county"),
        ("绥滨县人民政府", "230400", "绥滨县人民政府@230422", "county"),
        ("重庆市九龙坡区二郎街道", None, "九龙坡区二郎街道办事处@500107", "township"),
        ("二郎街道办", "500107", "九龙坡区二郎街道办事处@500107", "township"),
        ("兴仁市大山镇", None, "兴仁市大山镇人民政府@522302", "township"),
        ("温图高勒苏木", "152923", "额济纳旗温图高勒苏木人民政府@152923", "township"),
        # the whole country, and its offices in one place
        ("财政部", "www.mof.gov.cn", "财政部", "ministry"),
        ("工信部", None, "工业和信息化部", "ministry"),
        ("国家税务总局", None, "国家税务总局", "ministry"),
        ("国家税务总局平潭县税务局", None, "平潭县税务局@350128", "county"),
        ("最高人民法院", None, "最高人民法院", "ministry"),
        # organs of before and after a reform are not one
        ("平潭县卫计局", None, "平潭县卫生和计划生育局@350128", "county"),
        ("原平潭县卫计局", None, "平潭县卫生和计划生育局@350128", "county"),
        ("原州区统计局", None, "原州区统计局@640402", "county"),
        # what is in no table stays what it is, in the scope it was found in
        ("青屿市统计局", "a.gov.cn", "青屿市统计局@a.gov.cn", None),
        ("统计局", "a.gov.cn", "统计局@a.gov.cn", None),
        ("统计局", None, "统计局", None),
        ("鼓楼区财政局", None, "鼓楼区财政局", "county"),
        ("鼓楼区财政局", "410200", "鼓楼区财政局@410204", "county"),
        # an area with a committee is the same on its own portal and on its city's
        ("平潭综合实验区", "350128", "平潭综合实验区管理委员会@350100", None),
        ("平潭综合实验区管委会", "350100", "平潭综合实验区管理委员会@350100", None),
        ("徐州经济技术开发区管理委员会", "320000", "徐州经济技术开发区管理委员会@320300", None),
        ("徐州经济技术开发区", "www.xz.gov.cn", "徐州经济技术开发区管理委员会@320300", None),
        ("赤水镇", "500100", "赤水镇人民政府@500100", "township"),
        # named in another language as well
        ("Ministry of Justice (司法部)", None, "司法部", "ministry"),
        ("Shandong Province (山东省)", None, "山东省人民政府@370000", "province"),
    ],
)
def test_a_name_stands_for_a_body(name, scope, key, level):
    body = body_of(name, scope)
    assert (body.key, body.level) == (key, level)
    code = key.partition("@")[2]
    assert body.division == (code if code.isdigit() and chain(code)[-1].name in key else None)


@pytest.mark.parametrize(
    ("name", "scope", "shown"),
    [
        ("统计局", "350128", "平潭县统计局"),
        ("县统计局", "350128", "平潭县统计局"),
        ("縣統計局", "350128", "平潭县統計局"),
        ("福州市平潭县统计局", "350128", "福州市平潭县统计局"),
        ("平潭县", "350100", "平潭县人民政府"),
        ("平潭", "350100", "平潭县人民政府"),
        ("秀洲区卫健局", "330411", "秀洲区卫健局"),
        ("统计局", "a.gov.cn", "统计局"),
    ],
)
def test_it_is_shown_as_it_is_printed_with_its_place(name, scope, shown):
    assert body_of(name, scope).name == shown


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("平潭县卫健局（原卫生和计划生育局）", ("平潭县卫生和计划生育局@350128",)),
        ("平潭县卫生健康局(原平潭县卫计局)", ("平潭县卫生和计划生育局@350128",)),
        ("平潭县自然资源和规划局（由国土资源局更名）", ("平潭县国土资源局@350128",)),
        ("平潭县市场监督管理局（知识产权局）", ()),
        ("平潭县卫生健康局", ()),
    ],
)
def test_a_name_that_says_so_names_what_the_body_was_before(name, before):
    body = body_of(name)
    assert body.formerly == before
    assert "原" not in body.key


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("平潭县人民政府", "government"),
        ("平潭县政府", "government"),
        ("平潭县政府办公室", "government_office"),
        ("大山镇政府", "township"),
        ("温图高勒苏木人民政府", "township"),
        ("平潭县统计局", "department"),
        ("长春新区管理委员会", "other"),
        ("平潭县统计局、审计局", "other"),
        ("平潭县统计、审计局", "department"),
    ],
)
def test_what_kind_of_body_a_name_is_of(name, kind):
    assert kind_of(name) == kind


def test_a_line_that_names_two_bodies_is_neither_and_no_bodys_name():
    both = body_of("秀洲区统计局、审计局", "330411")
    assert (both.key, both.name) == ("秀洲区统计局、审计局@330411", "秀洲区统计局、审计局")
    assert both.key not in {body_key("统计局", "330411"), body_key("审计局", "330411")}
    assert not is_body("秀洲区统计局、审计局")


@pytest.mark.parametrize(
    ("earlier", "today"),
    [
        ("秀洲区嘉兴教育局@330411:2020", "嘉兴市教育局@330400:2020"),
        ("秀洲区秀洲公安分局@330411:2020", "秀洲区公安分局@330411:2020"),
        ("嘉兴市公安局秀洲区分局@330400:2020", "秀洲区公安分局@330411:2020"),
        ("嘉兴市生态环境局秀洲分局@330400:2020", "秀洲区生态环境分局@330411:2020"),
        ("秀洲区秀洲@330411:2020", "秀洲区人民政府@330411:2020"),
        ("徐州市铜山@320300:2020", "铜山区人民政府@320312:2020"),
        ("秀洲区秀洲區統計局@330411:2020", "秀洲区统计局@330411:2020"),
        ("秀洲区府办公室@330411:2020", "秀洲区人民政府办公室@330411:2020"),
        ("新城街道办事处@330400:2020", "新城街道办事处@330400:2020"),
        ("秀洲区新城街道办事处@330411:2020", "秀洲区新城街道办事处@330411:2020"),
        ("国家税务总局@330411:2020", "国家税务总局:2020"),
        ("秀洲区统计局@330411:2020", "秀洲区统计局@330411:2020"),
    ],
)
def test_the_key_of_an_earlier_release_leads_to_todays(earlier, today):
    assert todays_key(earlier) == today
    assert todays_key(today) == today


PLACES = [one for names in _table().by_code.values() for one in names if one.stands and one.name != one.short]
MATTERS = sorted(vocabulary()["matters"].items())


@given(st.sampled_from(PLACES), st.sampled_from(MATTERS), st.sampled_from(["局", "委", "委员会"]))
def test_every_spelling_of_a_body_at_home_or_with_all_its_places_is_one_body(place, matter, end):
    """Whatever the place and the organ: written out or short, alone, with its place, or with what that is part of."""
    short, full = matter
    whole = "".join(part.name for part in chain(place.code))
    keys = {
        body_key(whole + full + end, None),
        body_key(whole + short + end, "www.a.gov.cn"),
        body_key(place.name + short + end, place.code),
        body_key(full + end, place.code),
        body_key(whole + full + end, "110000"),
    }
    assert len(keys) == 1
    assert keys.pop().endswith(f"@{place.code}")
    assert body_of(whole + short + end).division == place.code


@given(st.text(max_size=120), st.none() | st.sampled_from(["350128", "350000", "a.gov.cn", "3", "350128001"]))
def test_any_name_is_read_without_an_error_and_always_alike(name, scope):
    body = body_of(name, scope)
    assert body == body_of(name, scope)
    assert body.level in (None, "ministry", "province", "prefecture", "county", "township")
    assert body_name(name).formerly is not None


@given(st.sampled_from(sorted(vocabulary()["matters"].values())), st.sampled_from(["局", "厅", "委员会", "办公室"]))
def test_a_normal_form_is_its_own_normal_form(matter, end):
    assert normal_organ(matter + end) == matter + end


@pytest.mark.parametrize("whole", sorted(vocabulary()["organs"].values()))
def test_a_whole_name_in_its_normal_form_stays_that(whole):
    assert normal_organ(whole) == whole


def test_hostile_names_cost_no_time():
    for name in ("原" * 5000, "（原" * 2000, "县" * 5000, "（" * 5000 + "）" * 5000, "甲" * 100_000):
        body_of(name)


@pytest.mark.skipif(not (SHARED / "portals_seen.csv").exists(), reason="the list of portals is not here")
def test_the_names_of_the_portals_seen_are_read_as_they_stand_there():
    """Every agency that is named with the place its region ends with is of that place, and none of another province."""
    with (SHARED / "portals_seen.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["agency"]]
    from archive.divisions import find

    checked = 0
    for row in rows:
        where = None
        for word in row["region"].replace("(镜像域)", "").split():
            found = find(word, where.code if where else None)
            where = found or where
        if where is None:
            continue
        body = body_of(row["agency"], where.code)
        if body.division:
            checked += 1
            assert body.division[:2] == where.code[:2], row
    assert checked > 400

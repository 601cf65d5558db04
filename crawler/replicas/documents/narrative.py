"""The prose around the tables: our own words, with the figures of the report in them."""

from __future__ import annotations

from crawler.replicas.figures import Published


def preface(report: Published) -> str:
    """What the report is, and over which time its figures run."""
    y = report.year
    return (
        f"按照政府信息公开条例的要求，{report.agency}汇总本机关一年来的公开工作，形成本报告。"
        f"报告中的数据统计期限为{y}年1月1日至{y}年12月31日。"
    )


def overview(report: Published) -> list[str]:
    """Section one; its figures are those of the tables."""
    p = report.printed
    return [
        f"（一）主动公开。{report.year}年本机关按目录公布各类信息，重点公布办事指南、预算决算和执法结果。",
        f"（二）依申请公开。全年收到政府信息公开申请{p['applications.new[total]']}件，"
        f"结转下年度办理{p['applications.carried_out[total]']}件。",
        "（三）信息管理。信息公布前逐件核对，已经失效的文件及时标注。",
        "（四）平台建设。网站专栏按统一格式整理，便于查找和下载。",
        "（五）监督保障。指定专人负责，每季度检查一次。",
    ]


def problems(report: Published) -> list[str]:
    """Section five."""
    return [
        "一是个别栏目更新不够快；二是解读形式还比较单一。",
        f"{report.year + 1}年将缩短更新周期，增加问答和图表形式的解读。",
    ]


def other(report: Published) -> list[str]:
    """Section six."""
    return [f"{report.year}年度未发出收费通知，没有收取信息处理费。"]


HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)

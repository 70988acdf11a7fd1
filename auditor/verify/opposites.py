"""Words that leave nothing out between them: two counts so called make up the count of all."""

import re

from auditor.base.pattern import pattern

_SEEN = "circulars and yearly reports: a total, and behind it the two counts that make it up"

HALVES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        pattern(r"集体提案", finds=("集体提案",), not_in=("委员提案",), seen=_SEEN),
        pattern(
            r"(?:委员|个人|联名)(?:和联名)?提案", finds=("委员提案", "个人和联名提案"), not_in=("集体提案",), seen=_SEEN
        ),
    ),
    (
        pattern(r"有效(?:信|来|件|诉|留)", finds=("有效信件",), not_in=("重复信件", "有效率"), seen=_SEEN),
        pattern(r"重复|无效", finds=("无效重复信件",), not_in=("有效信件",), seen=_SEEN),
    ),
    (
        pattern(r"县直|区直|市直|政府部门|县级部门|部门", finds=("县直部门",), not_in=("各乡镇",), seen=_SEEN),
        pattern(r"乡镇|镇|街道|乡", finds=("各乡镇",), not_in=("县直部门",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!不)合格", finds=("合格网站",), not_in=("不合格网站",), seen=_SEEN),
        pattern(r"不合格", finds=("不合格网站",), not_in=("合格网站",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!不)达标", finds=("达标",), not_in=("不达标",), seen=_SEEN),
        pattern(r"不达标|未达标", finds=("不达标",), not_in=("达标",), seen=_SEEN),
    ),
    (
        pattern(r"按(?:时|期)", finds=("按时办结",), not_in=("逾期办结",), seen=_SEEN),
        pattern(r"延期|逾期|超期", finds=("逾期办结",), not_in=("按时办结",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!未)办结", finds=("办结",), not_in=("未办结",), seen=_SEEN),
        pattern(r"正在办理|未办结|在办|结转", finds=("未办结",), not_in=("办结",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!未)采用|(?<!未)采纳", finds=("采用",), not_in=("未采用",), seen=_SEEN),
        pattern(r"未采", finds=("未采用",), not_in=("采用",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!不)同意", finds=("同意公开",), not_in=("不同意公开",), seen=_SEEN),
        pattern(r"不同意", finds=("不同意公开",), not_in=("同意公开",), seen=_SEEN),
    ),
    (
        pattern(
            r"(?:直接|当场|自行|即时)(?:解答|答复|办理|办结|处理|回复)",
            finds=("直接解答",),
            not_in=("转交",),
            seen=_SEEN,
        ),
        pattern(r"转(?:办|交|派)|派单|交办", finds=("转交责任单位",), not_in=("直接解答",), seen=_SEEN),
    ),
    (
        pattern(r"第一[批轮次]|上半年", finds=("第一批", "第一轮"), not_in=("第二批",), seen=_SEEN),
        pattern(r"第二[批轮次]|下半年", finds=("第二批", "第二轮"), not_in=("第一批",), seen=_SEEN),
    ),
    (
        pattern(r"动态|新闻", finds=("新闻动态类",), not_in=("信息公开类",), seen=_SEEN),
        pattern(r"信息公开|公开类", finds=("信息公开类",), not_in=("新闻动态类",), seen=_SEEN),
    ),
    (
        pattern(r"本年|新收", finds=("本年新收",), not_in=("上年结转",), seen=_SEEN),
        pattern(r"结转", finds=("上年结转",), not_in=("本年新收",), seen=_SEEN),
    ),
    (
        pattern(r"主办", finds=("主办建议",), not_in=("协办建议",), seen=_SEEN),
        pattern(r"协办|会办|分办", finds=("协办建议",), not_in=("主办建议",), seen=_SEEN),
    ),
    (
        pattern(r"男", finds=("男性",), not_in=("女性",), seen=_SEEN),
        pattern(r"女", finds=("女性",), not_in=("男性",), seen=_SEEN),
    ),
    (
        pattern(r"原创", finds=("原创",), not_in=("转载",), seen=_SEEN),
        pattern(r"转载", finds=("转载",), not_in=("原创",), seen=_SEEN),
    ),
    (
        pattern(r"主动公开", finds=("主动公开",), not_in=("依申请公开",), seen=_SEEN),
        pattern(r"依申请", finds=("依申请公开",), not_in=("主动公开",), seen=_SEEN),
    ),
    (
        pattern(r"行政复议", finds=("行政复议",), not_in=("行政诉讼",), seen=_SEEN),
        pattern(r"行政诉讼", finds=("行政诉讼",), not_in=("行政复议",), seen=_SEEN),
    ),
    (
        pattern(r"省级|上级", finds=("上级文件",), not_in=("本级文件",), seen=_SEEN),
        pattern(r"本级|县级", finds=("本级文件",), not_in=("上级文件",), seen=_SEEN),
    ),
    (
        pattern(r"市直|市本级|市级|本级", finds=("市直部门",), not_in=("各县",), seen=_SEEN),
        pattern(r"县\x00|县区|区县|各县|地方", finds=("各县", "地方各级政府及部门"), not_in=("市直部门",), seen=_SEEN),
    ),
    (
        pattern(r"^(?:其中)?国务院(?:各)?部门", finds=("国务院部门",), not_in=("各地区",), seen=_SEEN),
        pattern(r"^(?:其中)?(?:各)?(?:地方|地区)", finds=("地方政府及其部门",), not_in=("国务院部门",), seen=_SEEN),
    ),
    (
        pattern(
            r"^(?:其中)?(?:[省市县区]?人大)?(?:代表)?建议", finds=("人大代表建议",), not_in=("政协提案",), seen=_SEEN
        ),
        pattern(r"^(?:[省市县区]?政协)?(?:委员)?提案", finds=("政协提案",), not_in=("人大代表建议",), seen=_SEEN),
    ),
)
"""Two parts of a total, told of things of one kind."""

STATES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        pattern(r"高于平均", finds=("高于平均分的",), not_in=("低于平均分的",), seen=_SEEN),
        pattern(r"低于平均", finds=("低于平均分的",), not_in=("高于平均分的",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!不)合格", finds=("合格网站",), not_in=("不合格网站",), seen=_SEEN),
        pattern(r"不合格", finds=("不合格网站",), not_in=("合格网站",), seen=_SEEN),
    ),
    (
        pattern(r"(?<![未不])达标", finds=("达标",), not_in=("未达标",), seen=_SEEN),
        pattern(r"[未不]达标", finds=("未达标",), not_in=("达标",), seen=_SEEN),
    ),
    (
        pattern(r"(?<![未没有])有?更新", finds=("有更新",), not_in=("没有更新",), seen=_SEEN),
        pattern(r"[未没]有?更新", finds=("没有更新",), not_in=("有更新",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!未)办结", finds=("办结",), not_in=("未办结",), seen=_SEEN),
        pattern(r"未办结|在办", finds=("未办结", "正在办理"), not_in=("办结",), seen=_SEEN),
    ),
    (
        pattern(r"(?:已|完成)整改", finds=("已整改",), not_in=("正在整改",), seen=_SEEN),
        pattern(r"(?:正在|未(?:完成)?)整改", finds=("正在整改",), not_in=("已整改",), seen=_SEEN),
    ),
    (
        pattern(r"按[时期]|及时", finds=("按时办结",), not_in=("超时办理",), seen=_SEEN),
        pattern(
            r"超[时期]|逾期|延期|超过(?:规定|法定)?(?:时限|期限|时间)",
            finds=("超时办理", "超过规定时限公开"),
            not_in=("按时办结",),
            seen=_SEEN,
        ),
    ),
    (
        pattern(r"(?<![未没有])完成", finds=("已完成",), not_in=("未完成",), seen=_SEEN),
        pattern(
            r"[未没]有?完成|尚[有余]|还[有剩]|剩余|其余|余下",
            finds=("未完成", "尚有", "剩余"),
            not_in=("已完成",),
            seen=_SEEN,
        ),
    ),
    (
        pattern(r"(?<!未)解决", finds=("已解决",), not_in=("未解决",), seen=_SEEN),
        pattern(r"未解决", finds=("未解决",), not_in=("已解决",), seen=_SEEN),
    ),
    (
        pattern(r"(?<!未)公开", finds=("已公开",), not_in=("未公开",), seen=_SEEN),
        pattern(r"未公开", finds=("未公开",), not_in=("已公开",), seen=_SEEN),
    ),
    (
        pattern(r"正常", finds=("正常运行",), not_in=("停更",), seen=_SEEN),
        pattern(
            r"停更|关停|异常|(?:存在|发现|有)问题|问题(?:栏目|网站|账号)",
            finds=("停更", "发现问题栏目"),
            not_in=("正常运行",),
            seen=_SEEN,
        ),
    ),
)
"""What has been done, and what has not: the second word also holds the first, with its negation."""

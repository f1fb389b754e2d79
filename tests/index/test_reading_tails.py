"""Speaker lines that say that, how or for whom somebody speaks; times and acts before them; lists at the head."""

import pytest

from index.reading import read_text
from index.reading.speakers import parse_speaker

TEXT = "渔港的废机油随意倾倒，建议建立集中回收点，每季度清运一次。"
OTHER = "码头工人没有阅读的场所，建议设立五个流动书屋，由工会管理。"
THIRD = "小店装修期间不能开门，建议对沿街改造的商户减免半年租金。"


def said(text: str) -> list[tuple[str | None, str, str, int]]:
    return [(s.speaker, s.role, s.title, len(s.paragraphs)) for s in read_text(text, source="页.txt").document.speeches]


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("马兰代表民建海川市委会发言", "马兰", "民建海川市委会"),
        ("马　兰代表市政协经济委员会作大会发言", "马兰", "市政协经济委员会"),
        ("马兰（代表民进海川市委会）", "马兰", "民进海川市委会"),
        ("马兰（代表民进海川市委会发言）", "马兰", "民进海川市委会"),
        ("马兰同志代表第三小组作交流发言", "马兰", "第三小组"),
        ("马兰代表妇联界别作界别发言", "马兰", "妇联界别"),
        ("马兰受市工商联委托作书面发言", "马兰", "市工商联"),
        ("代表民革海川市委会发言　马兰", "马兰", "民革海川市委会"),
        ("民革海川市委会（马兰代表发言）", "马兰", "民革海川市委会"),
        ("民革海川市委会（发言人：马兰）", "马兰", "民革海川市委会"),
        ("马兰代表民盟市委会作题为“让阅读点亮乡村”的发言", "马兰", "民盟市委会"),
        ("市政协委员马兰代表民盟市委会发言", "马兰", "民盟市委会"),
        ("市人大代表马兰发言", "马兰", "市人大代表"),
        ("市政协委员马兰的发言", "马兰", "市政协委员"),
        ("市水务局局长马兰作书面发言", "马兰", "市水务局局长"),
        ("市政协常委　马兰　作书面发言", "马兰", "市政协常委"),
        ("马兰委员在联组会议上的发言摘要", "马兰", "委员"),
        ("马兰同志的发言", "马兰", ""),
        ("大会发言之三：市妇联", "市妇联", ""),
        ("市政协社会和法制委员会书面发言", "市政协社会和法制委员会", ""),
        ("民革海川市委会的发言", "民革海川市委会", ""),
        ("民革海川市委会（马兰代读）", "民革海川市委会", ""),
        ("[09:36] 市政协委员 阿依·吐逊（北山县分会场连线）", "阿依·吐逊", "市政协委员"),
        ("【询问】市人大代表　马兰", "马兰", "市人大代表"),
        ("【应询】市水务局局长马兰", "马兰", "市水务局局长"),
        ("马兰（社会科学界）", "马兰", "社会科学界"),
    ],
)
def test_a_line_says_who_speaks_and_for_whom(line: str, name: str, role: str) -> None:
    found = parse_speaker(line)
    assert found is not None
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize(
    "line",
    [
        "代表们认为",
        "代表发言",
        "委员代表发言",
        "各界别代表发言",
        "部分委员发言摘登",
        "大会发言摘要",
        "界别发言",
        "高质量发言",
        "书面发言",
        "关于加强乡村医疗的发言",
        "加快县域医共体建设的发言",
        "在市政协十届一次会议上的发言",
        "民建海川市委会发言材料目录",
        "市政协常委会会议大会发言摘登",
        "市政协常委会发言摘登",
        "县两会大会发言摘登",
        "政协海川市第十届委员会第三次会议大会发言",
        "下面请马兰代表民建市委会发言。",
        "马兰代表民建市委会发言时指出，园区用电成本偏高，建议推广绿电。",
    ],
)
def test_headings_and_sentences_name_nobody(line: str) -> None:
    assert parse_speaker(line) is None


def test_speeches_under_lines_with_tails() -> None:
    page = (
        "政协海川市委员会大会发言摘要\n\n"
        f"让渔港更清洁\n马兰代表民建海川市委会发言\n各位委员：\n{TEXT}\n市水务局：公布清单。\n市港务局：按月清运。\n\n"
        f"把阅读搬进码头\n市总工会书面发言\n{OTHER}\n\n"
        f"给小店一点时间\n市政协委员江枫的发言\n{THIRD}\n"
    )
    assert said(page) == [
        ("马兰", "民建海川市委会", "让渔港更清洁", 4),
        ("市总工会", "", "把阅读搬进码头", 1),
        ("江枫", "市政协委员", "给小店一点时间", 1),
    ]


def test_a_body_is_broken_from_its_speaker() -> None:
    page = (
        f"让渔港更清洁\n马　兰\n（代表民建海川市委会）\n{TEXT}\n\n"
        f"把阅读搬进码头\n发言单位：市总工会\n发言人：江　枫\n{OTHER}\n\n"
        f"给小店一点时间\n民盟海川市委会\n执笔人：方　圆\n{THIRD}\n"
    )
    assert [(name, role) for name, role, _, _ in said(page)] == [
        ("马兰", "民建海川市委会"),
        ("江枫", "市总工会"),
        ("民盟海川市委会", ""),
    ]


def test_numbered_tails_and_names() -> None:
    page = f"一、市政协委员马兰\n{TEXT}\n二、江枫代表民建市委会发言\n{OTHER}\n三、民革市委会反映\n{THIRD}\n"
    assert [name for name, _, _, _ in said(page)] == ["马兰", "江枫", "民革市委会"]


def test_a_transcript_with_times_and_scenes() -> None:
    page = (
        "远程协商会文字实录\n\n"
        "[09:30] 主持人\n大家上午好！请北山县分会场发言。\n\n"
        f"[09:36] 市政协委员 马兰（北山县分会场连线）\n{TEXT}\n\n"
        f"[09:47] 市渔业局局长 江枫（主会场）\n{OTHER}\n\n"
        f"[09:55] 市总工会\n{THIRD}\n"
    )
    assert [(name, role) for name, role, _, _ in said(page)[1:]] == [
        ("马兰", "市政协委员"),
        ("江枫", "市渔业局局长"),
        ("市总工会", ""),
    ]
    inline = f"[9:05] 市政协委员 马兰：{TEXT}\n[9:12] 市渔业局局长 江枫：{OTHER}\n"
    assert said(inline) == [("马兰", "市政协委员", "", 1), ("江枫", "市渔业局局长", "", 1)]


def test_acts_before_who_speaks() -> None:
    page = (
        f"【询问】市人大代表　马兰：{TEXT}\n【应询】市渔业局局长　江枫：{OTHER}\n"
        f"【追问】方圆委员：{THIRD}\n【部门回应】市港务局：九月完工，由我局验收。\n"
    )
    assert [(name, role) for name, role, _, _ in said(page)] == [
        ("马兰", "市人大代表"),
        ("江枫", "市渔业局局长"),
        ("方圆", "委员"),
        ("市港务局", ""),
    ]


def test_a_question_is_that_of_who_asks() -> None:
    page = f"询问人：马兰（市人大代表）\n问：{TEXT}\n应询人：市渔业局局长　江枫\n答：{OTHER}\n"
    assert said(page) == [("马兰", "市人大代表", "", 1), ("江枫", "市渔业局局长", "", 1)]


def test_reporting_labels_are_quotations_inside_a_speech() -> None:
    report = f"市政协委员马兰提出：{TEXT}\n市政协委员江枫认为：{OTHER}\n市港务局局长方圆答复：九月完工。\n"
    assert [name for name, _, _, _ in said(report)] == ["马兰", "江枫", "方圆"]
    speech = f"让渔港更清洁\n市政协委员　马兰\n{TEXT}\n海川大学教授江枫指出：{OTHER}\n省社科院研究员方圆认为：{THIRD}\n"
    assert said(speech) == [("马兰", "市政协委员", "让渔港更清洁", 3)]


def test_lists_at_the_head_are_nobodys() -> None:
    page = (
        "社情民意\n本期要目\n▲让渔港更清洁\n▲把阅读搬进码头\n\n"
        f"让渔港更清洁\n\n{TEXT}\n（反映人：马兰，市政协委员）\n\n"
        f"把阅读搬进码头\n\n{OTHER}\n（反映单位：市总工会）\n"
    )
    assert said(page) == [("马兰", "市政协委员", "让渔港更清洁", 1), ("市总工会", "", "把阅读搬进码头", 1)]
    names = f"座谈会\n\n出席人员\n马兰\n江枫\n\n马兰\n市政协委员\n{TEXT}\n\n江枫\n市渔业局局长\n{OTHER}\n"
    assert [(name, role) for name, role, _, _ in said(names)] == [("马兰", "市政协委员"), ("江枫", "市渔业局局长")]


def test_a_title_names_its_author_in_brackets() -> None:
    page = (
        f"第016号 关于渔港清洁的提案（提案人：马兰）\n{TEXT}\n\n"
        f"第028号 关于码头书屋的提案（提案单位：市总工会）\n{OTHER}\n"
    )
    assert [(name, title) for name, _, title, _ in said(page)] == [
        ("马兰", "关于渔港清洁的提案"),
        ("市总工会", "关于码头书屋的提案"),
    ]


def test_long_lines_are_read_in_linear_time() -> None:
    assert said("（" + "代表发言 " * 40_000 + "）\n" + TEXT)

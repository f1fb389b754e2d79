"""Items of collections: proposals with their answers, forms with fields, numbered speakers over numbered points."""

from __future__ import annotations

import pytest

from index.reading import read_text

Told = list[tuple[str | None, str, str, list[str]]]


def told(text: str) -> Told:
    """Speaker, role, title and paragraphs of each speech."""
    document = read_text(text.strip("\n") + "\n", source="page.txt").document
    return [(each.speaker, each.role, each.title, list(each.paragraphs)) for each in document.speeches]


ITEM = """
第{number}号建议
标题：关于{title}的建议
领衔代表：{name}
附议代表：贺　文、程晓
建议内容：
　　{text}
答复单位：{body}
答复内容：
　　{greeting}：{answer}
办理结果：A类
"""


@pytest.mark.parametrize("greeting", ["{}等代表", "{}代表", "{}等5名代表"])
@pytest.mark.parametrize("answer", ["建议对我们很有帮助，站台今年就动工。", "您提出的建议收悉，站台今年就动工。"])
def test_the_salutation_of_an_answer_does_not_speak(greeting: str, answer: str) -> None:
    items = [
        ("12", "加宽站台", "盛颜", "站台太窄，放学时挤得转不开身。", "市交通运输局"),
        ("37", "修好渡口", "仇立人", "渡口没有棚，雨天学生打着伞排队。", "县水利局"),
    ]
    page = "\n".join(
        ITEM.format(
            number=number, title=title, name=name, text=text, body=body, greeting=greeting.format(name), answer=answer
        )
        for number, title, name, text, body in items
    )
    read = [(speaker, title, len(paragraphs)) for speaker, _, title, paragraphs in told(page)]
    assert read == [
        ("盛颜", "关于加宽站台的建议", 1),
        ("市交通运输局", "", 1),
        ("仇立人", "关于修好渡口的建议", 1),
        ("县水利局", "", 1),
    ]


@pytest.mark.parametrize("first", ["情况和问题", "眼下的样子", "群众怎么说"])
@pytest.mark.parametrize("second", ["建议", "我们怎么想"])
@pytest.mark.parametrize("with_others", ["", "（联名：贺文、程晓）", "（附议人：贺文）"])
def test_what_labels_a_field_of_each_item_is_no_text(first: str, second: str, with_others: str) -> None:
    item = "提案第{}号\n案由：关于{}的提案\n提案人：{}\n承办单位：{}\n" + f"{first}：\n{{}}\n{second}：\n一、{{}}\n"
    page = "\n".join(
        [
            item.format(
                "0031", "加宽站台", f"盛颜{with_others}", "区住建局", "站台太窄，放学时挤得转不开身。", "加宽三米。"
            ),
            item.format(
                "0045", "修好渡口", f"仇立人{with_others}", "区水利局", "渡口没有棚，雨天学生打着伞。", "补上棚子。"
            ),
        ]
    )
    assert [(speaker, title, paragraphs) for speaker, _, title, paragraphs in told(page)] == [
        ("盛颜", "关于加宽站台的提案", ["站台太窄，放学时挤得转不开身。", "一、加宽三米。"]),
        ("仇立人", "关于修好渡口的提案", ["渡口没有棚，雨天学生打着伞。", "一、补上棚子。"]),
    ]


@pytest.mark.parametrize("outer", ["（一）（二）（三）", "一、二、三、"])
def test_numbered_speakers_over_points_with_other_numbers(outer: str) -> None:
    numbers = [outer[at : at + len(outer) // 3] for at in range(0, len(outer), len(outer) // 3)]
    who = ["某纺织有限公司董事长　盛颜", "某冷链物流公司副总经理　仇立人", "商会女企业家联谊会"]
    points = "1、用工难，春节后缺口在两成以上。\n2、建议放宽积分入学。\n"
    page = "\n".join(f"{number}{each}\n{points}" for number, each in zip(numbers, who, strict=True))
    read = [(speaker, len(paragraphs)) for speaker, *_, paragraphs in told(f"座谈会建言汇总\n\n{page}")]
    assert read == [("盛颜", 2), ("仇立人", 2), ("商会女企业家联谊会", 2)]


def test_numbered_points_of_one_speech_that_name_nobody_stay_its_text() -> None:
    page = "盛颜（市政协委员）\n（一）站台要加宽\n1、加宽三米。\n2、加装护栏。\n（二）渡口要修好\n1、补上棚子。\n"
    assert [(speaker, len(paragraphs)) for speaker, *_, paragraphs in told(page)] == [("盛颜", 5)]


def test_how_somebody_takes_part_is_no_part_of_his_role() -> None:
    page = "盛颜（列席，市人大代表）：\n站台太窄。\n仇立人（县图书馆馆长）：\n渡口没有棚。\n"
    assert [(speaker, role) for speaker, role, *_ in told(page)] == [("盛颜", "市人大代表"), ("仇立人", "县图书馆馆长")]

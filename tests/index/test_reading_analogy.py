"""Analogy: a speaker whom no rule knows is read from the form and the place of the page's other speaker lines."""

from __future__ import annotations

import pytest

from index.reading import read_text
from index.reading.builds import undressed

TEXT = "　　甲项还有短板，一年下来要多跑三趟。\n　　建议三年之内加大投入，早见成效。"


def read(*lines: str, titled: bool = True, below: bool = False) -> list[tuple[str | None, str, int]]:
    """Speaker, role and number of paragraphs of each speech, on a page with these speaker lines."""
    said = [f"{TEXT}\n{line}" if below else f"{line}\n{TEXT}" for line in lines]
    heads = [f"改进第{number}件事\n" if titled else "" for number in "甲乙丙丁戊"]
    page = "\n\n".join(f"{head}{each}" for head, each in zip(heads, said, strict=False))
    found = read_text(f"甲城日报　2024年3月9日　第2版\n\n{page}", source="x").document.speeches
    return [(speech.speaker, speech.role, len(speech.paragraphs)) for speech in found]


FORMS = [
    "{role}　{name}",
    "{name}　{role}",
    "●{name}（{role}）",
    "——{role}{name}",
    "【{name}】{role}",
    "{name}，{role}",
]
KNOWN = [("王小明", "省人大代表、甲城轴承公司董事长"), ("李静", "省政协委员、甲城大学机械系讲师")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("毕秋红", "省人大代表、乙县针织厂挡车工"),
        ("年丰收", "省政协委员、乙县果蔬公司总经理"),
        ("东野澄", "省政协委员、乙县中学校长"),
        ("张家和", "省人大代表、乙县渡口摆渡人"),
    ],
)
def test_a_rare_surname_or_an_unknown_office_is_read_in_the_form_of_the_others(form: str, name: str, role: str) -> None:
    people = [KNOWN[0], (name, role), KNOWN[1]]
    assert read(*(form.format(name=name, role=role) for name, role in people)) == [(*who, 2) for who in people]


@pytest.mark.parametrize("titled", [True, False])
def test_a_body_among_people_is_read_without_what_stands_in_brackets_behind_it(titled: bool) -> None:
    lines = [f"●{name}（{role}）" for name, role in KNOWN]
    found = read(*lines, "●甲城市物业管理协会（市政协社情民意信息联系点）", titled=titled)
    assert found[-1] == ("甲城市物业管理协会", "", 2)


@pytest.mark.parametrize("line", ["（安　宁委员）", "（后望舒委员）", "（关　注委员）"])
def test_a_signature_in_the_form_of_the_others_names_its_speaker(line: str) -> None:
    name = line.strip("（）").removesuffix("委员").replace("　", "")
    lines = [f"　　　　　　　　　　{each}" for each in ("（王小明委员）", line, "（李静委员）")]
    assert read(*lines, below=True) == [("王小明", "委员", 2), (name, "委员", 2), ("李静", "委员", 2)]


@pytest.mark.parametrize("name", ["年丰收", "西林生", "妫志远"])
def test_behind_a_label_a_bare_rare_name_is_read_with_the_fields_below_it(name: str) -> None:
    lines = [f"反馈人：{who}\n身份：{role}" for who, role in [("王小明", "居民"), (name, "乙街居民"), ("李静", "教师")]]
    assert [(speaker, role) for speaker, role, _ in read(*lines)] == [
        ("王小明", "居民"),
        (name, "乙街居民"),
        ("李静", "教师"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "高温津贴（试行）",
        "汤山水库（饮用水水源地）",
        "金融活水、小微企业",
        "一线工匠谈技能",
        "古村落　留住乡愁",
        "年终盘点",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_heading_in_the_place_of_a_speaker_line_is_no_speaker(form: str, heading: str) -> None:
    lines = [form.format(name=name, role=role) for name, role in KNOWN]
    worn = undressed(lines[0])[0].strip("【")
    mark = "——" if worn.startswith("—") else worn
    assert {name for name, _, _ in read(*lines, f"{mark}{heading}")} <= {"王小明", "李静", None}


def test_two_lines_must_be_sure() -> None:
    first, second = KNOWN
    assert read(f"——{first[1]}{first[0]}", "——省人大代表、乙县针织厂挡车工毕秋红")[-1][0] is None
    assert second[0] not in {name for name, _, _ in read("——省人大代表、乙县针织厂挡车工毕秋红")}


def test_a_line_of_the_form_at_another_place_is_none() -> None:
    """Under the text and over more of it stands a caption, not a speaker: the others stand below a title."""
    lines = [f"●{name}（{role}）" for name, role in KNOWN]
    found = read(*lines, f"●王大山（丙村养蜂人）\n{TEXT}\n●后山蜂场（丙村放蜂人）")
    assert "后山蜂场" not in {name for name, _, _ in found}


@pytest.mark.parametrize(("text", "name"), [("甲党市委会专职副主委　年丰", None), ("代表说", None)])
def test_a_role_beside_what_may_be_a_name_is_no_body_and_a_role_begins_no_name(text: str, name: str | None) -> None:
    from index.reading.speakers import parse_speaker

    found = parse_speaker(text)
    assert (found.name if found is not None else None) == name


NUMBERED = [("司马云帆", "甲研究院院士"), ("卞　和", "乙公司总工"), ("权英姿", "市人才服务中心主任")]


@pytest.mark.parametrize("number", ["（{}）", "{}、", "{}."])
@pytest.mark.parametrize("end", ["", "："])
@pytest.mark.parametrize(
    ("line", "name"),
    [("雁栖商业银行科技支行", "雁栖商业银行科技支行"), ("西林生（乙村养蜂人）", "西林生"), ("山里的风", None)],
)
def test_the_next_number_after_numbered_speakers_is_another_known_or_not(
    number: str, end: str, line: str, name: str | None
) -> None:
    lines = [*(f"{who}（{role}）" for who, role in NUMBERED), line]
    page = "\n\n".join(f"{number.format(at)}{said}{end}\n{TEXT}" for at, said in enumerate(lines, 1))
    speeches = read_text(f"甲城座谈纪要\n\n万里波：请大家发言。\n\n{page}", source="x").document.speeches
    found = [(speech.speaker, len(speech.paragraphs)) for speech in speeches][-4:]
    assert found[:3] == [("司马云帆", 2), ("卞和", 2), ("权英姿", 2)]
    assert found[3] == (name, 2)


@pytest.mark.parametrize("verb", ["回应", "答复", "表示"])
def test_a_body_that_answers_on_a_line_of_its_own_speaks_below_it(verb: str) -> None:
    known = [f"改进第{at}件事\n{role}　{name}\n{TEXT}" for at, (name, role) in enumerate(KNOWN)]
    page = "\n\n".join([*known, f"甲城供热集团{verb}：\n{TEXT}"])
    speeches = read_text(page, source="x").document.speeches
    assert [(speech.speaker, len(speech.paragraphs)) for speech in speeches] == [
        ("王小明", 2),
        ("李静", 2),
        ("甲城供热集团", 2),
    ]

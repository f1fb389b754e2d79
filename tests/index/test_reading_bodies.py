"""Bodies alone on a line, without what they are, on pages where people stand with what they are."""

from __future__ import annotations

import pytest

from index.reading import read_text
from index.reading.bodies import is_organisation

Told = list[tuple[str | None, str, int]]


def told(text: str) -> Told:
    """Speaker, role and number of paragraphs of each speech."""
    document = read_text(text.strip("\n") + "\n", source="page.txt").document
    return [(speech.speaker, speech.role, len(speech.paragraphs)) for speech in document.speeches]


PEOPLE = [("贺文（市政协委员、某校教师）", "贺文"), ("盛开颜（市政协常委）", "盛开颜")]
BODIES = ["市交通运输局", "县融媒体中心", "区公共交通管理处", "沙河镇水利站"]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("numbers", [("1.", "2."), ("一、", "二、"), ("一是", "二是"), ("（一）", "（二）")])
def test_where_numbers_begin_anew_a_body_speaks(body: str, numbers: tuple[str, str]) -> None:
    lines = [line for who, _ in [*PEOPLE, (body, body)] for line in (who, *(f"{each}站台太窄。" for each in numbers))]
    read = told("\n\n".join(lines))
    assert [(name, count) for name, _, count in read] == [("贺文", 2), ("盛开颜", 2), (body, 2)]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("role", ["（{}）", "　{}"])
def test_set_apart_as_only_speakers_are_a_body_speaks(body: str, role: str) -> None:
    heads = ["贺文" + role.format("市政协委员"), body, "盛开颜" + role.format("市政协常委")]
    page = "\n\n".join(f"{head}\n站台太窄，放学时挤得转不开身。\n末班太早。" for head in heads)
    assert [name for name, *_ in told(page)] == ["贺文", body, "盛开颜"]


def test_a_body_that_speaks_of_itself_is_no_heading() -> None:
    lines = [PEOPLE[0][0], "站台太窄。", "县融媒体中心", "我中心接到不少电话。", PEOPLE[1][0], "线路绕远。"]
    assert [name for name, *_ in told("\n\n".join(lines))] == ["贺文", "县融媒体中心", "盛开颜"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_heading_inside_a_speech_may_name_a_body(gap: str) -> None:
    first = gap.join([PEOPLE[0][0], "末班太早。", "市图书馆", "馆前的站台太窄。", "县医院", "门口没有站台。"])
    second = gap.join([PEOPLE[1][0], "线路绕远，建议开两条直达车。"])
    assert told(f"{first}\n\n{second}") == [("贺文", "市政协委员、某校教师", 5), ("盛开颜", "市政协常委", 1)]


@pytest.mark.parametrize("counted", ["今年改造十二处", "新添站台3处", "全县只有一所"])
def test_what_is_counted_is_no_body(counted: str) -> None:
    assert not is_organisation(counted)


@pytest.mark.parametrize("body", ["市公安局二处", "市文物管理处", "县司法所"])
def test_a_numbered_part_of_a_body_is_one(body: str) -> None:
    assert is_organisation(body)


@pytest.mark.parametrize("name", ["促进会养老服务专业委员会", "建设局", "推进办公室", "保护协会", "发展中心"])
def test_what_a_body_does_may_begin_its_name(name: str) -> None:
    assert is_organisation(name)


@pytest.mark.parametrize("title", ["促进海岛客运协会发展", "推进渔港改造的建议", "让社会组织成为主角"])
def test_a_title_that_begins_with_a_verb_is_no_body(title: str) -> None:
    assert not is_organisation(title)

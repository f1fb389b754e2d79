"""Whom a question points at by the office alone."""

from __future__ import annotations

import pytest

from index.folding import fold
from rag.understanding.pointed import pointed_at

OFFICES = {
    "甲": ("务工人员代表", "海丰船厂电焊工"),
    "乙": ("市政协委员", "望浦小学校长"),
    "丙": ("市政协委员", "第三中学副校长"),
    "丁": ("青石镇卫生院医生",),
    "戊": ("市中心医院医生",),
}


@pytest.mark.parametrize(
    ("question", "stretch", "speaker"),
    [
        ("会上那位电焊工说租房要多少钱", "那位电焊工", "甲"),
        ("那个校长怎么看轮岗？", "那个校长", "乙"),
        ("这位小学校长的建议", "这位小学校长", "乙"),
        ("当电焊工的那位提了什么", "当电焊工的那位", "甲"),
        ("那位副校长反对什么", "那位副校长", "丙"),
        ("青石镇那位医生说了什么", "青石镇那位医生", "丁"),  # two of them, by where
        ("造船部门那位电焊工说了什么", None, None),  # of another field than the only one
    ],
)
def test_who_alone_holds_an_office_is_pointed_at_by_it(question: str, stretch: str | None, speaker: str | None) -> None:
    found = [(question[start:end], names) for start, end, names in pointed_at(fold(question), OFFICES)]
    assert found == ([(stretch, (speaker,))] if stretch else [])


@pytest.mark.parametrize(
    "question",
    [
        "那位医生说了什么",  # two of them
        "那位委员说了什么",
        "那位律师说了什么",
        "哪位校长提到轮岗",
        "那个校长轮岗的办法是什么",  # of an arrangement for headmasters
        "校长要不要轮岗",
    ],
)
def test_nobody_else_is(question: str) -> None:
    assert pointed_at(fold(question), OFFICES) == []

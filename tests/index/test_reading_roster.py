"""Interviews whose guests are introduced above the questions, and answer behind their bare names."""

from __future__ import annotations

import pytest

from index.reading import read_text

Told = list[tuple[str | None, str]]


def told(text: str) -> Told:
    """Speaker and role of each speech that has a speaker."""
    document = read_text(text.strip("\n") + "\n", source="page.txt").document
    return [(speech.speaker, speech.role) for speech in document.speeches if speech.speaker is not None]


ROLES = {"盛颜": "市新华书店经理", "塔拉": "白鹭书房创始人", "仇立人": "县图书馆馆长"}
TALK = """
主持人：书店为什么冷清？
盛颜：人都在网上买书，门店只剩下翻书的。
主持人：怎么留人？
塔拉：我们办夜读会，一周三场，场场坐满。
主持人：图书馆呢？
仇立人：馆里可以同书店一起买书，读者在书店借，馆里付钱。
"""


@pytest.mark.parametrize(
    "introduced",
    [
        "对话嘉宾：\n" + "\n".join(f"{name}　{role}" for name, role in ROLES.items()),
        "嘉宾：\n" + "\n".join(f"{role}　{name}" for name, role in ROLES.items()),
        "嘉宾：\n" + "\n".join(f"{name[0]}　{name[1:]}（{role}）" for name, role in ROLES.items()),
        "嘉宾：" + "、".join(f"{name}（{role}）" for name, role in ROLES.items()),
        "访谈嘉宾：\n" + "\n".join(f"{name}：{role}" for name, role in ROLES.items()),
        f"本期邀请{'、'.join(role + name for name, role in ROLES.items())}，一起聊聊书店的事。",
        f"本报请来{'，'.join(role + name for name, role in ROLES.items())}等嘉宾，看看书店的难处。",
    ],
)
def test_who_is_introduced_speaks_behind_his_bare_name_whatever_it_is(introduced: str) -> None:
    assert told(f"书店怎样留住人\n{introduced}\n{TALK}") == list(ROLES.items())


def test_beside_guests_of_a_list_another_word_before_a_colon_is_nobody() -> None:
    talk = TALK.replace("塔拉：我们", "房租：一年涨两成。\n塔拉：我们")
    guests = "\n".join(f"{name}　{role}" for name, role in ROLES.items())
    assert told(f"书店怎样留住人\n嘉宾：\n{guests}\n{talk}") == list(ROLES.items())


def test_labels_of_a_form_are_no_names() -> None:
    item = "发言人：{}\n职务：市政协委员\n站台太窄，放学时挤得转不开身。\n"
    page = "\n".join(item.format(name) for name in ("盛颜", "仇立人")) + "\n职务：界别发言\n"
    assert "职务" not in [name for name, _ in told(page)]

"""Two people of one name are told apart by a small file beside the documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.building import build_index
from index.errors import IndexProblem

if TYPE_CHECKING:
    from rag import Assistant

CORRECTIONS = """[[speaker]]
name = "康雨石"
role = "村支书"
as = "康雨石（红岭村）"
"""


@pytest.fixture(scope="module")
def apart(
    assistant_over: Callable[..., Assistant], county_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    folder = tmp_path_factory.mktemp("apart")
    for file in county_files.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    return assistant_over([folder])


def test_the_two_are_two_speakers(apart: Assistant) -> None:
    assert {"康雨石", "康雨石（红岭村）"} <= set(apart.lexicon.appearances)
    assert apart.lexicon.roles("康雨石") == ("县政协委员、望川镇卫生院院长",)
    assert apart.lexicon.roles("康雨石（红岭村）") == ("县人大代表、望川镇红岭村村支书",)


def test_each_is_asked_for_by_name(apart: Assistant) -> None:
    assert {one.speaker for one in apart.answer("康雨石（红岭村）提出了哪些建议？").citations} == {"康雨石（红岭村）"}
    both = apart.answer("康雨石提出了哪些建议？").citations  # the bare name may mean either: each under his own name
    assert {(one.speaker, "村支书" in one.role) for one in both} >= {("康雨石", False)}
    assert all((one.speaker == "康雨石（红岭村）") == ("村支书" in one.role) for one in both)
    assert {one.speaker for one in apart.answer("谁建议加宽进村的路？").citations} == {"康雨石（红岭村）"}


def test_without_the_file_they_are_one_name_in_two_roles(county: Assistant) -> None:
    assert len(county.lexicon.roles("康雨石")) == 2


@pytest.mark.parametrize("text", ["[[speaker]\n", '[[speaker]]\nname = "康雨石"\n', "speaker = 3\n"])
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, county_files: Path, plain_settings: object, embedder: object, text: str
) -> None:
    (tmp_path / "council.md").write_bytes((county_files / "council.md").read_bytes())
    (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
    with pytest.raises((IndexProblem, ValueError), match=r"corrections\.toml"):
        build_index([tmp_path], tmp_path / "index", settings=plain_settings, embedder=embedder)  # type: ignore[arg-type]
    assert not (tmp_path / "index").exists()

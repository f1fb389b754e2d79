"""Files and folders: encodings, endings, order, names, and a clear reason for whatever is not read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.reading import Skipped, read_document, read_paths
from index.records import Document

TEXT = "关于改进甲项工作的建议\n市政协委员 王小明\n甲项工作还有短板。建议加大投入，三年见效。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = read_document(path, source="page.txt")
    assert document.speeches[0].paragraphs == ("甲项工作还有短板。建议加大投入，三年见效。",)
    assert document.fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "空"),
        ("spaces.txt", b" \n\t\n", "没有文字"),
        ("signs.txt", "——\n……\n".encode(), "没有文字"),
        ("page.pdf", TEXT.encode(), "不支持"),
        ("page", TEXT.encode(), "不支持"),
        ("big5.txt", "關於改進甲項工作的建議,我們認為應當加大投入。".encode("big5"), "编码"),
        ("latin.txt", "Les propositions présentées à l'été".encode("latin-1"), "编码"),
        ("binary.txt", bytes(range(256)) * 4, "编码"),
        ("controls.txt", b"abc\x00\x01\x02\x03" * 9, "不是文本"),
        ("masthead.txt", "责任编辑：李静\n2025年7月3日\n".encode(), "没有正文"),
    ],
)
def test_each_unreadable_file_is_skipped_with_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Skipped)
    assert found.source == name
    assert reason in found.reason
    assert found.reason.endswith("。")


def test_a_missing_path_is_skipped_with_a_reason(tmp_path: Path) -> None:
    (found,) = read_paths([tmp_path / "absent.txt"])
    assert isinstance(found, Skipped) and "不存在" in found.reason


def test_folders_are_read_recursively_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", "a/.hidden.txt", ".git/d.txt", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = list(read_paths([tmp_path]))
    assert [item.source for item in found] == ["README.md", "a/c.md", "b.txt"]
    assert isinstance(found[0], Skipped) and "说明" in found[0].reason
    (given,) = read_paths([tmp_path / "README.md"])
    assert isinstance(given, Document)


def test_the_same_name_in_two_folders_stays_distinguishable(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(TEXT, encoding="utf-8")
    found = list(read_paths([tmp_path / "one", tmp_path / "two", tmp_path / "one" / "page.txt"]))
    assert [item.source for item in found] == ["page.txt", "two/page.txt"]

"""Evaluation sets: a folder with ``questions.jsonl`` and ``set.json``, read strictly into frozen records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from index.settings import SAMPLE
from rag.records import Kind, Reason

SETS = Path(__file__).parent / "sets"
SHARED = Path(__file__).resolve().parents[2] / "shared"
QUESTIONS, DESCRIPTION = "questions.jsonl", "set.json"

Part = Literal["development", "kept"]
KINDS: tuple[str, ...] = get_args(Kind)
REASONS: tuple[str, ...] = get_args(Reason)
PARTS: tuple[str, ...] = get_args(Part)
UNANSWERABLE, FOLLOW_UP, ALL = "unanswerable", "follow_up", "all"


class SetError(ValueError):
    """A set that cannot be used; the message is Chinese and names file, line and cure."""


class Gold(NamedTuple):
    """A paragraph that answers: the document's ``source``, its speaker (None: unknown), its number (0: their line)."""

    source: str
    speaker: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a set. ``history`` is earlier turns as (role, content); ``reason`` is set where one must refuse."""

    id: str
    question: str
    kind: Kind
    part: Part
    history: tuple[tuple[str, str], ...] = ()
    gold: tuple[Gold, ...] = ()
    facts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    reason: Reason | None = None

    @property
    def group(self) -> str:
        """The kind, or ``unanswerable`` for a question that has to be refused."""
        return UNANSWERABLE if self.reason is not None else self.kind

    @property
    def turns(self) -> list[dict[str, str]]:
        """The history as ``Assistant.answer`` takes it."""
        return [{"role": role, "content": content} for role, content in self.history]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, in the set's own form."""
        gold = [place._asdict() for place in self.gold]
        return {**asdict(self), "history": self.turns, "gold": gold}


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A loaded set. ``thresholds`` is {group: {measure: value}}, a group being a kind, ``unanswerable``,
    ``follow_up``, ``all``, or several joined by ``+``; ``fingerprint`` is the sha256 (hex) of both files.
    """

    name: str
    title: str
    folder: Path
    documents: str
    questions: tuple[Question, ...]
    thresholds: Mapping[str, Mapping[str, float]]
    fingerprint: str

    def of_part(self, part: str | None) -> tuple[Question, ...]:
        """The questions of one part, all where ``part`` is None."""
        return tuple(question for question in self.questions if part is None or question.part == part)


def available() -> list[str]:
    """The names of the sets that ship with the program."""
    return sorted(path.parent.name for path in SETS.glob(f"*/{DESCRIPTION}"))


def load_set(name: str) -> QuestionSet:
    """The set of that name in ``eval/sets``, or in the folder of that path. Raises SetError."""
    folder = SETS / name if (SETS / name).is_dir() else Path(name)
    if not folder.is_dir():
        raise SetError(f"没有叫“{name}”的评测集，也没有这个文件夹。现有评测集：{'、'.join(available()) or '无'}。")
    for file in (folder / DESCRIPTION, folder / QUESTIONS):
        if not file.is_file():
            raise SetError(f"评测集 {folder} 里没有 {file.name}，请补上这个文件。")
    description, questions = (folder / DESCRIPTION).read_bytes(), (folder / QUESTIONS).read_bytes()
    title, documents, thresholds = _read_description(description, folder / DESCRIPTION)
    return QuestionSet(
        name=folder.resolve().name,
        title=title,
        folder=folder,
        documents=documents,
        questions=read_questions(_text(questions, folder / QUESTIONS), file=str(folder / QUESTIONS)),
        thresholds=thresholds,
        fingerprint=hashlib.sha256(description + b"\0" + questions).hexdigest(),
    )


def find_documents(questions: QuestionSet) -> list[Path]:
    """The paths to index for a set: a folder, or the files of a pattern. Raises SetError where there is nothing."""
    wanted = questions.documents
    if wanted == "sample":
        return [SAMPLE]
    base = questions.folder
    if wanted.startswith("shared/"):
        base, wanted = SHARED, wanted.removeprefix("shared/")
        if not base.is_dir():
            raise SetError(_absent(questions, base))
    if any(character in wanted for character in "*?["):
        paths = sorted(base.glob(wanted))
    else:
        paths = [base / wanted] if (base / wanted).exists() else []
    if not paths:
        raise SetError(_absent(questions, base / wanted))
    return paths


def _absent(questions: QuestionSet, path: Path) -> str:
    return f"评测集“{questions.name}”要用的 {path} 不存在；请放好它，或用 --index 给出已建好的索引。"


def read_questions(text: str, *, file: str) -> tuple[Question, ...]:
    """The questions of a ``questions.jsonl``; raises SetError with the line's number (from 1) and what is wrong."""
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise SetError(f"{file} 第 {number} 行不是 JSON（第 {error.colno} 列：{error.msg}）。") from error
        try:
            question = _read_question(value)
        except SetError as error:
            raise SetError(f"{file} 第 {number} 行：{error}") from error
        if question.id in lines:
            raise SetError(f"{file} 第 {number} 行：编号“{question.id}”与第 {lines[question.id]} 行重复，请改一个。")
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise SetError(f"{file} 里没有问题。")
    return tuple(questions)


def _read_question(value: object) -> Question:
    if not isinstance(value, dict):
        raise SetError("应是一个 JSON 对象。")
    fields = set(Question.__dataclass_fields__)
    if unknown := sorted(set(value) - fields):
        raise SetError(f"有不认识的字段 {'、'.join(unknown)}；可用的字段：{'、'.join(sorted(fields))}。")
    if missing := [name for name in ("id", "question", "kind", "part") if name not in value]:
        raise SetError(f"缺少字段 {'、'.join(missing)}。")
    reason = value.get("reason")
    question = Question(
        id=_string(value, "id"),
        question=_string(value, "question"),
        kind=cast(Kind, _one_of(value, "kind", KINDS)),
        part=cast(Part, _one_of(value, "part", PARTS)),
        history=tuple(_read_turn(turn) for turn in _list(value, "history")),
        gold=tuple(_read_gold(gold) for gold in _list(value, "gold")),
        facts=_strings(value, "facts"),
        speakers=_strings(value, "speakers"),
        reason=None if reason is None else cast(Reason, _one_of(value, "reason", REASONS)),
    )
    needs_gold = question.reason is None and question.kind not in ("smalltalk", "verify")
    if needs_gold and not (question.gold or question.speakers):
        raise SetError("没有标准答案：能回答的问题要有 gold 或 speakers，该拒答的要有 reason。")
    if len(set(question.gold)) < len(question.gold) or len(set(question.speakers)) < len(question.speakers):
        raise SetError("gold 或 speakers 里有重复的项。")
    return question


def _read_turn(value: object) -> tuple[str, str]:
    if not isinstance(value, dict) or set(value) != {"role", "content"} or value["role"] not in ("user", "assistant"):
        raise SetError('history 的每一项应形如 {"role": "user" 或 "assistant", "content": "…"}。')
    return value["role"], _string(value, "content")


def _read_gold(value: object) -> Gold:
    if not isinstance(value, dict) or set(value) != set(Gold._fields):
        raise SetError('gold 的每一项应形如 {"source": "…", "speaker": "…" 或 null, "paragraph": 段号}。')
    speaker, paragraph = value["speaker"], value["paragraph"]
    if speaker is not None and not (isinstance(speaker, str) and speaker.strip()):
        raise SetError(f"gold 的 speaker 应是姓名、单位名或 null，现在是 {speaker!r}。")
    if type(paragraph) is not int or paragraph < 0:
        raise SetError(f"gold 的 paragraph 应是不小于 0 的整数（0 是发言人行），现在是 {paragraph!r}。")
    return Gold(_string(value, "source"), speaker, paragraph)


def _read_description(data: bytes, file: Path) -> tuple[str, str, dict[str, dict[str, float]]]:
    try:
        value = json.loads(_text(data, file))
    except json.JSONDecodeError as error:
        raise SetError(f"{file} 不是 JSON（第 {error.lineno} 行第 {error.colno} 列：{error.msg}）。") from error
    if not isinstance(value, dict) or set(value) - {"title", "documents", "thresholds"}:
        raise SetError(f"{file} 应是 JSON 对象，字段只有 title、documents、thresholds。")
    try:
        title, documents = _string(value, "title"), _string(value, "documents")
    except SetError as error:
        raise SetError(f"{file}：{error}") from error
    thresholds = value.get("thresholds", {})
    groups = {*KINDS, UNANSWERABLE, FOLLOW_UP, ALL}
    for key, limits in thresholds.items() if isinstance(thresholds, dict) else [("", None)]:
        numbers = isinstance(limits, dict) and all(type(limit) in (int, float) for limit in limits.values())
        if not numbers or not set(key.split("+")) <= groups:
            raise SetError(f'{file}：thresholds 应形如 {{"fact": {{"right_paragraph": 0.95}}}}，“{key}”一项不合。')
    return title, documents, thresholds


def _text(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SetError(f"{file} 第 {error.start} 字节起不是 UTF-8，请另存为 UTF-8。") from error


def _string(value: Mapping[str, object], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not text.strip():
        raise SetError(f"{name} 应是非空文字，现在是 {text!r}。")
    return text


def _one_of(value: Mapping[str, object], name: str, allowed: Sequence[str]) -> str:
    text = value.get(name)
    if text not in allowed:
        raise SetError(f"{name} 应是 {'、'.join(allowed)} 之一，现在是 {text!r}。")
    return cast(str, text)


def _list(value: Mapping[str, object], name: str) -> list[object]:
    items = value.get(name, [])
    if not isinstance(items, list):
        raise SetError(f"{name} 应是列表，现在是 {items!r}。")
    return items


def _strings(value: Mapping[str, object], name: str) -> tuple[str, ...]:
    items = _list(value, name)
    if not all(isinstance(item, str) and item.strip() for item in items):
        raise SetError(f"{name} 的每一项应是非空文字。")
    return tuple(cast(list[str], items))

"""The report of an evaluation for readers: what passed, tables, and the questions that went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.measures import BY_NAME, MEASURES
from eval.pages import Block, Heading, Table, Text, to_html, to_markdown

REPORT, READABLE, PAGE = "report.json", "report.md", "report.html"
_GROUPS = {
    "all": "全部",
    "fact": "事实",
    "who": "谁说的",
    "list": "清单",
    "count": "计数",
    "summary": "概括",
    "compare": "比较",
    "similar": "相近",
    "verify": "核对",
    "smalltalk": "寒暄",
    "unanswerable": "应拒答",
    "follow_up": "追问",
    "development": "开发部分",
    "kept": "保留部分",
}
_TITLES = {"kind": "按问题类型", "part": "按部分", "reason": "按应拒答的理由"}


def write_report(report: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes report.json, report.md and report.html into ``folder`` (made where absent); returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    blocks = report_blocks(report)
    texts = {
        REPORT: json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False) + "\n",
        READABLE: to_markdown(blocks),
        PAGE: to_html(blocks, title=f"评测报告：{report['set']['title']}"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def report_blocks(report: Mapping[str, Any]) -> list[Block]:
    """The readable report."""
    verdict = ("达标" if report["passed"] else "未达标") if report["thresholds"] else "没有设门槛"
    blocks: list[Block] = [Heading(f"评测报告：{report['set']['title']}", 1)]
    blocks.append(Text(f"{len(report['questions'])} 题；{verdict}。"))
    blocks += [Heading("门槛"), threshold_table(report["thresholds"])]
    for name, title in _TITLES.items():
        if report["tables"][name]:
            blocks += [Heading(title), measure_table(report["tables"][name])]
    blocks.append(
        Text(
            "括号内是 95% 区间（自助法；全对或全错时用 Wilson 区间）。“未评”是答案里没有可评之物的题，不算对也不算错。"
        )
    )
    blocks += [Heading("没答对的题"), *wrong_blocks(report["questions"])]
    blocks += [Heading("怎样得来"), made_table(report)]
    return blocks


def threshold_table(thresholds: Sequence[Mapping[str, Any]]) -> Table:
    """Every threshold with its value and verdict."""
    rows, bad = [], set()
    for number, one in enumerate(thresholds):
        group = "+".join(_GROUPS.get(name, name) for name in one["group"].split("+"))
        measure = BY_NAME.get(one["measure"])
        title = f"{measure.title}（{measure.name}）" if measure else f"没有这种度量：{one['measure']}"
        sign = {"higher": "≥", "lower": "≤"}.get(one["better"], "")
        value = "没有可评的题" if one["value"] is None else _figure(one["measure"], one["value"])
        rows.append((group, title, f"{sign} {one['limit']}", value, "达标" if one["passed"] else "未达标"))
        if not one["passed"]:
            bad.add(number)
    return Table(("问题", "度量", "门槛", "实测", "结论"), tuple(rows), frozenset(bad))


def measure_table(table: Mapping[str, Mapping[str, Any]]) -> Table:
    """Measures as rows, groups as columns; empty where a measure does not apply to a group."""
    groups = list(table)
    columns = tuple(f"{_GROUPS.get(group, group)}（{table[group]['questions']} 题）" for group in groups)
    rows = [
        (
            f"{measure.title}（{measure.name}）",
            *(_cell(measure.name, table[group].get(measure.name)) for group in groups),
        )
        for measure in MEASURES
        if any(measure.name in table[group] for group in groups)
    ]
    return Table(("度量", *columns), tuple(rows))


def wrong_blocks(questions: Sequence[Mapping[str, Any]]) -> list[Block]:
    """The questions not answered right, or with a broken invariant; hidden ones by their number only."""
    wrong = [one for one in questions if one["values"].get("right") != 1.0 or one.get("broken")]
    if not wrong:
        return [Text("没有。")]
    shown = [one for one in wrong if "question" in one]
    hidden = len(wrong) - len(shown)
    blocks: list[Block] = []
    if shown:
        columns = ("编号", "类型", "问题", "标准答案", "回答", "问题所在")
        blocks.append(Table(columns, tuple(_wrong_row(one) for one in shown)))
    if hidden:
        blocks.append(Text(f"另有保留部分 {hidden} 题，为免照着它们调试，不在这里列出（--show-kept 可以列出）。"))
    return blocks


def made_table(report: Mapping[str, Any]) -> Table:
    """How the report was made, a row a value."""
    rows = [("set", json.dumps(report["set"], ensure_ascii=False))]
    rows += [(name, json.dumps(value, ensure_ascii=False)) for name, value in report["made"].items()]
    return Table(("项", "值"), tuple(rows))


def _wrong_row(one: Mapping[str, Any]) -> tuple[str, ...]:
    question, answer = one["question"], one["answer"]
    asked = " → ".join([*(turn["content"][:60] for turn in question["history"]), question["question"]])
    gold = [
        f"{gold['speaker'] or '发言人不明'} {gold['source']} 第 {gold['paragraph']} 段" for gold in question["gold"]
    ]
    gold += [f"要点：{fact}" for fact in question["facts"]]
    gold += [f"发言人：{'、'.join(question['speakers'])}"] if question["speakers"] else []
    gold += [f"应拒答：{question['reason']}"] if question["reason"] else []
    said = (
        "（没有回答）"
        if answer is None
        else (f"（拒答 {answer['reason']}）" if answer["refused"] else "") + answer["text"]
    )
    failed = [_problem(name, value) for name, value in one["values"].items() if _is_bad(name, value)]
    troubles = [one["error"]] if one["error"] else [*failed, *one["broken"]]
    return one["id"], _GROUPS[one["group"]], asked, "\n".join(gold), said[:600], "\n".join(troubles)


def _problem(name: str, value: float | None) -> str:
    return f"{BY_NAME[name].title} {_figure(name, value)}"


def _is_bad(name: str, value: float | None) -> bool:
    measure = BY_NAME[name]
    return measure.is_share and value is not None and value != (1.0 if measure.better == "higher" else 0.0)


def _cell(name: str, summary: Mapping[str, Any] | None) -> str:
    if summary is None:
        return ""
    parts = [_figure(name, summary["value"])]
    if summary["interval"]:
        low, high = summary["interval"]
        parts.append(f"（{low * 100:.0f}–{high * 100:.0f}）")
    if summary["unscored"]:
        parts.append(f"，未评 {summary['unscored']}")
    return "".join(parts)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value * 100:.1f}%" if BY_NAME[name].is_share else f"{value:.3f}"

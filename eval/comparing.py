"""Two runs of one set side by side: paired differences, their uncertainty, and the questions that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.intervals import bootstrap, sign_test
from eval.measures import BY_NAME, MEASURES, mean
from eval.pages import Block, Heading, Table, Text
from eval.reporting import REPORT
from eval.sets import SetError


def load_report(folder: Path) -> dict[str, Any]:
    """The report of a run; raises SetError where there is none or it cannot be read: a missing baseline fails."""
    file = folder / REPORT if folder.is_dir() else folder
    if not file.is_file():
        raise SetError(
            f"{folder} 里没有评测结果（{REPORT}），无从比较；请先用 python -m eval run … --out {folder} 得出结果。"
        )
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SetError(f"{file} 不是可读的评测结果：{error}") from error
    if not isinstance(report, dict) or not {"set", "questions", "tables"} <= set(report):
        raise SetError(f"{file} 不是评测结果：缺少 set、questions 或 tables。")
    return report


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Paired comparison of two reports over the questions both have.

    ``measures``: a row a measure with both means, their difference, its 95 % bootstrap interval, the sign test's p and
    ``worse`` (the interval lies wholly on the bad side). A measure that only one side scored has no difference.
    ``missing`` are questions or measures of ``before`` that ``after`` lacks; they fail a comparison, as ``worse`` does.
    """
    if before["set"]["fingerprint"] != after["set"]["fingerprint"]:
        raise SetError("两次评测用的不是同一个评测集（指纹不同），不能相比。")
    old = {one["id"]: one for one in before["questions"]}
    new = {one["id"]: one for one in after["questions"]}
    common = [identity for identity in old if identity in new]
    if not common:
        raise SetError("两次评测没有共同的问题，不能相比。")
    rows, missing = [], [f"问题 {identity}" for identity in old if identity not in new]
    for measure in MEASURES:
        if measure.name == "latency_p95":
            continue  # compared as the time of each question, which latency_p50 has as well
        pairs = [(old[one]["values"].get(measure.name), new[one]["values"].get(measure.name)) for one in common]
        scored = [(a, b) for a, b in pairs if a is not None and b is not None]
        if not scored:
            missing += [f"度量 {measure.name}"] if any(a is not None for a, _ in pairs) else []
            continue
        differences = [b - a for a, b in scored]
        low, high = bootstrap(differences)
        worse = high < 0 if measure.better == "higher" else low > 0
        rows.append(
            {
                "measure": measure.name,
                "pairs": len(scored),
                "before": mean([a for a, _ in scored]),
                "after": mean([b for _, b in scored]),
                "difference": mean(differences),
                "interval": [low, high],
                "p": sign_test(differences),
                "worse": worse and measure.is_share,
            }
        )
    changed = [
        {
            "id": one,
            "group": new[one]["group"],
            "before": old[one]["values"]["right"],
            "after": new[one]["values"]["right"],
        }
        for one in common
        if old[one]["values"].get("right") != new[one]["values"].get("right")
    ]
    passed = not missing and not any(row["worse"] for row in rows)
    return {"measures": rows, "changed": changed, "missing": missing, "questions": len(common), "passed": passed}


def comparison_blocks(result: Mapping[str, Any], *, before: str, after: str) -> list[Block]:
    """The comparison for readers."""
    rows, bad = [], set()
    for number, row in enumerate(result["measures"]):
        low, high = row["interval"]
        measure = BY_NAME[row["measure"]]
        title = measure.title if measure.is_share else "用时均值（秒）"
        values = (f"{row['before']:.4f}", f"{row['after']:.4f}", f"{row['difference']:+.4f}")
        note = "变差" if row["worse"] else ""
        rows.append((f"{title}（{row['measure']}）", *values, f"{low:+.4f} 至 {high:+.4f}", f"{row['p']:.3f}", note))
        bad |= {number} if row["worse"] else set()
    columns = ("度量", "前", "后", "差", "95% 区间", "符号检验 p", "")
    blocks: list[Block] = [
        Heading(f"比较：{before} → {after}", 1),
        Text(f"共同的问题 {result['questions']} 题，逐题配对。"),
    ]
    blocks.append(Table(columns, tuple(rows), frozenset(bad)))
    if result["missing"]:
        blocks += [Heading("后者缺少"), Text("、".join(result["missing"]))]
    blocks.append(Heading("对错有变的题"))
    changes = tuple((one["id"], one["group"], "变对" if one["after"] == 1.0 else "变错") for one in result["changed"])
    blocks.append(Table(("编号", "类型", "变化"), changes) if changes else Text("没有。"))
    return blocks

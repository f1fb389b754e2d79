"""A seeded tenth of the benchmark: faults caught and harmless rewordings passed, on the sample and the shared texts."""

from __future__ import annotations

import pytest

from eval.bench.claims import CAUGHT, FAULT_KINDS, PASSED, REWORDING_KINDS, SHARED, measure, table

CORPORA = ["sample", "pages", "drcd", "stard", "vcsum_zh", "xquad_zh"]


@pytest.mark.parametrize("corpus", CORPORA)
def test_faults_are_caught_and_rewordings_pass(corpus: str) -> None:
    if corpus != "sample" and not SHARED.exists():
        pytest.skip("没有 ../shared")
    whole = corpus == "sample"
    result = measure(seed=7, mutations=200 if whole else 100, rewordings=100 if whole else 50, corpus=corpus)
    part = result["corpora"][corpus]
    assert part["mutations"] == (200 if whole else 100) and part["harmless"] == (100 if whole else 50)
    # A tenth of the cases may miss the share of the whole by two cases.
    assert part["caught"] >= CAUGHT - 2 / part["mutations"], [case["sentence"] for case in part["missed"]]
    assert part["passed"] >= PASSED - 2 / part["harmless"], [case["sentence"] for case in part["stopped"]]
    assert corpus in table(result)


def test_every_type_of_fault_and_rewording_is_made_of_the_sample() -> None:
    part = measure(seed=11, mutations=60, rewordings=40, corpus="sample")["corpora"]["sample"]
    assert {row["kind"] for row in part["faults"]} == set(FAULT_KINDS)
    assert {row["kind"] for row in part["rewordings"]} == set(REWORDING_KINDS)
    assert all(row["made"] for row in (*part["faults"], *part["rewordings"]))

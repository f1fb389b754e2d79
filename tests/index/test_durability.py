"""A seeded tenth of the endurance runs (``python -m eval bench durability`` runs them whole)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.bench import BenchError, changing, durability, generated, names, run_benchmark
from eval.bench.stand_in import PairEmbedder
from index.building import index_documents
from index.store import POINTS


def test_damages_are_all_noticed() -> None:
    outcome = durability.damages(30)
    assert (outcome.held, outcome.failures) == (30, ())


def test_a_kill_at_every_point_leaves_a_whole_index() -> None:
    outcome = durability.kills_at_points()
    assert (outcome.held, outcome.failures) == (len(POINTS), ())


def test_kills_at_random_leave_a_whole_index() -> None:
    outcome = durability.kills_at_random(20)
    assert (outcome.held, outcome.failures) == (20, ())


def test_a_full_disk_leaves_the_old_index() -> None:
    outcome = durability.full_disk(4)
    assert (outcome.held, outcome.failures) == (4, ())


def test_readers_see_one_version_through_rebuilds() -> None:
    outcome = durability.readers(20, 3)
    assert outcome.tried > 0
    assert outcome.failures == ()


def test_changes_agree_with_a_dictionary() -> None:
    outcome = changing.changes(100)
    assert (outcome.held, outcome.failures) == (100, ())


def test_the_benchmark_tells_every_experiment_and_checks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, tuple[int, ...]] = {}

    def stand_in(name: str, failures: tuple[str, ...] = ()) -> Callable[..., generated.Outcome]:
        def run(*numbers: int, seed: int = 1) -> generated.Outcome:
            asked[name] = numbers
            return generated.Outcome(name, 5, 5 - len(failures), failures)

        return run

    for name in ("damages", "kills_at_points", "kills_at_random", "full_disk", "readers", "changes"):
        monkeypatch.setattr(durability, name, stand_in(name, ("坏了",) if name == "full_disk" else ()))
    result = run_benchmark("durability")
    assert asked == {
        "damages": (300,), "kills_at_points": (), "kills_at_random": (200,), "full_disk": (20,), "readers": (20, 20),
        "changes": (1000,),
    }  # fmt: skip
    assert [check["name"] for check in result["checks"] if not check["passed"]] == ["full disk"]
    assert "| full_disk | 5 | 4 |" in durability.table(result) and "full_disk：坏了" in durability.table(result)
    assert "durability" in names()
    with pytest.raises(BenchError, match="part"):
        run_benchmark("durability", part=0)


def test_an_index_that_mixes_versions_would_be_seen(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The experiments can fail: two versions in one index are told apart."""
    location = tmp_path_factory.mktemp("mixed") / "index"
    one, other = generated.make_documents(1, 2), generated.make_documents(2, 2)
    mixed = [one[0], replace(other[1], source="other.txt")]
    index_documents(mixed, location, settings=generated.SETTINGS, embedder=PairEmbedder())
    with pytest.raises(ValueError, match="too many values"):
        generated.version_of(generated.read(location))
    assert durability._broken(location, {1, 2})

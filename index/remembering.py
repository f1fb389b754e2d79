"""What a model makes of texts, or pairs of them, that are asked for again and again within one answer, computed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from index.vectors import Vectors

if TYPE_CHECKING:
    from index.embedding import Embedder, Passage, Tagged

    Pair = tuple[str, Passage]

TEXTS = 2048
"""Vectors, or readings of pairs, that are kept: 3 MB at 384 dimensions."""
_READ = 256  # texts whose tokens are kept, 60 KB each

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Remembered(Generic[K, T]):
    """A function of texts that remembers the last ones; a result is the same whether remembered or not.

    Safe to share between threads: two that ask for the same new text may both compute it.
    """

    def __init__(self, compute: Callable[[Sequence[K]], Iterable[T]], *, most: int) -> None:
        self._compute = compute
        self._most = most
        self._known: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, texts: Sequence[K]) -> list[T]:
        """What ``compute`` gives for ``texts``, in their order."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found |= dict(zip(new, self._compute(new), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [found[text] for text in texts]


def questions_by(embedder: Embedder) -> Remembered[str, Vectors]:
    """The vectors of questions: turned to what answers them by a model that was trained for it, else as of any text."""
    from index.embedding import QuestionEmbedder

    embed = embedder.embed_question if isinstance(embedder, QuestionEmbedder) else embedder.embed_query
    return Remembered(lambda texts: map(embed, texts), most=TEXTS)


def tokens_by(embedder: Embedder) -> tuple[Remembered[str, Vectors], Remembered[str, Vectors]] | None:
    """The tokens of questions and those of passages by a model that shows them, the last ones remembered."""
    from index.embedding import TokenEmbedder

    if not isinstance(embedder, TokenEmbedder):
        return None
    shows = embedder

    def remembered(kind: str) -> Remembered[str, Vectors]:
        return Remembered(lambda texts: [shows.token_states(text, kind=kind) for text in texts], most=_READ)

    return remembered("query"), remembered("passage")


def parts_by(embedder: Embedder) -> Remembered[str, Tagged] | None:
    """The parts of questions by a model that tells them, the last ones remembered."""
    from index.embedding import TaggingEmbedder

    if not isinstance(embedder, TaggingEmbedder):
        return None
    tells = embedder
    return Remembered(lambda texts: map(tells.question_parts, texts), most=_READ)


def pairs_by(embedder: Embedder, *, again: bool = False) -> Remembered[Pair, float] | None:
    """The readings of pairs with one question by a model that reads them, the last ones remembered; ``again``: by its second
    reader.
    """
    from index.embedding import PairEmbedder

    if not isinstance(embedder, PairEmbedder):
        return None
    reads = embedder

    def scores(pairs: Sequence[Pair]) -> list[float]:
        return reads.pair_scores(pairs[0][0], [passage for _, passage in pairs], again=again)

    return Remembered(scores, most=TEXTS)

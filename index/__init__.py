"""Files in, ranked paragraphs out. Imports no other package of the project, and loads nothing heavy when imported.

The stages, in the order a text passes them:

- ``reading``     files → ``Document`` records, every character accounted for
- ``chunking``    paragraphs → chunks at sentence ends, offsets exact
- ``embedding``   texts → unit vectors
- ``vectors``     the nearest vectors (FAISS)          ``words``, ``word_index``  the best words (jieba, bm25s)
- ``fusion``      two rankings → one                   ``ranking``  the best of many scores, ties in source order
- ``generation``  everything one state of an index holds; ``corpus`` its records; ``arrays`` plain files
- ``store``       generations on disk: locked, sealed, switched at once; ``journal`` what an unfinished build embedded
- ``building``    ``build_index``, ``add_to_index``, ``remove_from_index``
- ``retrieval``   ``open_index`` → ``Index.search``;  ``backends``  where what it searches is kept: local files
- ``milvus``      the same in Milvus, for more than one machine
- ``checking``    ``check_index``;  ``locations``  which index is meant;  ``errors``  what can go wrong, in Chinese

Beside them: ``bundling`` (one archive for machines without a network), ``records`` and their conventions,
``settings`` from the environment, ``folding`` and ``sentences``.
``python -m index`` is the command.
"""

from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexProblem, NothingReadable, WrongUse
from index.records import Document, Hit, Place, Span, Speech
from index.settings import Settings

__all__ = [
    "Document",
    "Hit",
    "IndexDamaged",
    "IndexMismatch",
    "IndexMissing",
    "IndexProblem",
    "NothingReadable",
    "Place",
    "Settings",
    "Span",
    "Speech",
    "WrongUse",
]

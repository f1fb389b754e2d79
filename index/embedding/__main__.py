"""``python -m index.embedding``: prepares the default embedding model in the cache."""

from __future__ import annotations

import sys

from index.embedding.preparation import prepare
from index.settings import Settings


def main() -> int:
    """Exit status 0 done, 2 where the model cannot be had."""
    try:
        print(f"向量模型就绪：{prepare(Settings.from_environment().cache, report=print)}")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

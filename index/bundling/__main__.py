"""``python -m index.bundling [DIST]``: makes the archive for machines without a network."""

from __future__ import annotations

import sys
from pathlib import Path

from index.bundling import BundleFailed, make_bundle
from index.settings import Settings


def main() -> int:
    """Exit status 0 done, 1 where no bundle could be made."""
    dist = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    try:
        archive = make_bundle(dist, cache=Settings.from_environment().cache, report=print)
    except (BundleFailed, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"已打包：{archive}（{archive.stat().st_size / 1e6:,.0f} MB）。复制到内网机器，解开后运行 ./install。")
    return 0


if __name__ == "__main__":
    sys.exit(main())

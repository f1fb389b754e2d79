"""``python -m rag "问题" --index DIR [--json]``: one answer on the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0: answered or refused; 1: the index is damaged or does not fit; 2: wrong use."""
    parser = argparse.ArgumentParser(prog="python -m rag", description="回答一个问题，每句话注明发言人、段落和原文。")
    parser.add_argument("question", help="要问的问题")
    parser.add_argument("--index", help="索引文件夹或 Milvus 地址；默认取 RAG_INDEX，其次 data/index，再次为自带样例")
    parser.add_argument("--speaker", help="只看这位发言人")
    parser.add_argument("--document", help="只看这个文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(arguments)

    from index.errors import IndexProblem
    from rag.assistant import Assistant, QuestionError, checked_question
    from rag.rendering import plain

    try:
        checked_question(options.question)
        assistant = Assistant.open(options.index)
        answer = assistant.answer(options.question, speaker=options.speaker, document=options.document)
    except IndexProblem as error:
        print(error, file=sys.stderr)
        return error.status
    except (QuestionError, ValueError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if options.json else plain(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The prompts, each a Markdown file in this folder, and the loader that fills them.

answer.md    passages and question → an answer with marks
rewrite.md   history and follow-up → a question that stands alone
"""

from prompts.loading import MissingVariable, load

__all__ = ["MissingVariable", "load"]

"""Blocks of code in Markdown, and what the comment before them says to do with them.

``<!-- run -->`` runs a block; ``<!-- run: --draws 2 -->`` runs its commands with these options added, so that a page
shows the command that a reader wants while the test stays short; ``<!-- file: NAME -->`` writes the block to a file;
``<!-- not run: reason -->`` leaves it out.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(
    r"(?:^<!-- (?P<order>run|not run|file)(?:: (?P<detail>[^\n]*?))? -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """``order`` is empty where no comment stands before the block."""

    language: str
    text: str
    order: str
    detail: str

    @property
    def commands(self) -> list[tuple[list[str], str]]:
        """Words after ``exclusim`` of each line with a prompt, and the file its output goes to."""
        found = []
        for line in self.text.splitlines():
            command, _, target = line.removeprefix("$ ").partition(" > ")
            words = shlex.split(command, comments=True)
            if line.startswith("$ ") and words:
                assert words[0] == "exclusim", f"{line!r} is no command of ours"
                found.append(([*words[1:], *shlex.split(self.detail)], target.strip()))
        return found


def blocks(path: Path) -> list[Block]:
    """Every fenced block of a page that names a language."""
    return [
        Block(found["language"], found["text"], found["order"] or "", found["detail"] or "")
        for found in _BLOCK.finditer(path.read_text(encoding="utf-8"))
    ]

"""Build the documentation site: ``python docs/site/build.py OUT``.

The pages lie where they are in the repository, so that their links hold in both places. What is generated from the
declarations is written beside them in a temporary copy, and any warning of Sphinx stops the build.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

from exclusim.results.documentation import glossary_text, odd_text, read_trace, trace_text

ROOT = Path(__file__).parents[2]
LINKED = ("CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
GENERATED = Path("docs", "generated")
START = "docs/site/index.html"


def main(arguments: list[str]) -> int:
    """Build into the folder that is named; 0 if it went well."""
    if len(arguments) != 1:
        print("usage: python docs/site/build.py OUT", file=sys.stderr)
        return 2
    out = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pages"
        shutil.copytree(ROOT / "docs", source / "docs")
        for name in LINKED:
            (source / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, source / name)
        generate(source)
        code = build_main(
            ["-q", "-W", "--keep-going", "-b", "html", "-c", str(ROOT / "docs" / "site"), "-d", f"{folder}/doctrees",
             str(source), str(out)]
        )  # fmt: skip
    if code == 0:
        (out / "index.html").write_text(
            f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={START}">'
            f'<title>Exclusim</title><a href="{START}">Exclusim</a>\n',
            encoding="utf-8",
        )
        print(f"site  {out / 'index.html'}")
    return code


def generate(source: Path) -> None:
    """Write what follows from the declarations, and notebooks as pages."""
    folder = source / GENERATED
    (folder / "notebooks").mkdir(parents=True)
    for name, text in (
        ("odd.md", odd_text()),
        ("words.md", glossary_text()),
        ("trace.md", trace_text(read_trace(ROOT / "docs" / "trace.csv"))),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    index = source / "docs" / "site" / "index.md"
    start = index.read_text(encoding="utf-8")
    more = [page.stem for page in sorted((ROOT / "docs").glob("*.md")) if f"\n../{page.stem}\n" not in start]
    if more:  # a page that nobody has placed is still found
        pages = "\n".join(f"../{name}" for name in more)
        index.write_text(f"{start}\n```{{toctree}}\n:hidden:\n:caption: More\n\n{pages}\n```\n", encoding="utf-8")
    for notebook in sorted((ROOT / "docs" / "site" / "notebooks").glob("*.py")):
        page = as_page(notebook.read_text(encoding="utf-8"))
        (folder / "notebooks" / f"{notebook.stem}.md").write_text(page, encoding="utf-8")


def as_page(notebook: str) -> str:
    """A notebook in the percent format as Markdown: text cells as they are, code cells in fences."""
    parts = []
    for kind, body in re.findall(r"^# %%( \[markdown\])?\n(.*?)(?=^# %%|\Z)", notebook, re.DOTALL | re.MULTILINE):
        text = body.strip()
        parts.append(re.sub(r"^# ?", "", text, flags=re.MULTILINE) if kind else f"```python\n{text}\n```")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``python -m exclusim.results.language [ROOM…]``: catalogues as the code is now, and what they lack."""

from __future__ import annotations

import sys
from pathlib import Path

from .upkeep import missing, update

if __name__ == "__main__":
    folder = Path(__file__).parent
    rooms = sys.argv[1:]
    update(folder, rooms)
    lacking = {name: texts for name, texts in missing(folder).items() if not rooms or name in rooms}
    for name, texts in lacking.items():
        print(f"{name}: {len(texts)} without English")
        for text in texts:
            print(f"    {text}")
    sys.exit(1 if lacking else 0)

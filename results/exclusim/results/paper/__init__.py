"""The printed decision basis (*beslutsunderlag*): two pages and an appendix, as a tagged PDF."""

from .papers import compare_paper_bytes, paper_bytes, write_compare_paper, write_paper

__all__ = ["compare_paper_bytes", "paper_bytes", "write_compare_paper", "write_paper"]

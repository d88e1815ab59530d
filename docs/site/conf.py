"""Sphinx settings. No font, script or picture comes from elsewhere, so the site opens without a network."""

from importlib.metadata import version as installed

project = "Exclusim"
author = copyright = "Exclusim contributors"
version = release = installed("exclusim")

root_doc = "docs/site/index"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["docs/site/notebooks", "docs/site/static"]
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_title = f"Exclusim {release}"
html_show_sourcelink = False
html_copy_source = False

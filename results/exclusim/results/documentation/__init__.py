"""Documentation that is generated from the declarations, so that it cannot disagree with the code.

:func:`odd_text` is the ODD protocol with every table, :func:`glossary_text` the words of the model in both languages,
:func:`trace_text` which requirement is answered where.
"""

from exclusim.results.documentation.glossary import glossary_text
from exclusim.results.documentation.odd import odd_text
from exclusim.results.documentation.trace import TraceRow, read_trace, trace_text

__all__ = ["TraceRow", "glossary_text", "odd_text", "read_trace", "trace_text"]

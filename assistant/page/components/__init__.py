"""The page's own parts, as Streamlit components: records in, clicks out.

A component gets plain data and sets it as text, so nothing that a person or a source says is ever read as HTML
or Markdown. What comes back from the browser is checked by `state` before it is used.
"""

from assistant.page.components.article import article
from assistant.page.components.facts import facts
from assistant.page.components.licences import licences
from assistant.page.components.rules import rules
from assistant.page.components.shelf import shelf
from assistant.page.components.turn import turn
from assistant.page.components.whatif import whatif

__all__ = ["article", "facts", "licences", "rules", "shelf", "turn", "whatif"]

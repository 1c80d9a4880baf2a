"""The page's process: what the first question needs is loaded while the server starts and people look at the page."""

import sys
from threading import Thread

from assistant.errors import AssistantError


def main() -> None:
    """Streamlit's own command line, `run FILE --server.…`, after the loading has begun."""
    # Before the thread: two that import modules which import each other may lock each other out.
    from streamlit.web.cli import main as streamlit

    Thread(target=_load, daemon=True, name="loading").start()
    sys.exit(streamlit(prog_name="streamlit"))


def _load() -> None:
    from assistant.page.resources import the_assistant

    try:
        the_assistant().ask("What is an ATS?")
    except AssistantError:
        return  # whoever asks is told


if __name__ == "__main__":
    main()

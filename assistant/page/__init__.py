"""The chat page: a conversation, the platform as understood, the verdicts, and the article beside them.

`streamlit_app.py` is where Streamlit starts; `app_pages/` are thin scripts. What they show is computed by modules
that know nothing of Streamlit (`state`, `answers`, `platform`, `verdicts`, `passages`, `rules`, `words`,
`escaping`) and drawn by `components`, whose scripts in `assets/` set text only, never HTML.
"""

"""The chat page: a conversation, the platform as understood, the verdicts, and the article beside them.

`streamlit_app.py` is where Streamlit starts; `app_pages/` are thin scripts in the `frame`, and `session` is one
browser's state. What they show and do is computed by modules that know nothing of Streamlit (`state`, `keeping`,
`answers`, `platform`, `verdicts`, `passages`, `rules`, `shelf`, `platforms`, `taking`, `batches`, `limits`, `words`,
`escaping`) and drawn by `components`, whose scripts in `assets/` set text only, never HTML.
"""

"""The assistant as a part of other programs; docs/blocks.md shows each at work.

- `runnable`: a langchain Runnable, questions in and answers out
- `retriever`: a langchain retriever over the sentences of the source
- `tool`: a langchain tool that a model may call
- `server`: a Model Context Protocol server, over stdio or HTTP

All of them ask the one `Assistant`; none has a way of its own to an answer. Each module imports langchain or mcp,
so import the one that you need.
"""

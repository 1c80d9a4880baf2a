"""The reference for the benchmarks: the same retrieval as a tutorial would write it."""

import sys
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer

from assistant.source import load_source
from assistant.weights import weights_folder


class MiniLM(Embeddings):
    def __init__(self) -> None:
        self.model = SentenceTransformer(str(weights_folder()), device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.model.encode(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.model.encode([text])[0].tolist()


def store(folder: Path) -> Chroma:
    chroma = Chroma(
        "article", MiniLM(), persist_directory=str(folder), collection_metadata={"hnsw:space": "cosine"}
    )
    if not chroma.get(limit=1)["ids"]:
        sentences = load_source().sentences
        chroma.add_texts([s.text for s in sentences], ids=[s.id for s in sentences])
    return chroma


if __name__ == "__main__":
    for document in store(Path(sys.argv[1])).similarity_search(sys.argv[2], k=5):
        print(document.page_content)

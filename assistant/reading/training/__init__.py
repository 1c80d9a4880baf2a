"""How the reader's network is trained: material in, weights and a card out. Needs torch and transformers."""

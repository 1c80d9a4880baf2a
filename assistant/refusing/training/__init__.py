"""Training of the model that refuses, and questions near the line to train and to measure it with."""

"""Which US registrations does a platform for tokenised US stocks need? Verdicts by rule, every claim cited."""

__version__ = "0.1.0"

"""What the LLM was used for: tokens, calls and cost, of one answer and of all."""

from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Usage:
    """Counts; `calls` are requests that were sent, `cached` replies that were not asked for again."""

    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def add(self, calls: int = 0, cached: int = 0, input_tokens: int = 0, output_tokens: int = 0) -> None:
        with self._lock:
            self.calls += calls
            self.cached += cached
            self.input_tokens += input_tokens
            self.output_tokens += output_tokens

    def cost(self, price_in: float | None, price_out: float | None) -> float | None:
        """In the currency of the prices, which are for a million tokens; None without prices."""
        if price_in is None or price_out is None:
            return None
        return round((self.input_tokens * price_in + self.output_tokens * price_out) / 1e6, 6)

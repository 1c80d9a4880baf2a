"""The chat model behind `init_chat_model`, with limits, counts and the cache round it."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.errors import LlmError, SettingsError
from assistant.llm.cache import Cache, key_of
from assistant.llm.choice import Choice, find_key, without_key
from assistant.llm.limits import Limits
from assistant.llm.running import Runner
from assistant.llm.usage import Usage
from assistant.settings import Settings
from assistant.traces import stage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

Message = tuple[str, str]  # role ("system", "human", "ai"), text
_MAX_TOKENS = 4_000
_CUT = frozenset(("length", "max_tokens"))


class Model:
    """One model, shared between threads. langchain is imported at the first call that the cache cannot answer."""

    def __init__(self, choice: Choice, settings: Settings) -> None:
        self.choice, self.settings = choice, settings
        self.key = find_key(choice.provider)
        self.spent = Usage()
        self._limits = Limits(settings.home / "llm", choice.name, settings.llm_rate, settings.llm_budget)
        self._runner = Runner(settings.llm_retries, self._limits)
        self._cache = Cache(_cache_folder(settings))

    @stage("llm", found=lambda text: {"characters": len(text)}, content=lambda text: {"reply": text})
    def reply(
        self,
        messages: Sequence[Message],
        until: float,
        usage: Usage,
        tool: Mapping[str, Any] | None = None,
        check: Callable[[str], object] | None = None,
    ) -> str:
        """The text of the reply, or the tool's arguments as JSON where a tool is given.

        Args:
            until: the deadline, by `time.monotonic()`.
            usage: what this call adds to.
            check: raises LlmError where the reply is of no use; such a one is not kept.

        Raises:
            LlmError: it cannot be had: no answer in time, a refusal, a reply cut off or empty, the budget spent.
        """
        key = key_of(self.choice.name, messages, tool)
        if (known := self._cache.get(key)) is not None and _useful(known, check):
            self._count(usage, cached=1)
            return known
        self._limits.within_budget()
        text = self._asked(messages, until, usage, tool)
        if check:
            check(text)
        self._cache.put(key, text)
        return text

    def cancel(self) -> None:
        """Ends all calls that are under way, from any thread; each raises LlmError."""
        self._runner.cancel()

    def _asked(
        self, messages: Sequence[Message], until: float, usage: Usage, tool: Mapping[str, Any] | None
    ) -> str:
        try:
            chat = self._chat.bind_tools([dict(tool)], tool_choice=str(tool["title"])) if tool else self._chat
            call = self._runner.tried(lambda: self._called(chat, messages, usage), until)
            message = self._runner.run(call, until - time.monotonic())
        except (LlmError, SettingsError):
            raise
        except Exception as error:  # the clients' errors share no base, and may quote the key
            status = getattr(error, "status_code", "")
            reason = without_key(str(error), self.key)
            raise LlmError(f"{type(error).__name__} {status}: {reason}".replace(" :", ":")) from None
        return content_of(message, tool)

    async def _called(self, chat: Any, messages: Sequence[Message], usage: Usage) -> "AIMessage":
        await asyncio.to_thread(self._count, usage, calls=1)
        message: AIMessage = await chat.ainvoke(list(messages))
        counted = message.usage_metadata
        if counted is not None:
            await asyncio.to_thread(
                self._count,
                usage,
                input_tokens=counted["input_tokens"],
                output_tokens=counted["output_tokens"],
            )
        return message

    def _count(self, usage: Usage, **counts: int) -> None:
        usage.add(**counts)
        self.spent.add(**counts)
        self._limits.spend(counts.get("input_tokens", 0) + counts.get("output_tokens", 0))

    @cached_property
    def _chat(self) -> "BaseChatModel":
        try:
            from langchain.chat_models import init_chat_model

            chat: BaseChatModel = init_chat_model(
                self.choice.model, model_provider=self.choice.provider, **self._options()
            )
            return chat
        except ImportError as error:
            name = self.choice.provider
            raise SettingsError(
                f"setting llm: {error.name or name} is not installed:"
                f" pip install 'stock-token-licence-assistant[{name}]'"
            ) from error

    def _options(self) -> dict[str, Any]:
        url = {"base_url": self.choice.url} if self.choice.url else {}
        timeout = self.settings.llm_timeout
        if self.choice.provider == "ollama":
            return url | {"client_kwargs": {"timeout": timeout}}
        if self.key is None and not self.choice.url:
            raise LlmError(
                f"there is no key for {self.choice.provider}: set ASSISTANT_LLM_KEY, or keep it in keyring"
            )
        options = url | {"api_key": self.key or "none", "timeout": timeout, "max_retries": 0}
        options |= {"max_tokens": _MAX_TOKENS, "streaming": True, "stream_usage": True}
        return options


def _useful(text: str, check: Callable[[str], object] | None) -> bool:
    try:
        if check:
            check(text)
    except LlmError:
        return False
    return True


def content_of(message: "AIMessage", tool: Mapping[str, Any] | None) -> str:
    """Raises LlmError where the reply is cut off, empty, or has no call of the tool."""
    data = message.response_metadata
    ended = {data.get("finish_reason"), data.get("stop_reason"), data.get("done_reason")} - {None, ""}
    if not ended or _CUT & ended:  # a line that breaks gives no reason
        raise LlmError("its reply was cut off")
    if tool is None:
        if not message.text.strip():
            raise LlmError("its reply was empty")
        return message.text
    calls = [call for call in message.tool_calls if call["name"] == tool["title"]]
    if not calls:
        raise LlmError("its reply had no usable call of the tool")
    return json.dumps(calls[0]["args"], ensure_ascii=False)


def _cache_folder(settings: Settings) -> Any:
    if settings.llm_cache == "off":
        return None
    from pathlib import Path

    return Path(settings.llm_cache) if settings.llm_cache else settings.home / "llm"

"""Whether "yes" would be understood: only where the question plainly asks if something is needed."""

import re

_SPARED = re.compile(
    r"\b(skip|avoid|without|get away|exempt\w*|spare[ds]?|postpone|dispense|unnecessary|unneeded|waive\w*|falls? away|rid|kill|off the hook"
    r"|\w+n't|not|no|neednt|drop|ignore|forget|why|instead|rather|optional|merely|just|only|which|what|how|when|or)\b"
    r"|躲|免|不用|不需|无需|不必|不办|跳过|为什么|哪些|什么|何时|还是|可选|省|避",
    re.I,
)
_NEEDED = re.compile(
    r"\b(need(?:s|ed)?|must|require[sd]?|have to|has to|ought|should|obliged|obligatory|mandatory|necessary|compulsory|unavoidable)\b"
    r"|需要|必须|要不要|是否须|必需|得办|要办|要注册|要登记",
    re.I,
)


def plainly_asks_if_needed(question: str) -> bool:
    """True where "Yes: X is required" answers the last question of the text without a doubt."""
    asking = [part for part in _sentences(question) if _NEEDED.search(part)]
    return bool(asking) and not _SPARED.search(asking[-1])


def may_ask_to_be_spared(question: str) -> bool:
    """Whether the last sentence has a word by which "yes" may mean "you can do without": "can we skip X?"."""
    parts = _sentences(question)
    return bool(parts) and _SPARED.search(parts[-1]) is not None


def _sentences(question: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?。！？\n])", question) if part.strip()]

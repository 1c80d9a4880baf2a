"""A sample input with every optional column."""

from pathlib import Path

from assistant.errors import BatchError

__all__ = ["DEMO", "write_demo"]

# ruff: noqa: E501 - rows of a table
DEMO = """id,conversation,question,facts,handles_fiat,note
Q-001,,"We run an order-flow platform for customers in Texas and settle in USDC. What do we need?",,,"stands alone, all eleven licences"
Q-002,alpha,We match orders of users in Ohio. Do we need an ATS licence?,,,first turn of a conversation
Q-003,,What is FINRA?,,,answered from the article
Q-004,alpha,And if every trade were with us instead?,,,"second turn of the same conversation, two rows later"
Q-005,,Do we need to register as a money services business?,serves_us_users=yes; handles_stablecoins=no,no,"facts known beforehand, in one column and in one of their own"
Q-006,,我们撮合美国用户的订单，需要 ATS 牌照吗？,,yes,Chinese in and Chinese out
Q-007,,What does a FINRA licence cost?,,,the article does not say: refused
007,,,,,"no question: the row gets an error, the rest goes on; the id keeps its zeros"
Q-009,,What is FINRA?,,,"=1+1 is no formula in the output, and the question is answered once"
"""


def write_demo(path: Path, *, overwrite: bool = False) -> None:
    """Raises BatchError where there is a file already, or it cannot be written."""
    if path.exists() and not overwrite:
        raise BatchError(f"{path}: is there already: --overwrite replaces it, -o names another")
    try:
        path.write_text(DEMO, "utf-8")
    except OSError as error:
        raise BatchError(f"{path}: cannot be written ({error.strerror})") from error

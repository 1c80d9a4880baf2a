"""The labels of the reader's network in the order of its outputs; the trained weights depend on it."""

from assistant.values import VALUES, Kind

FACTS = (
    "serves_us_users",
    "us_users_bypass",
    "us_access_blocked",
    "matches_orders",
    "handles_fiat",
    "handles_stablecoins",
    "custodies_shares",
    "distributes_dividends",
    "has_transfer_agent_partner",
    "offers_derivatives",
    "collects_margin",
    "derivatives_involve_fx",
    "introduces_derivatives_clients",
)
LICENCES = (
    "fincen_msb",
    "broker_dealer",
    "ats",
    "finra",
    "sipc",
    "transfer_agent",
    "cftc",
    "cftc_fcm",
    "cftc_rfed",
    "cftc_ib",
    "nfa",
)
KINDS: tuple[Kind, ...] = ("licences", "passage", "abstained")

# One output for each fact and value: a text may state both, which is a conflict.
STATEMENTS = tuple((fact, value) for fact in FACTS for value in VALUES)
# Besides the licences themselves: the text asks for all of them, or it leaves the subject where it was.
FOCUS = (*LICENCES, "all", "carried")

# What the network is shown of the question that the assistant asked last, so that it can read a bare "no, never".
ASKED = {
    "serves_us_users": "does it serve us users?",
    "us_users_bypass": "do us users get round its restrictions by vpn or proxy?",
    "us_access_blocked": "does it keep us persons out by kyc and ip blocking?",
    "matches_orders": "does it match orders of several parties with each other?",
    "handles_fiat": "does it take fiat deposits and withdrawals itself?",
    "handles_stablecoins": "does it receive or transmit stablecoins or other coins?",
    "custodies_shares": "does it hold the real shares itself?",
    "distributes_dividends": "does it pass dividends on to token holders?",
    "has_transfer_agent_partner": "has it a cooperation plan with a transfer agent?",
    "offers_derivatives": "does it offer derivatives, contracts or leverage?",
    "collects_margin": "does it collect margin for derivatives itself?",
    "derivatives_involve_fx": "do its derivatives involve foreign exchange?",
    "introduces_derivatives_clients": "does it introduce clients to a derivatives market?",
}

"""The licences by the names that people use for them: a closed list, so patterns do it."""

import re

_NAMES = {
    "fincen_msb": r"fin ?-?cen|fincin|\bmsbs?\b|money[- ]servi[cs]es? business|money transmi\w+|货币服务|貨幣服務|金融犯罪执法",
    "broker_dealer": r"broker[- /]?dealers?|\bbds?\b|\bb/d\b|broker(?:age)?(?:'s)? (?:licen[cs]e|registration)|dealer registration|经纪交易商|經紀交易商|券商(?:牌照|登记|注册|资格)|经纪(?:商|自营商)|broker牌照",
    "ats": r"\batss?\b|alternative trading|另类交易|另類交易|crossing network",
    "finra": r"\bfinra\b|financial industry regulatory|金融业监管局|金融業監管局|美国金融业",
    "sipc": r"\bsipc\b|securities investor protection|投资者保护|投資者保護|投保公司",
    "transfer_agent": r"transfer[- ]?agen\w*|trasnfer agnt|\btas?\b(?! ?-)|17a\b|过户代理|過戶代理|转让代理|过户登记",
    "cftc": r"\bcftc\b|commodity futures trading|商品期货交易委员会|商品期貨",
    "cftc_fcm": r"\bfcms?\b|futures commission|期货佣金|期貨佣金",
    "cftc_rfed": r"\brfeds?\b|retail (?:foreign exchange|forex|fx) dealer|零售外汇|零售外匯",
    "cftc_ib": r"\bibs?\b|introducing[- ]broker\w*|介绍经纪|介紹經紀|引介经纪",
    "nfa": r"\bnfa\b|national futures|全国期货|全國期貨|国家期货协会|美国期货协会",
}
# ASCII, so that a name between Chinese characters still has word borders.
_PATTERNS = {licence: re.compile(pattern, re.I | re.A) for licence, pattern in _NAMES.items()}
_GENERAL = re.compile(
    r"licen[cs]\w*|registr\w*|regist(?:er|ratons?)\b|paper ?work|permits?\b|authori[sz]ations?|memberships?|filings?\b|compliance|to[- ]do list|list\b|"
    r"regulat\w+|obligations?|derivatives? (?:side|regist\w+)|the SEC'?s|牌照|执照|登记|注册|许可|資格|资格|會籍|会籍|清单|合规|手续|办哪些|要哪些",
    re.I | re.A,
)

# Groups that the contract of the answer defines (docs/answer.md).
_GROUPS = (
    (
        re.compile(
            r"\banything (?:else )?(?:from|at|with) the cftc\b|\bcftc'?s (?:three )?(?:kinds|categories|lot)\b",
            re.I | re.A,
        ),
        ("cftc", "cftc_fcm", "cftc_rfed", "cftc_ib"),
    ),
    (
        re.compile(
            r"\b(?:the )?sec'?s (?:own )?(?:licen[cs]|registr)\w*|\b(?:licen[cs]|registr)\w+ (?:from|of|with|by) the sec\b",
            re.I | re.A,
        ),
        ("broker_dealer", "ats", "transfer_agent"),
    ),
)

_FOREIGN = re.compile(
    r"\b(?:bafin|finma|mas|sfc|fca|mica|mifid(?: ii)?|esma|asic|cysec|vara|adgm|difc|jfsa|csrc|sebi|cvm|consob|amf|cssf|fsca)\b"
    r"|金管局|香港证监会|欧盟|新加坡|香港|日本|英国|德国|瑞士|迪拜",
    re.I | re.A,
)
# In small letters "us" is the United States only beside a word that says so: "for us" is whoever asks.
_HERE = re.compile(
    r"\bUS\b|(?i:\bthe us\b(?! (?:two|three|four|all)\b)|\bus[- ](?:users?|customers?|clients?|persons?|people|citizens?|residents?|investors?|"
    r"stocks?|shares?|equit\w+|securit\w+|markets?|laws?|rules?|regulat\w+|licen[cs]\w*|registrations?)\b|u\.s\.|america|united states|美国|美國)",
    re.A,
)


def foreign(text: str) -> tuple[str, ...]:
    """The authorities, laws and (in Chinese) places outside the United States that a text names."""
    return tuple(match.group() for match in _FOREIGN.finditer(text))


def asks_abroad(text: str) -> bool:
    """Whether what is asked last is about foreign law alone: it names some, and nothing of the United States."""
    asking = [
        part
        for part in re.split(r"(?<=[.!?。！？\n])", text)
        if part.rstrip().endswith(("?", "？", "吗", "呢"))
    ]
    return (
        bool(asking) and bool(foreign(asking[-1])) and not named(asking[-1]) and not _HERE.search(asking[-1])
    )


def group_asked(text: str) -> tuple[str, ...]:
    """The licences of a group that a text asks for as such, where it names none of them itself."""
    for pattern, licences in _GROUPS:
        if pattern.search(text) and not set(named(text)) - {"cftc"}:
            return licences
    return ()


def named(text: str) -> tuple[str, ...]:
    """The licences that a text names, in the rulebook's order."""
    return tuple(licence for licence, pattern in _PATTERNS.items() if pattern.search(text))


def speaks_of_licences(text: str) -> bool:
    """Whether a text names a licence or speaks of licences, registrations and the like in general."""
    return bool(_GENERAL.search(text) or named(text))


def mentions(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where a text names licences: start and end in code points, and the licence; of names that overlap the longest."""
    found = sorted(
        (
            (match.start(), match.end(), licence)
            for licence, pattern in _PATTERNS.items()
            for match in pattern.finditer(text)
        ),
        key=lambda place: (place[0] - place[1], place[0]),
    )
    kept: list[tuple[int, int, str]] = []
    for start, end, licence in found:
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, licence))
    return tuple(sorted(kept))

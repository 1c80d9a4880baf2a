"""Every error this package raises on purpose.

    AssistantError              one line for the user; exit code 2
    ├── SettingsError           a setting that cannot be used
    ├── QuestionError           a question that cannot be read (empty, too long, binary)
    ├── FactError               an unknown fact id or value
    ├── SourceError             the source article or its metadata is missing or altered
    │   ├── DocumentError       a further document that cannot be read, kept or found
    │   └── AnchorError         a quote that is not found exactly once in the source
    ├── RulebookError           the rulebook cannot be read, or breaks one of its own laws
    ├── ModelError              weights that are missing or not the expected ones
    ├── VectorIndexError        the vector index cannot be built or opened
    ├── LlmError                a language model that cannot be reached, or whose reply is of no use
    ├── GateError               an answer that states something it cannot show
    ├── SuiteError              an eval suite that cannot be read
    ├── MemoError               a memo that cannot be made or written
    ├── AuditError              the log of answers cannot be read or written, or is not as it was left
    ├── StoreError              what is kept cannot be read or written
    │   ├── AbsentError         there is no such conversation, platform or turn of this owner
    │   └── StaleError          it was changed elsewhere since it was read
    └── BatchError              a batch whose input, output or checkpoint cannot be used
        └── BatchStopped        stopped on request; what is finished is kept

A message is one line and names the file, the line, the value and the mend, as far as they are known.
"""

__all__ = [
    "AbsentError",
    "AnchorError",
    "AssistantError",
    "AuditError",
    "BatchError",
    "BatchStopped",
    "DocumentError",
    "FactError",
    "GateError",
    "LlmError",
    "MemoError",
    "ModelError",
    "QuestionError",
    "RulebookError",
    "SettingsError",
    "SourceError",
    "StaleError",
    "StoreError",
    "SuiteError",
    "VectorIndexError",
]


class AssistantError(Exception):
    """The root: catch this to catch everything that this package raises on purpose."""


class SettingsError(AssistantError): ...


class QuestionError(AssistantError): ...


class FactError(AssistantError): ...


class SourceError(AssistantError): ...


class AnchorError(SourceError): ...


class DocumentError(SourceError): ...


class RulebookError(AssistantError): ...


class ModelError(AssistantError): ...


class VectorIndexError(AssistantError): ...


class LlmError(AssistantError): ...


class GateError(AssistantError): ...


class SuiteError(AssistantError): ...


class BatchError(AssistantError): ...


class BatchStopped(BatchError): ...


class MemoError(AssistantError): ...


class AuditError(AssistantError): ...


class StoreError(AssistantError): ...


class AbsentError(StoreError): ...


class StaleError(StoreError): ...

"""Every error that crossexam raises.

CrossexamError
├── UsageError                  what was asked for makes no sense; nothing was done
│   ├── NothingToRead           no article in what was given
│   ├── UnknownEngine
│   ├── BadSettings
│   │   └── NotLoopback         offline, and the address is another machine's
│   ├── CannotWrite             the results cannot go where they should
│   ├── MissingExtra            an optional dependency is not installed
│   └── NotComparable           two eval runs measured different things
├── InputError                  one file cannot be read; the others go on
│   ├── UnreadableFile
│   ├── UndecodableFile
│   └── MalformedFile
├── RunStopped                  an engine can do no more in this run; what it did is kept
│   ├── AuthenticationFailed
│   ├── PermissionRefused
│   ├── QuotaExhausted
│   ├── UnknownModel
│   ├── NotReachable            nothing answers at the address, and nothing has in this run
│   ├── Redirected              the server sends us elsewhere; article text does not follow
│   ├── BudgetExceeded
│   └── NotRecorded             a replay asks what its recording does not hold
├── ItemFailed                  one question to a language model has no answer; the others go on
│   ├── Rejected                the server does not take the request
│   ├── Refused                 the model, or a filter, declines to answer
│   ├── Truncated               the answer is longer than allowed, also with more room
│   ├── Malformed               what came back is no answer
│   ├── Unreachable             no answer after all retries
│   └── Parked                  the server asks for a longer wait than we grant
├── BadDataFile                 a word list, table or prompt of the desk is broken
├── BadCase                     the files of labelled cases, or of a matrix over them, are broken
├── BadRecording                the recording of a model's answers is broken
├── BadRecord                   a file does not hold the record or the baseline of an eval run
└── BadResult                   a results folder does not hold what a run writes

No message of RunStopped and ItemFailed, nor anything attached to them, holds a key, a header or text of an article.
"""


class CrossexamError(Exception):
    """The root: `str()` of any of them is one clear line for a person."""


class UsageError(CrossexamError):
    """What was asked for makes no sense; nothing was done."""


class NothingToRead(UsageError):
    """There is no article in what was given."""


class UnknownEngine(UsageError):
    """No engine has that name."""


class BadSettings(UsageError):
    """A setting has a value that it cannot have."""


class NotLoopback(BadSettings):
    """The run is to stay offline, and the address is not one of this machine."""


class CannotWrite(UsageError):
    """The results cannot go where they should: no permission, no space, or a folder of somebody else's files."""


class MissingExtra(UsageError):
    """An optional dependency is not installed; the message names the extra."""


class NotComparable(UsageError):
    """Two eval runs, or a run and its baseline, measured different things; the message says which."""


class InputError(CrossexamError):
    """One file of a story cannot be read. Collected, not raised, while a story is read."""


class UnreadableFile(InputError):
    """The file is missing, too large, outside its folder or may not be opened."""


class UndecodableFile(InputError):
    """The bytes of the file are no text."""


class MalformedFile(InputError):
    """The file breaks the rules of its format; the message gives the line where there is one."""


class RunStopped(CrossexamError):
    """An engine can do no more in this run, for this story or another; what it did is kept, and a rerun carries on."""


class AuthenticationFailed(RunStopped):
    """The server does not accept the key (401)."""


class PermissionRefused(RunStopped):
    """The key may not do this (403)."""


class QuotaExhausted(RunStopped):
    """The account has nothing left to spend (402, or 429 that says so)."""


class UnknownModel(RunStopped):
    """The server knows no such model, or nothing answers at this address (404)."""


class NotReachable(RunStopped):
    """Nothing answers at the address: no connection after all retries, and none before in this run."""


class Redirected(RunStopped):
    """The server answers with another address. Article text goes to the configured one alone."""


class BudgetExceeded(RunStopped):
    """The next call could cost more than the run may spend."""


class NotRecorded(RunStopped):
    """A replay asks something that its recording does not hold."""


class ItemFailed(CrossexamError):
    """One question to a language model has no answer; the others go on."""


class Rejected(ItemFailed):
    """The server does not take the request (400 and its like)."""


class Refused(ItemFailed):
    """The model declines to answer, or a filter of the server stops the answer."""


class Truncated(ItemFailed):
    """The answer is longer than allowed, also with more room."""


class Malformed(ItemFailed):
    """What came back is no answer, or does not fit the schema, also when asked again."""


class Unreachable(ItemFailed):
    """No answer after all retries: no connection, errors of the server, or the deadline."""


class Parked(ItemFailed):
    """The server asks for a longer wait than we grant. `seconds` says how long."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class BadDataFile(CrossexamError):
    """A word list, table or prompt is broken."""


class BadCase(CrossexamError):
    """The files of labelled cases, or of a matrix over them, are broken; the message gives file and line."""


class BadRecording(CrossexamError):
    """A recording of a model's answers does not hold what an export writes."""


class BadRecord(CrossexamError):
    """A file does not hold the record or the baseline of an eval run."""


class BadResult(CrossexamError):
    """A results folder does not hold what a run writes."""

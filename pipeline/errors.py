"""Every error that crossexam raises.

CrossexamError
├── UsageError                  what was asked for makes no sense; nothing was done
│   ├── NothingToRead           no article in what was given
│   ├── UnknownEngine
│   ├── BadSettings
│   ├── CannotWrite             the results cannot go where they should
│   ├── MissingExtra            an optional dependency is not installed
│   └── NotComparable           two eval runs measured different things
├── InputError                  one file cannot be read; the others go on
│   ├── UnreadableFile
│   ├── UndecodableFile
│   └── MalformedFile
├── RunStopped                  an engine can do no more in this run; what it did is kept
├── BadDataFile                 a word list or table of the desk is broken
├── BadCase                     the files of labelled cases, or of a matrix over them, are broken
├── BadRecord                   a file does not hold the record or the baseline of an eval run
└── BadResult                   a results folder does not hold what a run writes
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


class BadDataFile(CrossexamError):
    """A word list or table is broken."""


class BadCase(CrossexamError):
    """The files of labelled cases, or of a matrix over them, are broken; the message gives file and line."""


class BadRecord(CrossexamError):
    """A file does not hold the record or the baseline of an eval run."""


class BadResult(CrossexamError):
    """A results folder does not hold what a run writes."""

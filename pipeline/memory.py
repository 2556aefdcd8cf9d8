"""How often does a process of ours look for garbage in its memory?"""

import gc

_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def collect_rarely() -> None:
    """Let a process that checks stories walk through its memory less often; it saves a tenth of the time.

    Word lists and models live to the end, and a story's work goes as a whole when its result is written: there is
    little to find. The price is some tens of megabytes.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


def keep_all() -> None:
    """Keep the end of a process from walking through all that it has made: that takes as long as checking a story."""
    gc.freeze()

"""How are the libraries below kept from logging what they send?"""

import logging

_TALKATIVE = ("openai", "httpx2", "httpcore2", "instructor")
_NOTHING = logging.CRITICAL + 1


def hush() -> None:
    """Silence the loggers of the libraries that handle keys and article text, at every level.

    At DEBUG the SDK logs whole requests, and instructor logs at ERROR what a model answered. Loggers that exist
    already and have a level of their own are silenced too. What matters of their failures is in our own errors.
    """
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _TALKATIVE:
            logging.getLogger(name).setLevel(_NOTHING)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(_NOTHING)

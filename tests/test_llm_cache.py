import fcntl
import logging
import os
import pickle
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, JsonValue

from crossexam.evals.model_server import Word
from crossexam.pipeline.errors import BadSettings
from crossexam.pipeline.llm.cache import AnswerCache, Stored
from crossexam.pipeline.llm.calls import Call, Identity, key_of
from crossexam.pipeline.llm.opening import opened
from crossexam.pipeline.llm.prices import Tokens
from crossexam.pipeline.llm.records import Broken, KeptAnswer, from_bytes, to_bytes
from crossexam.prompts import Message

Opener = Callable[[Path], AnswerCache]

WHO = Identity("m", "http://127.0.0.1:1/v1", {"mode": "json_schema"})
CALL = Call("extract", "extract", "a.txt", (Message("user", "text"),), Word)
KEY = key_of(CALL, WHO)
OTHER = key_of(Call("extract", "extract", "b.txt", (Message("user", "other"),), Word), WHO)


def kept(key: str = KEY, answer: dict[str, JsonValue] | None = None, stage: str = "extract") -> KeptAnswer:
    call = Call(stage, "extract", "a.txt", CALL.messages, Word)
    return KeptAnswer.of(call, key, WHO, answer or {"word": "w", "number": 1}, Tokens(11, 7))


def rows(folder: Path, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(folder / "answers" / "cache.db")) as connection, connection:
        return connection.execute(statement, values).fetchall()


def test_an_answer_is_there_for_the_next_who_opens_the_folder(tmp_path: Path, open_cache: Opener) -> None:
    open_cache(tmp_path).put(kept())
    assert open_cache(tmp_path).get(KEY) == kept()
    assert open_cache(tmp_path).get(OTHER) is None


class Evil:
    """What runs when it is unpickled: it writes a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return os.mkdir, (str(self.target),)


def plant(folder: Path, key: Any = KEY, raw: Any = 1, mode: Any = 1, filename: Any = None, value: Any = None) -> None:
    rows(folder, "DELETE FROM Cache")
    rows(
        folder,
        "INSERT INTO Cache(key, raw, store_time, expire_time, access_time, tag, size, mode, filename, value)"
        " VALUES (?, ?, 0, NULL, 0, NULL, 9, ?, ?, ?)",
        *(key, raw, mode, filename, value),
    )


def setting(folder: Path, key: str, value: Any) -> None:
    rows(folder, "INSERT OR REPLACE INTO Settings VALUES (?, ?)", key, value)


Attack = Callable[[Path, Path, bytes], None]
ATTACKS: dict[str, Attack] = {
    "a pickled value": lambda c, _, evil: plant(c, mode=4, value=evil),
    "a pickled value in a file": lambda c, v, _: plant(c, mode=4, filename=_written(c / "answers" / "x.val", v)),
    "a pickled value in a file elsewhere": lambda c, v, _: plant(c, mode=4, filename=str(v)),
    "a pickled key": lambda c, _, evil: plant(c, key=evil, raw=0, value=b"x"),
    "a pickled key that is said to be plain": lambda c, _, evil: plant(c, key=evil, raw=1, value=b"x"),
    "a pickled turn": lambda c, _, evil: plant(c, key=f"lease:{KEY}", mode=4, value=evil),
    "a turn whose owner is a pickle": lambda c, _, evil: plant(c, key=f"lease:{KEY}", value=evil),
    "a binary value in a file elsewhere": lambda c, v, _: plant(c, mode=2, filename=str(v)),
    "a text value in a file elsewhere": lambda c, v, _: plant(c, mode=3, filename=str(v)),
    "a file reached by going up": lambda c, v, _: plant(c, mode=2, filename=f"../../{v.name}"),
    "a file reached by a link": lambda c, v, _: plant(c, mode=2, filename=_linked(c / "answers" / "link", v)),
    "a plain value that names a file": lambda c, v, _: plant(c, mode=1, filename=str(v), value=b"x"),
    "a mode that is text": lambda c, _, evil: plant(c, mode="4", value=evil),
    "a value that is text": lambda c, _, __: plant(c, value="{}"),
    "a file named by a row that has run out": lambda c, v, _: _run_out(c, v),
    "a setting of the disk": lambda c, v, _: setting(c, "disk__directory", str(v.parent)),
    "a setting that replaces a method": lambda c, _, __: setting(c, "get", "x"),
    "a setting that is SQL": lambda c, v, _: setting(c, "sqlite_user_version", f"1; ATTACH '{v}' AS a"),
    "a setting that evicts": lambda c, _, __: _evicting(c),
}


def _run_out(folder: Path, victim: Path) -> None:
    plant(folder, key="k", mode=2, filename=str(victim))
    rows(folder, "UPDATE Cache SET expire_time = 1")


def _evicting(folder: Path) -> None:
    setting(folder, "eviction_policy", "least-recently-stored")
    setting(folder, "size_limit", 1)


def _written(path: Path, victim: Path) -> str:
    path.write_bytes(pickle.dumps(Evil(victim.with_name("ran"))))
    return path.name


def _linked(path: Path, victim: Path) -> str:
    path.symlink_to(victim)
    return path.name


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_planted_in_the_cache_never_runs_reads_or_removes_anything(
    tmp_path: Path, attack: str, open_cache: Opener
) -> None:
    folder, victim, ran = tmp_path / "cache", tmp_path / "victim", tmp_path / "ran"
    victim.write_bytes(pickle.dumps(Evil(ran)))
    open_cache(folder).close()
    ATTACKS[attack](folder, victim, pickle.dumps(Evil(ran)))

    cache = open_cache(folder)
    assert cache.get(KEY) is None
    assert not [each for each in cache.answers() if isinstance(each, Stored)]
    assert cache.info().answers == 0
    assert cache.take(KEY, b"me", 5, lambda _: False) in {True, False}
    cache.renew(KEY, b"me", 5)
    cache.leave(KEY, b"me")
    cache.put(kept())
    cache.put(kept(OTHER))
    assert cache.get(KEY) == kept()
    assert cache.get(OTHER) == kept(OTHER)
    assert cache.prune(stage="extract") >= 2
    assert cache.info().answers == cache.info().broken == 0
    cache.close()

    assert not ran.exists()
    assert victim.read_bytes() == pickle.dumps(Evil(ran))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["cache", "victim"]


def test_the_payload_of_these_attacks_does_run_where_it_is_unpickled(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Evil(tmp_path / "ran")))  # noqa: S301 - shows that the attacks above are real
    assert (tmp_path / "ran").exists()


@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_a_damaged_record_is_never_an_answer(place: int, bit: int) -> None:
    held = bytearray(to_bytes(kept()))
    held[place % len(held)] ^= 1 << bit
    assert isinstance(from_bytes(bytes(held), KEY), Broken)


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"\n",
        b"x",
        b"12\n",
        b"12\n" + b"0" * 64 + b"\n{}",
        b"x\n" + to_bytes(kept()),
        b"1\n" + to_bytes(kept(OTHER)),
    ],
    ids=["empty", "a line break", "a letter", "only a time", "a wrong hash", "no time", "of another question"],
)
def test_a_row_that_is_no_answer_is_a_miss_with_a_warning(
    tmp_path: Path, held: bytes, caplog: pytest.LogCaptureFixture, open_cache: Opener
) -> None:
    cache = open_cache(tmp_path)
    plant(tmp_path, value=held)
    assert cache.get(KEY) is None
    assert "asked again" in caplog.text
    assert cache.info().broken == 1
    assert cache.prune() == 1
    assert cache.info().broken == 0


@pytest.mark.parametrize(
    "content",
    [b"this is no database", b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 4096],
    ids=["text", "a header and rubbish", "zeros"],
)
def test_a_file_that_is_no_cache_is_moved_aside_with_a_warning(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture, open_cache: Opener
) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "cache.db").write_bytes(content)
    cache = open_cache(tmp_path)
    cache.put(kept())
    assert cache.get(KEY) == kept()
    assert "moved aside" in caplog.text
    assert [file.read_bytes() for file in tmp_path.glob("answers/damaged-*/cache.db")] == [content]


def test_another_programs_database_is_moved_aside(tmp_path: Path, open_cache: Opener) -> None:
    (tmp_path / "answers").mkdir()
    rows(tmp_path, "CREATE TABLE Cache (mine TEXT)")
    cache = open_cache(tmp_path)
    cache.put(kept())
    assert cache.get(KEY) == kept()


def test_a_cache_that_breaks_while_it_is_open_warns_and_never_stops_the_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, open_cache: Opener
) -> None:
    cache = open_cache(tmp_path)
    rows(tmp_path, "DROP TABLE Cache")
    cache.put(kept())
    assert cache.get(KEY) is None
    assert cache.take(KEY, b"me", 5, lambda _: False)
    cache.leave(KEY, b"me")
    assert caplog.text.count("going on without it") >= 3


def test_a_folder_that_cannot_be_used_is_an_error_before_anything_is_paid(tmp_path: Path, open_cache: Opener) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match="cannot be used as cache"):
        open_cache(tmp_path / "file")
    (tmp_path / "folder" / "answers" / "cache.db").mkdir(parents=True)
    with pytest.raises(BadSettings, match="cannot be used as cache"):
        open_cache(tmp_path / "folder")


def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path, open_cache: Opener) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "answers").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadSettings, match="is a link"):
        open_cache(tmp_path)
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o755


def test_the_answers_are_for_their_owner_alone_and_nothing_else_is_touched(tmp_path: Path, open_cache: Opener) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / "answers"
    folder.mkdir(mode=0o777)
    before = os.umask(0)
    try:
        open_cache(tmp_path).put(kept())
    finally:
        os.umask(before)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert "cache.db" in modes
    assert set(modes.values()) == {0o600}


def test_nothing_is_ever_evicted(tmp_path: Path, open_cache: Opener) -> None:
    open_cache(tmp_path).close()
    _evicting(tmp_path)
    cache = open_cache(tmp_path)
    keys = [f"{n:064x}" for n in range(60)]
    for key in keys:
        cache.put(kept(key, {"word": "w" * 20_000, "number": 1}))
    assert all(cache.get(key) for key in keys)


def test_prune_removes_what_fits_all_that_is_given(tmp_path: Path, open_cache: Opener) -> None:
    cache = open_cache(tmp_path)
    cache.put(kept(KEY))
    cache.put(kept(OTHER, stage="verdict"))
    assert cache.prune() == 0
    assert cache.prune(older_than_days=1) == 0
    assert cache.prune(stage="verdict", model="another") == 0
    assert cache.prune(stage="verdict") == 1
    assert cache.info().stages == {"extract": 1}
    assert cache.prune(older_than_days=-1) == 1
    assert cache.info().answers == 0


def test_info_says_what_is_there(tmp_path: Path, open_cache: Opener) -> None:
    cache = open_cache(tmp_path)
    cache.put(kept(KEY))
    cache.put(kept(OTHER, stage="verdict"))
    info = cache.info()
    assert (info.answers, info.broken, info.tokens) == (2, 0, 36)
    assert info.models == {"m": 2}
    assert info.size > 0


class Named(BaseModel):
    name: str


CHANGED: dict[str, Call[Any]] = {
    "stage": Call("verdict", "extract", "a.txt", CALL.messages, Word),
    "text": Call("extract", "extract", "a.txt", (Message("user", "text."),), Word),
    "role": Call("extract", "extract", "a.txt", (Message("system", "text"),), Word),
    "schema": Call("extract", "extract", "a.txt", CALL.messages, Named),
    "repeat": Call("extract", "extract", "a.txt", CALL.messages, Word, repeat=1),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_key_changes_with_all_that_the_answer_depends_on(change: str) -> None:
    assert key_of(CHANGED[change], WHO) != KEY


@pytest.mark.parametrize(
    "who",
    [
        Identity("m2", WHO.base_url, WHO.parameters),
        Identity("m", "http://127.0.0.1:2/v1", WHO.parameters),
        Identity("m", WHO.base_url, {"mode": "tools"}),
        Identity("m", WHO.base_url, {"mode": "json_schema", "temperature": 0.0}),
    ],
)
def test_a_key_changes_with_who_answers(who: Identity) -> None:
    assert key_of(CALL, who) != KEY


def test_a_key_does_not_change_with_the_order_of_parameters_or_the_name_of_the_item() -> None:
    one = Identity("m", "u", {"mode": "json", "seed": 1, "temperature": 0.5})
    two = Identity("m", "u", {"temperature": 0.5, "seed": 1, "mode": "json"})
    renamed = Call("extract", "another", "b.txt", CALL.messages, Word, max_output_tokens=9)
    assert key_of(CALL, one) == key_of(renamed, two)


def test_a_key_stays_what_it_is_from_version_to_version() -> None:
    named = Call("extract", "extract", "a.txt", CALL.messages, Named)
    assert key_of(named, WHO) == "c3bbaa0639a264bfe8c6b74df1b9b0a6f997f80607ba453a961de3324a5f1de7"


def test_opening_waits_for_nobody_who_is_stuck(tmp_path: Path) -> None:
    lock = os.open(tmp_path / "opening.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    opened(tmp_path, patience=0.05).close()
    os.close(lock)


def test_nothing_of_a_kept_answer_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, open_cache: Opener
) -> None:
    caplog.set_level(logging.DEBUG)
    cache = open_cache(tmp_path)
    cache.put(kept(answer={"word": "canary", "number": 1}))
    plant(tmp_path, value=b"canary")
    cache.get(KEY)
    assert "canary" not in caplog.text

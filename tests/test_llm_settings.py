import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from crossexam.pipeline.errors import BadSettings, NotLoopback
from crossexam.pipeline.llm.addresses import is_loopback, require_loopback
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.settings import Mode, Settings
from crossexam.pipeline.llm.sources import load_settings

KEY = "sk-canary-0123456789"


def test_without_anything_set_there_are_defaults(tmp_path: Path) -> None:
    loaded = load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path)}, folder=tmp_path)
    assert loaded.settings.base_url == "https://api.openai.com/v1"
    assert loaded.settings.mode is Mode.JSON_SCHEMA
    assert loaded.settings.model is None
    assert set(loaded.sources.values()) == {"default"}


def test_the_first_source_that_names_a_setting_wins(tmp_path: Path) -> None:
    file = tmp_path / "crossexam.toml"
    file.write_text('model = "of the file"\nmode = "tools"\nconcurrency = 3\nseed = 1\n')
    environ = {"CROSSEXAM_MODEL": "of the environment", "CROSSEXAM_CONCURRENCY": "4", "CROSSEXAM_TEMPERATURE": ""}
    loaded = load_settings({"model": "given", "seed": None}, environ, tmp_path)
    chosen = loaded.settings
    assert (chosen.model, chosen.concurrency, chosen.mode, chosen.seed) == ("given", 4, Mode.TOOLS, 1)
    assert [loaded.sources[name] for name in ("model", "concurrency", "mode", "temperature")] == [
        "given",
        "CROSSEXAM_CONCURRENCY",
        str(file),
        "default",
    ]


def test_the_names_that_other_tools_use_serve_too(tmp_path: Path) -> None:
    environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://localhost:8000/v1/"}
    loaded = load_settings(environ=environ, folder=tmp_path)
    assert loaded.settings.base_url == "http://localhost:8000/v1"
    assert loaded.settings.api_key == SecretStr(KEY)
    assert loaded.sources["api_key"] == "OPENAI_API_KEY"
    own = load_settings(environ=environ | {"CROSSEXAM_BASE_URL": "http://[::1]:1/v1"}, folder=tmp_path)
    assert own.settings.base_url == "http://[::1]:1/v1"
    assert own.sources["base_url"] == "CROSSEXAM_BASE_URL"


def test_the_users_own_file_is_read_where_the_folder_has_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "crossexam").mkdir(parents=True)
    (home / "crossexam" / "crossexam.toml").write_text('model = "of the user"')
    environ = {"XDG_CONFIG_HOME": str(home)}
    assert load_settings(environ=environ, folder=tmp_path).settings.model == "of the user"
    (tmp_path / "crossexam.toml").write_text('mode = "json"')
    assert load_settings(environ=environ, folder=tmp_path).settings.model is None


def test_paths_are_relative_to_the_file_that_sets_them(tmp_path: Path) -> None:
    (tmp_path / "crossexam.toml").write_text('cache_dir = "cache"\nprices = "/etc/prices.yaml"\nreplay = "~/r"')
    chosen = load_settings(environ={}, folder=tmp_path).settings
    assert chosen.cache_dir == tmp_path / "cache"
    assert chosen.prices == Path("/etc/prices.yaml")
    assert chosen.replay == Path.home() / "r"


def test_the_cache_is_where_caches_are(tmp_path: Path) -> None:
    assert load_settings(environ={"XDG_CACHE_HOME": "/c"}, folder=tmp_path).settings.cache_dir == Path("/c/crossexam")


def test_none_unsets_what_another_source_sets(tmp_path: Path) -> None:
    (tmp_path / "crossexam.toml").write_text("temperature = 0.5")
    environ = {"CROSSEXAM_TEMPERATURE": "none"}
    assert load_settings(environ=environ, folder=tmp_path).settings.temperature is None


@pytest.mark.parametrize(
    ("held", "fault"),
    [
        ('modle = "x"', "unknown setting 'modle'"),
        ("concurrency = 0", "concurrency: .*greater than or equal to 1"),
        ('mode = "xml"', "mode: .*json_schema"),
        ('deadline = "soon"', "deadline: .*number"),
        ("budget_usd = -1", "budget_usd: "),
        ("deadline = inf", "deadline: "),
        ('base_url = "ftp://x"', "base_url: must be an address"),
        ('base_url = "https://user:secret@host/v1"', "base_url: must hold no user"),
        ('base_url = "https://host/v1?key=secret"', "base_url: must hold no user"),
        ('base_url = "https://host:99999/v1"', "base_url: must be an address"),
        ('base_url = "host/v1"', "base_url: must be an address"),
        ('model = ""', "model: "),
        ("model = {a = 1}", "model: "),
        ("model =", "Invalid value"),
        ("[llm]\nmodel = 'x'", "unknown setting 'llm'"),
    ],
)
def test_a_wrong_setting_in_a_file_is_an_error_that_names_it_and_the_file(
    tmp_path: Path, held: str, fault: str
) -> None:
    (tmp_path / "crossexam.toml").write_text(held)
    with pytest.raises(BadSettings, match=rf"crossexam\.toml: .*{fault}") as raised:
        load_settings(environ={}, folder=tmp_path)
    assert "secret" not in str(raised.value)


def test_a_wrong_setting_elsewhere_names_its_source(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"^CROSSEXAM_SEED: seed: "):
        load_settings(environ={"CROSSEXAM_SEED": "x"}, folder=tmp_path)
    with pytest.raises(BadSettings, match=r"^given: seed: "):
        load_settings({"seed": "x"}, {}, tmp_path)
    with pytest.raises(BadSettings, match=r"^given: unknown setting 'colour'"):
        load_settings({"colour": "red"}, {}, tmp_path)


@pytest.mark.parametrize("key", ["two words canary", "canary\nX-Header: y", "canary\u200b", "  "])
def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadSettings, match=r"^OPENAI_API_KEY: api_key: must be printable") as raised:
        load_settings(environ={"OPENAI_API_KEY": key}, folder=tmp_path)
    assert "canary" not in str(raised.value)
    with pytest.raises(ValidationError) as direct:
        Settings.model_validate({"api_key": key})
    assert "canary" not in str(direct.value)


def test_a_line_break_after_a_key_is_not_part_of_it(tmp_path: Path) -> None:
    assert load_settings(environ={"OPENAI_API_KEY": f"{KEY}\n"}, folder=tmp_path).settings.api_key == SecretStr(KEY)


def test_the_table_of_settings_shows_every_value_and_source_but_no_key(tmp_path: Path) -> None:
    loaded = load_settings({"budget_usd": Decimal("1.50")}, {"OPENAI_API_KEY": KEY}, tmp_path)
    rows = {row.name: (row.value, row.source) for row in loaded.rows()}
    assert list(rows) == list(Settings.model_fields)
    assert rows["api_key"] == ("(set, hidden)", "OPENAI_API_KEY")
    assert rows["budget_usd"] == ("1.50", "given")
    assert rows["mode"] == ("json_schema", "default")
    assert rows["model"] == ("none", "default")
    assert KEY not in repr(loaded)
    assert KEY not in loaded.settings.model_dump_json()


def test_what_answers_depend_on_is_known_without_the_key() -> None:
    chosen = Settings(model="m", api_key=SecretStr(KEY), temperature=0, mode=Mode.TOOLS)
    assert chosen.parameters == {"mode": "tools", "temperature": 0}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/v1",
        "http://127.9.9.9/v1",
        "http://[::1]:1/v1",
        "http://localhost/v1",
        "http://localhost./v1",
    ],
)
def test_addresses_of_this_machine_are_allowed_offline(url: str) -> None:
    require_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1",
        "http://10.0.0.1/v1",
        "http://0.0.0.0/v1",
        "http://169.254.169.254/v1",
        "http://[::]/v1",
        "http://[fe80::1]/v1",
        "http://[::ffff:10.0.0.1]/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        "http://app.localhost/v1",
        "http://2130706433/v1",
        "http://127.1/v1",
        "http://0x7f.0.0.1/v1",
        "http://vllm/v1",
    ],
)
def test_every_other_address_is_refused_offline_without_looking_it_up(url: str) -> None:
    assert not is_loopback(url)
    with pytest.raises(NotLoopback):
        require_loopback(url)


def test_offline_is_checked_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(NotLoopback, match=r"offline: api\.openai\.com"):
        ModelClient(Settings(model="m", offline=True, cache_dir=tmp_path))


def test_a_mapped_loopback_address_is_this_machine() -> None:
    assert is_loopback("http://[::ffff:127.0.0.1]/v1")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"model": None}, "no model is set"),
        ({"budget_usd": 1}, "needs a price for m"),
    ],
)
def test_what_cannot_work_is_an_error_before_anything_is_asked(
    tmp_path: Path, changed: dict[str, Any], fault: str
) -> None:
    chosen = Settings.model_validate({"model": "m", "cache_dir": tmp_path} | changed)
    with pytest.raises(BadSettings, match=fault):
        ModelClient(chosen)


def test_the_environment_of_this_process_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "CROSSEXAM_MODEL", "from here")
    monkeypatch.chdir(tmp_path)
    assert load_settings().settings.model == "from here"

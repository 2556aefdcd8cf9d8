import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crossexam.pipeline.errors import NothingToRead
from crossexam.pipeline.fingerprint import made_of
from crossexam.pipeline.stages import Examination, Story


class Reader:
    name = "fake"

    async def examine(self, story: Story) -> Examination:
        raise NotImplementedError(story.name)


class ConfiguredReader(Reader):
    def __init__(self, **settings: str) -> None:
        self.settings = settings


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text("One.", encoding="utf-8")
    (folder / "b.txt").write_text("Two.", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "change",
    [
        lambda story: (story / "a.txt").write_text("Ona.", encoding="utf-8"),
        lambda story: (story / "a.txt").rename(story / "c.txt"),
        lambda story: (story / "b.txt").unlink(),
        lambda story: (story / "c.txt").touch(),
        lambda story: (story / "story.yaml").write_text("title: x", encoding="utf-8"),
        lambda story: (story / "c.txt").symlink_to("a.txt"),
        lambda story: (story / "a.txt").write_bytes((story / "b.txt").read_bytes()),
    ],
    ids=["byte", "name", "less", "more", "story.yaml", "link", "same text"],
)
def test_a_change_of_the_files_changes_the_fingerprint(story: Path, change: Callable[[Path], object]) -> None:
    before = made_of(story, Reader()).fingerprint
    change(story)
    assert made_of(story, Reader()).fingerprint != before


def test_the_time_and_place_of_the_files_do_not_matter(story: Path, tmp_path: Path) -> None:
    before = made_of(story, Reader()).fingerprint
    os.utime(story / "a.txt", (1, 1))
    copied = shutil.copytree(story, tmp_path / "elsewhere" / "story")
    assert made_of(copied, Reader()).fingerprint == before


def test_hidden_files_and_folders_do_not_matter(story: Path) -> None:
    before = made_of(story, Reader()).fingerprint
    (story / ".DS_Store").write_bytes(b"x")
    (story / "crossexam-results").mkdir()
    assert made_of(story, Reader()).fingerprint == before


def test_the_name_of_the_story_matters_for_it_stands_in_the_report(story: Path) -> None:
    before = made_of(story, Reader()).fingerprint
    assert made_of(story.rename(story.with_name("other")), Reader()).fingerprint != before


def test_the_settings_of_an_engine_matter(story: Path) -> None:
    prints = [
        made_of(story, engine).fingerprint
        for engine in (Reader(), ConfiguredReader(model="a"), ConfiguredReader(model="b"))
    ]
    assert len(set(prints)) == 3


def test_a_desks_own_word_list_matters(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made_of(story, Reader()).fingerprint
    (tmp_path / "grammar.txt").write_text("[more]\nword\n", encoding="utf-8")
    monkeypatch.setenv("CROSSEXAM_DATA", str(tmp_path))
    assert made_of(story, Reader()).fingerprint != before


def test_a_link_that_leaves_the_folder_is_not_followed(story: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (story / "c.txt").symlink_to("../secret")
    assert made_of(story, Reader()).inputs["c.txt"] == "link to ../secret"


def test_links_to_nothing_and_in_circles_are_told_as_such(story: Path) -> None:
    (story / "c.txt").symlink_to("gone")
    (story / "d.txt").symlink_to("d.txt")
    inputs = made_of(story, Reader()).inputs
    assert inputs["c.txt"] == "link to gone"
    assert inputs["d.txt"] == "link to d.txt"


def test_a_pipe_is_never_opened(story: Path) -> None:
    os.mkfifo(story / "c.txt")
    assert made_of(story, Reader()).inputs["c.txt"] == "no file"


def test_a_file_larger_than_any_article_is_told_by_its_size(story: Path) -> None:
    with (story / "film.mp4").open("wb") as film:
        film.truncate(100 * 1024 * 1024)
    assert made_of(story, Reader()).inputs["film.mp4"] == "104857600 bytes"


def test_a_name_that_is_no_utf_8_is_kept_as_escapes(story: Path) -> None:
    (story / os.fsdecode(b"caf\xe9.txt")).touch()
    assert "caf\\udce9.txt" in made_of(story, Reader()).inputs


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match="No such file"):
        made_of(tmp_path / "gone", Reader())

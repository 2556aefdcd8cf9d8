import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from crossexam import Article, NothingToRead, UsageError
from crossexam.pipeline.check import check
from crossexam.pipeline.ingest import is_story, read_story, stories_in, story_of
from crossexam.pipeline.stages import Story

TEXT = "Bridge closed\n\nThe council of Newport voted on Tuesday to close the old bridge for good.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a story with one good article, `good.txt`."""
    story = tmp_path / "bridge"
    story.mkdir()
    (story / "good.txt").write_text(TEXT, encoding="utf-8")
    return story


def fault_in(story: Story) -> str:
    """Return the reason of the one thing that was not read, which is one line and names the item."""
    (fault,) = story.not_read
    assert fault.stage == "ingest"
    assert "\n" not in fault.reason
    return fault.reason


def test_the_articles_of_a_folder_are_read_in_the_order_of_their_names(folder: Path) -> None:
    data = "Zweite\r\n\r\nThe mayor of Newport “met” the council on Tuesday.".encode("cp1252")
    (folder / "a.txt").write_bytes(data)
    story = read_story(folder)
    first, second = story.articles
    assert (story.name, first.article, second.article) == ("bridge", "a.txt", "good.txt")
    assert (first.encoding, first.sha256) == ("cp1252", hashlib.sha256(data).hexdigest())
    assert first.text == data.decode("cp1252")
    assert (second.title, second.language) == ("Bridge closed", "en")
    assert story.not_read == ()
    assert story.notices == ()


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


def make_blank(path: Path) -> None:
    path.write_text(" \n\t\u00a0\n", encoding="utf-8")


def make_binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def make_broken_link(path: Path) -> None:
    path.symlink_to("nowhere.txt")


def make_circle(path: Path) -> None:
    path.symlink_to(path.name)


def make_link_out(path: Path) -> None:
    outside = path.parent.parent / "secret.txt"
    outside.write_text("The secret of the town.", encoding="utf-8")
    path.symlink_to(outside)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("bad.txt", make_empty, "is empty"),
        ("bad.md", make_blank, "is empty"),
        ("bad.json", make_empty, "is empty"),
        ("bad.txt", make_binary, "is a binary file"),
        ("bad.jsonl", make_binary, "is a binary file"),
        ("bad.txt", make_broken_link, "is a broken link"),
        ("bad.txt", make_circle, "is a broken link"),
        ("bad.txt", make_link_out, "is a link that leads out of the folder"),
        ("bad.txt", make_pipe, "is no regular file"),
        ("bad.pdf", make_binary, "is not of a format that can be read"),
        ("bad.docx", make_binary, "is not of a format that can be read"),
        ("bad", make_blank, "is not of a format that can be read"),
        ("bad\n\x1b[2Jname.txt", make_empty, "is empty"),
    ],
)
def test_a_bad_file_is_one_clear_line_and_the_others_are_read(
    folder: Path, name: str, make: object, reason: str
) -> None:
    assert callable(make)
    make(folder / name)
    story = read_story(folder)
    assert fault_in(story).startswith(reason)
    assert [article.article for article in story.articles] == ["good.txt"]


def test_a_link_inside_the_folder_is_read(folder: Path) -> None:
    (folder / "link.txt").symlink_to("good.txt")
    story = read_story(folder)
    assert [article.article for article in story.articles] == ["good.txt", "link.txt"]


def test_a_file_over_the_limit_is_not_read(folder: Path) -> None:
    (folder / "large.txt").write_text("word " * 300, encoding="utf-8")
    story = read_story(folder, limit=1499)
    assert fault_in(story) == "is too large: 1,500 bytes, the limit is 1,499"
    assert read_story(folder, limit=1500).not_read == ()


@contextmanager
def without_root() -> Iterator[None]:
    """Run as a user who is bound by permissions, also where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_without_permission_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "good.txt").write_text(TEXT, encoding="utf-8")
        (folder / "shut.txt").write_text(TEXT, encoding="utf-8")
        read_story(folder)  # reads the word lists, which the other user may not be allowed to
        (folder / "shut.txt").chmod(0)
        with without_root():
            story = read_story(folder)
            folder_is_shut = fault_in(story)
        assert folder_is_shut == "permission denied"
        assert [article.article for article in story.articles] == ["good.txt"]


def test_what_is_no_article_is_passed_over_in_silence(folder: Path) -> None:
    for name in [".hidden.txt", "README.md", "README", "expected.yaml", "photo.jpg", "~$draft.txt", "LICENSE"]:
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "notes.txt").mkdir()
    story = read_story(folder)
    assert [article.article for article in story.articles] == ["good.txt"]
    assert story.not_read == ()


def test_two_files_with_one_text_are_named_as_duplicates(folder: Path) -> None:
    (folder / "copy.txt").write_bytes(TEXT.replace("\n\n", "\r\n").encode("utf-16"))
    (folder / "third.txt").write_text(TEXT, encoding="utf-8")
    story = read_story(folder)
    assert [article.duplicate_of for article in story.articles] == [None, "copy.txt", "copy.txt"]
    assert [(n.article, n.kind, n.evidence) for n in story.notices] == [
        ("good.txt", "duplicate", "Bridge closed"),
        ("third.txt", "duplicate", "Bridge closed"),
    ]
    for notice in story.notices:
        text = next(a.text for a in story.articles if a.article == notice.article)
        assert text[notice.start : notice.end] == notice.evidence
    assert story.not_read == ()


def test_a_report_has_the_notices_of_its_story(folder: Path) -> None:
    (folder / "copy.txt").write_text(TEXT, encoding="utf-8")
    assert [notice.kind for notice in check(folder).notices] == ["duplicate"]


def test_an_article_in_another_language_is_marked(folder: Path) -> None:
    (folder / "fr.txt").write_text("Le maire a dit que le pont sera fermé pour des années.", encoding="utf-8")
    assert [article.language for article in read_story(folder).articles] == ["fr", "en"]


def test_a_file_with_broken_lines_gives_its_good_ones(folder: Path) -> None:
    (folder / "many.jsonl").write_text('{"body": "One text."}\n{broken\n{"title": "No body"}\n', encoding="utf-8")
    story = read_story(folder)
    assert [article.article for article in story.articles] == ["good.txt", "many.jsonl#1"]
    assert [fault.item for fault in story.not_read] == ["many.jsonl#2", "many.jsonl#3"]
    assert "line 2" in story.not_read[0].reason


def test_a_date_that_is_none_becomes_a_notice(folder: Path) -> None:
    (folder / "a.json").write_text('{"body": "One text.", "published": "soon"}', encoding="utf-8")
    (notice,) = read_story(folder).notices
    assert (notice.article, notice.kind) == ("a.json", "metadata")
    assert "'soon'" in notice.why


@pytest.mark.parametrize("files", [{}, {"photo.jpg": b"x"}, {".hidden.txt": b"x"}, {"story.yaml": b"title: x"}])
def test_a_folder_without_articles_is_nothing_to_read(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(NothingToRead, match="no article in"):
        read_story(tmp_path)


def test_where_every_file_fails_the_faults_are_named(tmp_path: Path) -> None:
    for name in "abcde":
        (tmp_path / f"{name}.txt").write_bytes(b"")
    with pytest.raises(NothingToRead, match=r"a.txt is empty; b.txt is empty; c.txt is empty; and 2 more"):
        read_story(tmp_path)


def test_what_is_no_folder_is_nothing_to_read(folder: Path) -> None:
    with pytest.raises(NothingToRead, match="no such file"):
        read_story(folder / "gone")
    with pytest.raises(NothingToRead, match="is a file"):
        read_story(folder / "good.txt")


def write_story_file(folder: Path, text: str) -> Story:
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return read_story(folder)


def test_the_story_file_wins_over_the_text(folder: Path) -> None:
    (folder / "good.txt").write_text(f"By Ann Lee, CNN\n\nPosted May 3, 2015\n\n{TEXT}", encoding="utf-8")
    (before,) = read_story(folder).articles
    assert (before.outlet, before.published) == ("CNN", date(2015, 5, 3))
    story = write_story_file(
        folder,
        "title: The bridge\narticles:\n  good.txt: {outlet: The Harbour Gazette, published: 2015-05-04, title: Closed,"
        " url: 'https://gazette.example', primary: true}\n",
    )
    (article,) = story.articles
    assert story.title == "The bridge"
    assert (article.outlet, article.published) == ("The Harbour Gazette", date(2015, 5, 4))
    assert (article.title, article.url, article.primary) == ("Closed", "https://gazette.example", True)


def test_a_file_of_lines_can_have_a_note_and_a_line_its_own(folder: Path) -> None:
    (folder / "many.jsonl").write_text('{"body": "One text."}\n{"body": "Another text."}\n', encoding="utf-8")
    story = write_story_file(folder, "articles:\n  'many.jsonl': {outlet: BBC}\n  'many.jsonl#2': {outlet: CNN}\n")
    assert [article.outlet for article in story.articles] == [None, "BBC", "CNN"]
    assert story.not_read == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("titel: x\n", "titel (line 1): unknown key"),
        ("articles:\n  good.txt: {outlett: CNN}\n", "articles → good.txt → outlett (line 2): unknown key"),
        ("articles:\n  good.txt: {published: soon}\n", "'soon' as a date"),
        ("articles:\n  good.txt: {published: 2019-02-30}\n", "'2019-02-30' as a date"),
        ("articles:\n  good.txt: {primary: maybe}\n", "articles → good.txt → primary (line 2)"),
        ("title: a\n\ntitle: b\n", "has 'title' twice (line 3)"),
        ("title: [a\nb: c", "is no YAML: "),
        ("title: 'a\n", "line 2"),
        ("- a\n", "is no mapping"),
        ("? [a]\n: b\n", "a key that is no word (line 1)"),
        ("title: &a x\narticles: *a\n", "has an alias, which it may not (line 2)"),
        ("a: " + "[" * 5000, "nested too deep"),
        ('"ti\\ntle": x', r"ti\ntle (line 1): unknown key"),
        ("!!python/object/apply:os.system ['true']", "is no mapping"),
    ],
)
def test_a_fault_in_the_story_file_is_named_and_the_articles_are_read(folder: Path, text: str, fault: str) -> None:
    story = write_story_file(folder, text)
    reason = fault_in(story)
    assert fault in reason
    assert len(story.articles) == 1


@pytest.mark.parametrize("text", ["", "# only a remark\n", "title:\n", "articles:\n", "articles:\n  good.txt:\n"])
def test_every_key_of_the_story_file_is_optional(folder: Path, text: str) -> None:
    assert write_story_file(folder, text).not_read == ()


def test_an_entry_for_a_file_that_does_not_exist_is_named(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    story = write_story_file(folder, "articles:\n  bad.txt: {outlet: A}\n  gone.txt: {outlet: B}\n")
    assert [fault.reason for fault in story.not_read] == [
        "is empty",
        "is named in story.yaml but is not in the folder",
    ]


def test_the_story_file_may_not_lead_out_of_the_folder(folder: Path) -> None:
    outside = folder.parent / "other.yaml"
    outside.write_text("title: secret", encoding="utf-8")
    (folder / "story.yaml").symlink_to(outside)
    story = read_story(folder)
    assert fault_in(story) == "is a link that leads out of the folder"
    assert story.title is None


def test_a_folder_with_articles_is_a_story_whatever_folders_it_has(tmp_path: Path, folder: Path) -> None:
    (folder / "older").mkdir()
    (folder / "older" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert is_story(folder)
    assert not is_story(tmp_path)
    assert stories_in(folder) == [folder]


def test_the_stories_of_a_folder_are_its_folders_with_articles(tmp_path: Path, folder: Path) -> None:
    for name in ["b story", "a story", ".hidden", "deeper/story"]:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "only documents").mkdir()
    (tmp_path / "only documents" / "a.pdf").write_bytes(b"%PDF-")
    assert stories_in(tmp_path) == [tmp_path / "a story", tmp_path / "b story", folder]


def test_a_story_with_nothing_but_bad_files_is_still_a_story(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").symlink_to("nowhere")
    assert stories_in(tmp_path) == [tmp_path]


def test_a_linked_folder_that_leads_out_is_no_story(tmp_path: Path, folder: Path) -> None:
    inside = tmp_path / "batch"
    inside.mkdir()
    (inside / "out").symlink_to(folder)
    (inside / "real").mkdir()
    (inside / "real" / "a.txt").write_text(TEXT, encoding="utf-8")
    (inside / "again").symlink_to("real")
    assert stories_in(inside) == [inside / "again", inside / "real"]


def test_no_folder_has_no_stories(tmp_path: Path) -> None:
    assert stories_in(tmp_path / "gone") == []
    assert not is_story(tmp_path / "gone")


def test_articles_can_be_given_as_objects() -> None:
    given = Article(article="b", text=f"By Ann Lee, CNN\n\n{TEXT}", outlet="The Harbour Gazette")
    story = story_of([given, Article(article="a", text="Another text of the town.")], "bridge")
    assert [article.article for article in story.articles] == ["a", "b"]
    second = story.articles[1]
    assert (second.title, second.outlet, second.language) == ("Bridge closed", "The Harbour Gazette", "en")
    assert [s.why for s in second.skipped] == ["byline"]
    assert second.text == given.text


def test_what_an_object_says_of_its_furniture_stands() -> None:
    (skipped,) = story_of([Article(article="a", text=f"By Ann Lee\n\n{TEXT}")], "x").articles[0].skipped
    given = Article(article="a", text=f"By Ann Lee\n\n{TEXT}", skipped=(skipped.model_copy(update={"why": "mine"}),))
    assert [s.why for s in story_of([given], "x").articles[0].skipped] == ["mine"]


def test_objects_need_texts_and_names_of_their_own() -> None:
    good, blank = Article(article="a", text="A text."), Article(article="b", text=" \n")
    assert fault_in(story_of([good, blank], "x")) == "is empty"
    assert "surrogate" in fault_in(story_of([good, Article(article="c", text="\ud800")], "x"))
    with pytest.raises(UsageError, match="two articles are named a"):
        story_of([good, good], "x")
    with pytest.raises(NothingToRead, match="b is empty"):
        story_of([blank], "x")
    with pytest.raises(NothingToRead, match="no articles were given"):
        story_of([], "x")

from io import StringIO

import pytest
from rich.console import Console

from crossexam import Report, Verdict
from crossexam.pipeline.report.terminal import print_finding, print_findings


def printed(report: Report, width: int = 120, *, everything: bool = False) -> str:
    out = StringIO()
    print_findings(report, Console(file=out, width=width, color_system=None), everything=everything)
    return out.getvalue()


def one_finding(report: Report, question: str, width: int = 120) -> str:
    out = StringIO()
    finding = next(f for f in report.findings if question in f.question)
    print_finding(report, finding, Console(file=out, width=width, color_system=None))
    return out.getvalue()


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [200, 60])
def test_the_toll_is_listed_with_bounds_and_informants(seed_report: Report, width: int) -> None:
    text = in_one_line(printed(seed_report, width))
    for said in (
        "over 205 killed (Al Jazeera)",
        "at least 213 killed",
        "(World Health Organization)",
        "(United Nations)",
    ):
        assert said in text


def test_flagged_findings_are_listed_in_order_and_the_others_counted(seed_report: Report) -> None:
    text = printed(seed_report)
    places = [
        text.index(label) for label in ("Cannot all be true", "Quotation changed", "Sources differ", "Loaded wording")
    ]
    assert places == sorted(places)
    assert "Only one source" not in text
    assert "26 findings on which sources agree, 37 from only one source." in text


def test_everything_lists_also_what_agrees_and_what_stands_alone(seed_report: Report) -> None:
    text = printed(seed_report, everything=True)
    assert text.count("Only one source") == sum(f.verdict is Verdict.SINGLE_SOURCE for f in seed_report.findings)
    assert "on which sources agree" not in text


def test_words_that_a_quotation_lacks_show_without_colours(seed_report: Report) -> None:
    assert "efforts [missing: and the need] to achieve" in in_one_line(printed(seed_report, 200))


def test_what_was_not_judged_is_said(seed_report: Report) -> None:
    text = printed(seed_report)
    assert "Not read or judged: 1 item." in text
    assert "005_photo.jpg: this is no text: a JPEG picture (ingest)" in text
    assert "It never says who is right." in text


@pytest.mark.parametrize("width", [200, 100, 60])
def test_one_finding_is_printed_whole(seed_report: Report, width: int) -> None:
    text = one_finding(seed_report, "How many people have been killed", width)
    assert "Fighting in Tripoli" in text
    assert "credits Al Jazeera" in text
    assert "000_f3f2fa0800b63834.txt" in text
    assert "3 articles, 3 independent origins." in in_one_line(text)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width


def test_positions_stand_side_by_side_where_there_is_room(seed_report: Report) -> None:
    wide = one_finding(seed_report, "How many people have been killed", 160)
    narrow = one_finding(seed_report, "How many people have been killed", 60)
    assert any(line.count("╭─") == 3 for line in wide.splitlines())
    assert not any(line.count("╭─") > 1 for line in narrow.splitlines())


def test_a_finding_of_another_report_is_refused(seed_report: Report) -> None:
    other = seed_report.findings[0].model_copy(update={"id": "elsewhere"})
    with pytest.raises(ValueError, match="elsewhere"):
        print_finding(seed_report, other, Console(file=StringIO()))


def test_a_report_without_findings_says_so(seed_report: Report) -> None:
    text = printed(seed_report.model_copy(update={"findings": (), "claims": ()}))
    assert text.startswith("Nothing was flagged.")

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossexam import Article
from crossexam.pipeline.reading.document import Document, read
from crossexam.pipeline.reading.names import Name, NameKind, names_in
from crossexam.pipeline.reading.vocabulary import vocabulary_of


def document(text: str) -> Document:
    return read(Article(article="a.txt", text=text))


def named(text: str) -> list[str]:
    return [name.text for name in names_in(document(text))]


def only(text: str, part: str) -> Name:
    (found,) = [name for name in names_in(document(text)) if name.text == part]
    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Later that day the Ministry of Foreign Affairs said nothing.", ["Ministry of Foreign Affairs"]),
        ("It was put to the House Armed Services Committee.", ["House Armed Services Committee"]),
        ("The case goes to the Food and Drug Administration.", ["Food and Drug Administration"]),
        ("He met Fayez al-Sarraj and Mohammed bin Salman.", ["Fayez al-Sarraj", "Mohammed bin Salman"]),
        ("It was signed by Ursula von der Leyen.", ["Ursula von der Leyen"]),
        ("They beat Virgil van Dijk twice.", ["Virgil van Dijk"]),
        ("It was written by J. K. Rowling.", ["J. K. Rowling"]),
        ("In court, Robert F. Smith Jr. spoke.", ["Robert F. Smith Jr"]),
        ("It struck the coast, the U. S. Geological Survey said.", ["U. S. Geological Survey"]),
        ("He bought it at Marks & Spencer.", ["Marks & Spencer"]),
        ("It was told to Agence - France Presse.", ["Agence - France Presse"]),
        ("On the phone, Kim Jong-un was calm.", ["Kim Jong-un"]),
        ("Ships left Port-au-Prince.", ["Port-au-Prince"]),
        ("The vote split France and Germany.", ["France", "Germany"]),
        ("On Tuesday the club sold Ann Lee Monday night.", ["Ann Lee"]),
        ("He saw Theresa May in May 2019.", ["Theresa May"]),
        ("The judge freed Omar Diaz’s brother.", ["Omar Diaz"]),
        ("She works for Al Jazeera. The trial goes on.", ["Al Jazeera"]),
        ("Rescuers were looking for them. Rescuers found nobody.", []),
        ("However, nothing moved. Meanwhile, it rained. Today I slept.", []),
    ],
)
def test_a_name_is_the_whole_run_and_nothing_else(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("They heard President Jane Doe.", "President", "Jane Doe"),
        ("They heard Field Marshal Doe.", "Field Marshal", "Doe"),
        ("They heard Lt. Gen. Jane Doe.", "Lt. Gen", "Jane Doe"),
        ("They heard Secretary of State Jane Doe.", "Secretary of State", "Jane Doe"),
        ("They heard Deputy Prime Minister Jane Doe.", "Deputy Prime Minister", "Jane Doe"),
        ("They heard Sgt. Ken Ode.", "Sgt", "Ken Ode"),
        ("They heard Dr Ama Sey.", "Dr", "Ama Sey"),
        ("They heard Chief Justice Ama Sey.", "Chief Justice", "Ama Sey"),
        ("They heard Israeli Prime Minister Ama Sey.", "Prime Minister", "Ama Sey"),
        ("They heard Houston Police Chief Ama Sey.", "Police Chief", "Ama Sey"),
        ("They heard Government of National Accord Prime Minister Ama Sey.", "Prime Minister", "Ama Sey"),
        ("They read Stephen King.", None, "Stephen King"),
        ("They sold General Motors.", None, "General Motors"),
        ("They left King County.", None, "King County"),
        ("They sat in the UN General Assembly.", None, "UN General Assembly"),
    ],
)
def test_titles_are_split_off_unless_they_are_part_of_the_name(text: str, title: str | None, name: str) -> None:
    found = only(text, name)
    assert (text[found.title.start : found.title.end] if found.title else None) == title


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The trial of Ken Ode began.", "Ken Ode", NameKind.PERSON),
        ("They met spokesman Ode there.", "Ode", NameKind.PERSON),
        ("It hit the village of Blang, near Ulm.", "Ulm", NameKind.PLACE),
        ("A landslide hit Suka Makmur village.", "Suka Makmur", NameKind.PLACE),
        ("He moved to Langley, Virginia.", "Langley", NameKind.PLACE),
        ("They left the Rose Garden.", "Rose Garden", NameKind.PLACE),
        ("It was sold to the Bank of England.", "Bank of England", NameKind.ORGANISATION),
        ("It was sold to the LNA.", "LNA", NameKind.ORGANISATION),
        ("They watched the World Cup.", "World Cup", NameKind.OTHER),
        ("It began with the Arab Spring.", "Arab Spring", NameKind.OTHER),
    ],
)
def test_kinds_are_told_by_title_by_form_and_by_what_stands_around(text: str, name: str, kind: NameKind) -> None:
    assert only(text, name).kind is kind


def test_the_name_of_a_people_stands_apart_from_who_follows() -> None:
    found = names_in(document("They heard Nigerian President Jane Doe and a Libyan general."))
    assert [(n.text, n.is_people) for n in found] == [("Nigerian", True), ("Jane Doe", False), ("Libyan", True)]


def test_in_a_headline_only_words_that_running_text_has_as_names_are_names() -> None:
    text = "Mayor Doe Opens New Bridge In Ulm After Long Delay\n\nOn Monday Jane Doe opened the bridge in Ulm."
    assert named(text) == ["Doe", "Ulm", "Jane Doe", "Ulm"]


def test_a_headline_in_capitals_is_read_by_another_articles_running_text() -> None:
    shouted = document("DOE OPENS BRIDGE AFTER DELAY\n\nThe bridge was opened.")
    plain = document("On Monday Jane Doe opened the bridge.")
    assert [n.text for n in names_in(shouted)] == []
    assert [n.text for n in names_in(shouted, vocabulary_of([shouted, plain]))] == ["DOE"]


def test_a_word_at_the_start_of_a_sentence_is_a_name_if_running_text_has_it_as_one() -> None:
    assert named("Brown left. It was Brown who stayed. Rain fell.") == ["Brown", "Brown"]


ALPHABET = string.ascii_letters + " .,'’“”\"-–&()\n:0é"


@given(st.text(alphabet=ALPHABET, max_size=400))
def test_names_are_exact_spans_in_order_within_their_sentences(text: str) -> None:
    taken = document(text)
    end = 0
    for name in names_in(taken):
        assert text[name.start : name.end] == name.text
        assert name.start >= end
        assert taken.sentence_at(name.start).end >= name.end
        end = name.end


@pytest.mark.parametrize("unit", ["A ", "A and A of ", "President ", "al-", "A. ", "Doe's ", "“A "])
def test_endless_repetition_is_read_to_its_end(unit: str) -> None:
    names_in(document(unit * (200_000 // len(unit))))


@settings(max_examples=30)
@given(st.sampled_from(["Ann Lee", "Omar al-Diaz", "J. B. Sey"]), st.sampled_from(["Ulm", "New York", "Banda Aceh"]))
def test_what_a_person_is_called_does_not_change_what_else_is_found(person: str, place: str) -> None:
    found = names_in(document(f"On Friday President {person} flew to the city of {place}, the White House said."))
    assert [n.text for n in found] == [person, place, "White House"]

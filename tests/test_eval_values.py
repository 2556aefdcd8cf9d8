import pytest

from crossexam import Kind
from crossexam.evals.values import same_informant, same_value


@pytest.mark.parametrize(
    ("kind", "labelled", "predicted"),
    [
        ("quantity", ">205 killed", ">205 people killed"),
        ("quantity", "=1009 injured", "=1,009 injured"),
        ("quantity", "5 boats", "=5 boats"),
        ("quantity", "=1.7 billion USD", "=1700000000 USD"),
        ("quantity", "=1.2bn USD", "=1.2 billion dollars"),
        ("quantity", "=84 m", "=84 metres"),
        ("quantity", "=14.2m GBP", "=14200000 GBP"),
        ("quantity", "=55000 pages and =183 discs", "=183 discs"),
        ("quantity", "~12000 to 15000 people", "~12,000 to 15,000 people"),
        ("quantity", "dozens injured", "~dozens of people injured"),
        ("quote", "We will not pay", "we will not pay."),
        ("quote", "It’s a disgrace", "It's a disgrace"),
        ("quote", "peace and stability (headline)", "Peace and Stability"),
        ("framing", "the rebel general", "rebel general"),
        ("event", "bridge closed 2024-03-02 (Saturday)", "2024-03-02: the bridge was shut"),
        ("event", "bridge closed 2024-03", "2024-03-02"),
        ("event", "bridge closed 2024", "closed in 2024-03"),
        ("event", "the council voted to close the bridge", "council voted to close a bridge"),
        ("stance", "Norland backs the treaty", "Norland backs treaty"),
    ],
)
def test_values_that_say_the_same(kind: str, labelled: str, predicted: str) -> None:
    assert same_value(Kind(kind), labelled, predicted)


@pytest.mark.parametrize(
    ("kind", "labelled", "predicted"),
    [
        ("quantity", ">205 killed", ">=205 killed"),
        ("quantity", "=213 killed", "=313 killed"),
        ("quantity", "=213 killed", "people were killed"),
        ("quantity", "=213 killed", "=213 killed, =40 missing"),
        ("quantity", "dozens injured", "=37"),
        ("quantity", "=1.7 million USD", "=1.7 billion USD"),
        ("quote", "We will not pay", "We will never pay"),
        ("quote", "We will not pay", "We will not pay them"),
        ("framing", "general", "rebel general"),
        ("event", "bridge closed 2024-03-02", "bridge closed 2024-03"),
        ("event", "bridge closed 2024-03-02", "bridge closed"),
        ("event", "the council voted", "a dog barked"),
        ("stance", "Norland backs the treaty", ""),
    ],
)
def test_values_that_do_not(kind: str, labelled: str, predicted: str) -> None:
    assert not same_value(Kind(kind), labelled, predicted)


@pytest.mark.parametrize(
    ("labelled", "predicted", "same"),
    [
        (None, None, True),
        ("", None, True),
        ("police", None, False),
        (None, "police", False),
        ("Anna Berg", "Berg", True),
        ("Berg", "Anna Berg, the mayor", True),
        ("Anna Berg (Radio Nord)", "Anna Berg", True),
        ("Anna Berg, to Radio Nord", "Radio Nord", False),
        ("the police", "police", True),
        ("Tomas Rell", "Mr Rell", True),
        ("Cllr Moira Stan", "Ms Stan", True),
        ("Mr Rell", "Mr Stan", False),
        ("Anna Berg", "Carl Berg", False),
        ("(sic)", "sic", True),
        ("the", "a", False),
    ],
)
def test_informants(labelled: str | None, predicted: str | None, same: bool) -> None:
    assert same_informant(labelled, predicted) is same


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("long", ["9" * 10**6, "9," * 500_000, "word " * 200_000, "(" * 10**6, "(a" * 500_000])
def test_a_value_of_a_megabyte_is_compared(kind: Kind, long: str) -> None:
    assert not same_value(kind, "=1 killed", long)
    assert not same_value(kind, long, "=1 killed")

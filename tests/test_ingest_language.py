from pathlib import Path

import pytest

from crossexam.pipeline.ingest.language import language_of

SENTENCES = [
    ("en", "The president said on Monday that the talks would go on."),
    ("en", '" We have no choice , " the mayor said at a meeting of the council , adding that it was late .'),
    ("en", "A MAN WAS KILLED ON FRIDAY WHEN A BUS HIT THE WALL OF A SCHOOL IN THE CITY."),
    ("en", "It was a good day for the team, who won the cup in Paris after a penalty. « Formidable ! »"),
    ("fr", "Le président a déclaré lundi que les discussions se poursuivraient avec les partenaires."),
    ("de", "Der Präsident sagte am Montag, dass die Gespräche mit den Partnern fortgesetzt werden."),
    ("es", "El presidente dijo el lunes que las conversaciones continuarán con los socios."),
    ("it", "Il presidente ha detto lunedì che i colloqui continueranno con i partner della coalizione."),
    ("pt", "O presidente disse na segunda-feira que as conversas vão continuar com os parceiros."),
    ("nl", "De president zei maandag dat de gesprekken met de partners zullen worden voortgezet."),
    ("sv", "Presidenten sade på måndagen att samtalen ska fortsätta med parterna och inte avbrytas."),
    ("da", "Præsidenten sagde mandag, at forhandlingerne vil fortsætte, og at de ikke bliver afbrudt af krigen."),
    ("no", "Presidenten sa mandag at samtalene skal fortsette, og at de ikke blir brutt av krigen etter angrepet."),
    ("fi", "Presidentti sanoi maanantaina, että neuvottelut jatkuvat ja että hän ei ole huolissaan."),
    ("pl", "Prezydent powiedział w poniedziałek, że rozmowy będą kontynuowane i nie zostaną przerwane."),
    ("cs", "Prezident v pondělí řekl, že jednání budou pokračovat a že se nic nezmění, ale je to těžké."),
    ("hu", "Az elnök hétfőn azt mondta, hogy a tárgyalások folytatódnak, és nem lesz változás."),
    ("ro", "Președintele a declarat luni că discuțiile vor continua și că nu este nicio problemă pentru parteneri."),
    ("tr", "Cumhurbaşkanı pazartesi günü görüşmelerin devam edeceğini ve bu konuda bir sorun olmadığını söyledi."),
    ("id", "Presiden mengatakan pada hari Senin bahwa pembicaraan itu akan dilanjutkan dengan para mitra."),
    ("ru", "Президент заявил в понедельник, что переговоры будут продолжены и что он не видит проблем."),
    ("uk", "Президент заявив у понеділок, що переговори триватимуть і що він не бачить проблем."),
    ("ar", "قال الرئيس يوم الاثنين إن المحادثات ستستمر مع الشركاء في المنطقة"),
    ("hi", "हाल ही में राष्ट्रपति ने कहा कि यह वार्ता जारी रहेगी और इस पर काम होगा"),
    ("el", "Ο πρόεδρος δήλωσε τη Δευτέρα ότι οι συνομιλίες θα συνεχιστούν."),
    ("he", "הנשיא אמר ביום שני כי השיחות יימשכו"),
    ("ja", "大統領は月曜日に協議を続けると述べた。"),
    ("zh", "总统周一表示，谈判将继续进行。"),
    ("ko", "대통령은 월요일 회담을 계속할 것이라고 말했다."),
    ("th", "ประธานาธิบดีกล่าวเมื่อวันจันทร์ว่าการเจรจาจะดำเนินต่อไป"),
]


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_a_sentence_tells_its_language(code: str, sentence: str) -> None:
    assert language_of(sentence) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,009 2019 45%",
        "Mayor resigns",
        "Lorem ipsum dolor sit amet consectetur adipiscing elit",
        "Haftar Macron Conte Guterres Salamé Erdoğan Sarraj",
        "The bridge in the town was closed for a year. Le pont de la ville est fermé pour un an.",
    ],
)
def test_what_is_too_short_or_mixed_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_most_of_a_mixed_text_decides() -> None:
    english, french = SENTENCES[0][1], SENTENCES[4][1]
    assert language_of(english * 5 + french) == "en"
    assert language_of(english + french * 5) == "fr"


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[1] / "seeds").rglob("*.txt")), ids=lambda p: p.name[:3])
def test_every_seed_is_english(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert language_of(text) == "en"
    assert language_of(text[-400:]) == "en"

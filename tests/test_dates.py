"""The reading of dates: tables of phrases, and properties that hold for any text."""

from calendar import day_name, month_name
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossexam import Article
from crossexam.pipeline import data
from crossexam.pipeline.data import table
from crossexam.pipeline.errors import BadDataFile
from crossexam.pipeline.reading.dates import Basis, Clock, Grain, TimeKind, When, normal, times_in
from crossexam.pipeline.reading.document import Document, read
from crossexam.pipeline.reading.times.words import lexicon

FRIDAY = date(2019, 4, 19)


def document_of(text: str) -> Document:
    return read(Article(article="a.txt", text=text))


def normals_in(text: str, reference: date | None = FRIDAY) -> list[str]:
    return [normal(when) for when in times_in(document_of(text), reference)]


EXPLICIT = [
    ("The two spoke on April 15, 2019, by phone.", "2019-04-15"),
    ("The two spoke on 15 April 2019 in Rome.", "2019-04-15"),
    ("It happened on the 15th of April.", "2019-04-15"),
    ("It happened on the 15th of April, 2017.", "2017-04-15"),
    ("It falls on the first of June.", "2019-06-01"),
    ("It fell on Apr. 15, say the books.", "2019-04-15"),
    ("It fell on Apr 15, 2018.", "2018-04-15"),
    ("The firm filed on Sept. 3, 2018, in Ohio.", "2018-09-03"),
    ("Trading begins 2019-05-01 in Paris.", "2019-05-01"),
    ("The invoice of 04/15/2019 was paid.", "2019-04-15"),
    ("The invoice of 15/04/2019 was paid.", "2019-04-15"),
    ("The invoice of 25.12.2018 was paid.", "2018-12-25"),
    ("The invoice of 4/25/18 was paid.", "2018-04-25"),
    ("The invoice of 03/03/2019 was paid.", "2019-03-03"),
    ("The invoice of 3.11.2018 was paid.", "2018-11-03"),
    ("The invoice of 04/11/2019 was paid.", "2019-04-11"),
    ("The invoice of 11/04/2019 was paid.", "2019-04-11"),
    ("The truce of December 14 held.", "2018-12-14"),
    ("The ship sank on June 2nd, 2015, off Cape Cod.", "2015-06-02"),
    ("The ship sank on 3 March.", "2019-03-03"),
    ("TUESDAY 02 JUNE 2015", "2015-06-02"),
    ("The ship sank on Monday, April 15.", "2019-04-15"),
    ("The ship sank on Monday, the 15th of April 2019.", "2019-04-15"),
    ("The ship sank on Mon 15 April.", "2019-04-15"),
    ("He was born on February 29, 1984, in Lima.", "1984-02-29"),
    ("Her will is dated 1 January 1901.", "1901-01-01"),
    ("The fair ran April 4-7 in Leeds.", "2019-04-04 to 2019-04-07"),
    ("The fair ran 4-7 April 2018 in Leeds.", "2018-04-04 to 2018-04-07"),
    ("The fair ran from April 4 to April 9, 2018.", "2018-04-04 to 2018-04-09"),
    ("The fair ran from April 4 to 9.", "2019-04-04 to 2019-04-09"),
    ("The fair ran from Dec. 28 to Jan. 3, 2019.", "2018-12-28 to 2019-01-03"),
    ("The board faces a June 3 deadline.", "2019-06-03"),
    ("She left on April 15 of last year.", "2018-04-15 (April 15 of last year)"),
    ("The case opened November 3 in Rome.", "2018-11-03"),
    ("The trial will open on November 3.", "2019-11-03"),
    ("The trial was set for March 2.", "2019-03-02"),
    ("Collection moves to a new cycle on August 20.", "2019-08-20"),
    ("He died on August 20.", "2018-08-20"),
    ("He said the truce of August 20 had held.", "2018-08-20"),
    ("They are to meet on August 20.", "2019-08-20"),
    ("She starts work as soon as June 1.", "2019-06-01"),
    ("She won the seat in April 2017.", "2017-04"),
    ("She won the seat in April, 2017.", "2017-04"),
    ("She won the seat in April of 2017.", "2017-04"),
    ("She won the seat in Sept. 2017.", "2017-09"),
    ("She won the seat in early April.", "2019-04 (early April)"),
    ("She won the seat in late August 2018.", "2018-08 (late August 2018)"),
    ("She won the seat at the end of March.", "2019-03 (the end of March)"),
    ("She won the seat in mid-February.", "2019-02 (mid-February)"),
    ("The army withdrew its men in April.", "2019-04"),
    ("The army withdrew its men in October.", "2018-10"),
    ("The army withdrew its men last April.", "2018-04"),
    ("A dam burst in March last year.", "2018-03 (March last year)"),
    ("A dam burst in March of that name, in May 2014.", "2019-03; 2014-05"),
    ("Shops will open in October.", "2019-10"),
    ("Shops will open next January.", "2020-01"),
    ("Shops are due to open this June.", "2019-06"),
    ("The January strike failed.", "2019-01"),
    ("Sales fell from January to March.", "2019-01-01 to 2019-03-31"),
    ("Sales fell between January and March.", "2019-01-01 to 2019-03-31"),
    ("Sales fell from June to August 2018.", "2018-06-01 to 2018-08-31"),
    ("He has ruled since 2014.", "since 2014"),
    ("He ruled until 1999.", "until 1999"),
    ("Work ends by 2030.", "by 2030"),
    ("The dictator fell in 2011.", "2011"),
    ("In 2011 or 2012 he fell.", "2011; 2012"),
    ("In 2011 police shot him.", "2011"),
    ("The Prague Spring 1968 is history.", "1968"),
    ("The 1906 fire killed many.", "1906"),
    ("Few speak of the fire of 1906.", "1906"),
    ("2011's uprising failed.", "2011"),
    ("He took part in a 1969 coup.", "1969"),
    ("Nobody doubts their 2003 estimate.", "2003"),
    ("They lost the 2016 elections.", "2016"),
    ("The club won the title (1998).", "1998"),
    ("It was the best year since 1066.", "since 1066"),
    ("Prices rose in mid-2014.", "2014 (mid-2014)"),
    ("Prices rose in late 2018.", "2018 (late 2018)"),
    ("Prices rose at the end of 2018.", "2018 (the end of 2018)"),
    ("Prices rose around 2008.", "2008"),
    ("He ruled between 2011 and 2014.", "2011-01-01 to 2014-12-31"),
    ("He ruled from 2011 to 2014.", "2011-01-01 to 2014-12-31"),
    ("He ruled 2011-2014.", "2011-01-01 to 2014-12-31"),
    ("The 2012-13 season was short.", "2012-01-01 to 2013-12-31"),
    ("It was built in the 1990s.", "1990s"),
    ("It was built in the early 2000's.", "2000s (the early 2000's)"),
    ("It was built in the '80s.", "1980s"),
    ("It was built in the sixties.", "1960s"),
    ("It was built in the mid-1980s.", "1980s (the mid-1980s)"),
    ("It was built in the 19th century.", "1800 to 1899"),
    ("It was built in the late 18th century.", "1760 to 1799 (late 18th century)"),
    ("Profits fell in the third quarter of 2018.", "2018-07-01 to 2018-09-30"),
    ("Profits fell in Q3 2018.", "2018-07-01 to 2018-09-30"),
    ("Profits fell in the first half of 2018.", "2018-01-01 to 2018-06-30"),
    ("Profits fell in the first quarter.", "2019-01-01 to 2019-03-31 (first quarter)"),
    ("Profits fell last quarter.", "2019-01-01 to 2019-03-31 (last quarter)"),
    ("Profits fell in the fourth quarter.", "2018-10-01 to 2018-12-31 (fourth quarter)"),
    ("Profits fell in fiscal 2018.", "about 2018"),
    ("Profits fell in FY18.", "about 2018"),
    ("The fires burned in the summer of 2017.", "2017-06-01 to 2017-09-30"),
    ("The fires burned in spring 2017.", "2017-03-01 to 2017-06-30"),
    ("The fires burned last summer.", "2018-06-01 to 2018-09-30 (last summer)"),
    ("The fires burned this winter.", "2018-12-01 to 2019-03-31 (this winter)"),
    ("Fires will burn next winter.", "2019-12-01 to 2020-03-31 (next winter)"),
    ("Fires will burn in the summer.", "2019-06-01 to 2019-09-30 (summer)"),
    ("The fires burned this spring.", "2019-03-01 to 2019-06-30 (this spring)"),
    ("The club lost the 2018/19 title.", "2018-01-01 to 2019-12-31"),
    ("The fair ran Feb. 3 and 4 in Leeds.", "2019-02-03 to 2019-02-04"),
    ("On Feb. 3 and 4 people died.", "2019-02-03"),
    ("The ruling of April 12, 2018, people said, was wrong.", "2018-04-12"),
    ("Profits fell in its fiscal first quarter.", "first quarter"),
    ("The fires burned in the winter.", "2018-12-01 to 2019-03-31 (winter)"),
]

COUNTED = [
    ("The White House said Friday that it agreed.", "2019-04-19 (Friday)"),
    ("On Monday, he spoke on the phone.", "2019-04-15 (Monday)"),
    ("In the call, which took place Monday, he hailed him.", "2019-04-15 (Monday)"),
    ("Police found it Saturday.", "2019-04-13 (Saturday)"),
    ("Monday's vote failed.", "2019-04-15 (Monday)"),
    ("Police found it on Tues. near the river.", "2019-04-16 (Tues.)"),
    ("Police found it last Friday.", "2019-04-12 (last Friday)"),
    ("They meet again next Tuesday.", "2019-04-23 (next Tuesday)"),
    ("They strike on Tuesday the 23rd.", "2019-04-23 (Tuesday the 23rd)"),
    ("Talks end Monday in Rome.", "2019-04-15 (Monday)"),
    ("Talks start tomorrow in Rome.", "2019-04-20 (tomorrow)"),
    ("They meet again this coming Sunday.", "2019-04-21 (this coming Sunday)"),
    ("The storm hit Monday night.", "2019-04-15 (Monday night)"),
    ("The storm hit late Tuesday.", "2019-04-16 (late Tuesday)"),
    ("The storm hit early on Wednesday.", "2019-04-17 (early on Wednesday)"),
    ("The storm hit on Monday of last week.", "2019-04-08 (Monday of last week)"),
    ("The court will rule on Monday.", "2019-04-22 (Monday)"),
    ("The vote is scheduled for Thursday.", "2019-04-25 (Thursday)"),
    ("On Tuesday the team will play Spain.", "2019-04-23 (Tuesday)"),
    ("The team, which will play Spain, landed on Tuesday.", "2019-04-16 (Tuesday)"),
    ("The Senate could vote as early as Tuesday.", "2019-04-23 (Tuesday)"),
    ("She is set to testify on Tuesday.", "2019-04-23 (Tuesday)"),
    ("They set fire to a school on Tuesday.", "2019-04-16 (Tuesday)"),
    ("She is due to testify on Tuesday.", "2019-04-23 (Tuesday)"),
    ("It was late due to rain on Tuesday.", "2019-04-16 (Tuesday)"),
    ("They plan to strike on Tuesday.", "2019-04-23 (Tuesday)"),
    ("They met over the plan on Tuesday.", "2019-04-16 (Tuesday)"),
    ("He missed the deadline on Tuesday.", "2019-04-16 (Tuesday)"),
    ("He faces a Tuesday deadline.", "2019-04-23 (Tuesday)"),
    ("Schools were closed until Tuesday.", "until 2019-04-16 (Tuesday)"),
    ("Schools will be closed until Tuesday.", "until 2019-04-23 (Tuesday)"),
    ("Trains ran Monday to Wednesday.", "2019-04-15 to 2019-04-17 (Monday to Wednesday)"),
    ("Trains ran from Thursday through Saturday.", "2019-04-11 to 2019-04-13 (Thursday through Saturday)"),
    ("He resigned today.", "2019-04-19 (today)"),
    ("He resigned earlier today.", "2019-04-19 (earlier today)"),
    ("The bridge fell yesterday afternoon.", "2019-04-18 (yesterday afternoon)"),
    ("The show goes on tonight.", "2019-04-19 (tonight)"),
    ("The vote is tomorrow.", "2019-04-20 (tomorrow)"),
    ("The vote is tomorrow, Saturday, in Rome.", "2019-04-20 (tomorrow, Saturday)"),
    ("The vote was the day before yesterday.", "2019-04-17 (the day before yesterday)"),
    ("Two men died last night.", "2019-04-18 (last night)"),
    ("Two men died this morning.", "2019-04-19 (this morning)"),
    ("Two men died early this morning.", "2019-04-19 (early this morning)"),
    ("Two men died overnight.", "about 2019-04-18 (overnight)"),
    ("They spoke this week.", "week of 2019-04-15 (this week)"),
    ("They spoke earlier this week.", "week of 2019-04-15 (earlier this week)"),
    ("They spoke earlier in the week.", "week of 2019-04-15 (earlier in the week)"),
    ("They fought throughout the week.", "week of 2019-04-15 (the week)"),
    ("They spoke last week.", "week of 2019-04-08 (last week)"),
    ("They speak next week.", "week of 2019-04-22 (next week)"),
    ("They spoke earlier this month.", "2019-04 (earlier this month)"),
    ("They spoke last month.", "2019-03 (last month)"),
    ("They speak next month.", "2019-05 (next month)"),
    ("They spoke earlier this year.", "2019 (earlier this year)"),
    ("They spoke last year.", "2018 (last year)"),
    ("They spoke late last year.", "2018 (late last year)"),
    ("They spoke late in the week.", "week of 2019-04-15 (late in the week)"),
    ("They speak by the close of 2026.", "by 2026 (the close of 2026)"),
    ("They speak early next year.", "2020 (early next year)"),
    ("They must pay by the end of the year.", "by 2019 (the end of the year)"),
    ("The best of this decade was sold.", "2010s (this decade)"),
    ("They spoke at weekend talks.", "2019-04-13 to 2019-04-14 (weekend)"),
    ("They spoke over the weekend.", "2019-04-13 to 2019-04-14 (the weekend)"),
    ("They spoke last weekend.", "2019-04-13 to 2019-04-14 (last weekend)"),
    ("They speak next weekend.", "2019-04-20 to 2019-04-21 (next weekend)"),
    ("It was taken within the past 12 days.", "2019-04-07 to 2019-04-19 (the past 12 days)"),
    ("It was taken in the last two weeks.", "2019-04-05 to 2019-04-19 (the last two weeks)"),
    ("It was taken over the past year.", "2018-04-19 to 2019-04-19 (the past year)"),
    ("It was taken in recent days.", "2019-04-05 to 2019-04-19 (recent days)"),
    ("She will rule within the next three weeks.", "2019-04-19 to 2019-05-10 (the next three weeks)"),
    ("She will rule in the coming weeks.", "2019-04-19 to 2019-06-18 (the coming weeks)"),
    ("He left two days ago.", "2019-04-17 (two days ago)"),
    ("He left a week ago.", "about 2019-04-12 (a week ago)"),
    ("He left three months ago.", "about 2019-01 (three months ago)"),
    ("He left two years ago.", "2017 (two years ago)"),
    ("He left a decade ago.", "about 2009 (a decade ago)"),
    ("He left 20 years ago.", "about 1999 (20 years ago)"),
    ("He left a year and a half ago.", "about 2017-10 (a year and a half ago)"),
    ("He left half a year ago.", "about 2018-10 (half a year ago)"),
    ("The attack comes eight years after the protests.", "2011 (eight years after)"),
    ("The statement comes just days after both said no.", "2019-04-05 to 2019-04-19 (days after)"),
    ("The talks come a week before the summit.", "about 2019-04-26 (a week before)"),
    ("In six years the lease will have run out.", "2025 (in six years)"),
    ("In two weeks' time the ice melts.", "about 2019-05-03 (in two weeks' time)"),
    ("“It rained yesterday and we left,” she said.", "about 2019-04-17 (yesterday)"),
]

CLOCKS = [
    ("It rose on Tuesday at 09:20 a. m. UTC and fell.", "2019-04-16 09:20 UTC"),
    ("It rose at 0920 GMT near the pole.", "09:20 GMT"),
    ("Polls close at 5 p.m. Tuesday in Iowa.", "2019-04-16 17:00"),
    ("Polls closed at noon on Friday in Iowa.", "2019-04-19 12:00"),
    ("Polls close at 10:30pm local time in Iowa.", "22:30 local time"),
    ("Polls close at 9 a.m. Eastern time in Iowa.", "09:00 Eastern time"),
    ("Polls close at 9 a.m. ET in Iowa.", "09:00 ET"),
    ("Polls close at midnight in Iowa.", "00:00"),
    ("Polls close at 8 o'clock in Iowa.", "08:00"),
    ("Polls close at 7.30pm in Wales.", "19:30"),
    ("Polls close at 12:15 a.m. in Wales.", "00:15"),
    ("Updated: March 09, 2016 16:10 IST", "2016-03-09 16:10 IST"),
    ("March 09, 2016 7: 05AM", "2016-03-09 07:05"),
    ("It fell on Monday, at about 3 p.m. near Bath.", "2019-04-15 15:00"),
    ("It was 11:20 on Tuesday night in Turin.", "2019-04-16 23:20"),
    ("It was 2:20 on Tuesday night in Turin.", "2019-04-16 02:20"),
    ("It landed at 12:24 UTC (14:24 local) in Turin.", "12:24 UTC; 14:24 local"),
    ("The final starts at 0600 in Turin.", "06:00"),
    ("The final starts at 1800 local time in Turin.", "18:00 local time"),
    ("The final starts at noon GMT on Friday.", "2019-04-19 12:00 GMT"),
    ("The final starts at 19:45 in Turin.", "19:45"),
    ("The game is at 1400 BST in Turin.", "14:00 BST"),
    ("It fell on Monday. Troops came at 6 a.m. and left.", "2019-04-15 (Monday); 2019-04-15 06:00"),
]

LENGTHS = [
    ("He remained in America for 20 years.", "20 years"),
    ("It was a five-year civil war.", "5 years"),
    ("They signed a 10-day truce.", "10 days"),
    ("It took three hours of talks.", "3 hours"),
    ("The lamps swung for around 40 seconds.", "40 seconds"),
    ("It lasted three to five years.", "3 to 5 years"),
    ("It lasted six or seven months.", "6 to 7 months"),
    ("It lasted two and a half years.", "2.5 years"),
    ("It kept them busy for a year and a half.", "1.5 years"),
    ("It lasted half an hour.", "0.5 hours"),
    ("It lasted a few weeks.", "2 to 6 weeks"),
    ("It lasted several days.", "3 to 9 days"),
    ("It lasted twenty-one days.", "21 days"),
    ("It lasted two dozen days.", "24 days"),
    ("It lasted a decade of war.", "1 decade"),
    ("They talked for months.", "2 to 99 months"),
    ("They need two more weeks.", "2 weeks"),
    ("They won 12 straight years.", "12 years"),
    ("It was a 30-second clip.", "30 seconds"),
    ("He was jailed for a year.", "1 year"),
    ("The court gave him 18 months in prison.", "18 months"),
    ("A 34-year-old woman was hurt.", "34 years old"),
    ("A 34-year - old woman was hurt.", "34 years old"),
    ("Her baby is three months old.", "3 months old"),
    ("A man aged 45 was held.", "45 years old"),
    ("Seven-year-old twins were found.", "7 years old"),
]

NARRATIVE = [
    (
        "On April 7, he urged a halt. The Army announced the same day that men had left. He told a reporter the next "
        "day that more would go. A week later, he changed his mind.",
        "2019-04-07; 2019-04-07 (the same day); 2019-04-08 (the next day); about 2019-04-15 (a week later)",
    ),
    ("Protests began in 2011. He was killed later that year.", "2011; 2011 (later that year)"),
    ("He took office in 2011. Two years later he fell.", "2011; 2013 (two years later)"),
    ("He took office in March 2011. The following month he fell.", "2011-03; 2011-04 (the following month)"),
    ("He took office in March 2011. The previous year he had lost.", "2011-03; 2010 (the previous year)"),
    ("He took office on May 3, 2011. The day before, he wept.", "2011-05-03; 2011-05-02 (the day before)"),
    ("He took office on May 3, 2011. Three days earlier he wept.", "2011-05-03; 2011-04-30 (three days earlier)"),
    ("He took office on May 3, 2011. The following morning he left.", "2011-05-03; 2011-05-04 (the following morning)"),
    ("He took office on May 3, 2011. That night he left.", "2011-05-03; 2011-05-03 (that night)"),
    ("He came in June 2011. On July 4 of that year he left.", "2011-06; 2011-07-04 (July 4 of that year)"),
    (
        "He spoke on Monday. By the following Friday he was gone.",
        "2019-04-15 (Monday); by 2019-04-19 (the following Friday)",
    ),
    ("On May 3, 2011, he came. In 2012 he rose. The next day he fell.", "2011-05-03; 2012; the next day"),
    ("The next day he fell.", "the next day"),
    ("He fell eight years after the war.", "eight years after"),
    ("He spoke minutes after she left.", "minutes after"),
    ("He came on Monday. One. Two. Three. Four. The next day he left.", "2019-04-15 (Monday); the next day"),
]

NEGATIVE = [
    "Elaine May may march on.",
    "May said so. It was second nature.",
    "They will march on the capital as one of 29.",
    "The sun rose and he sat down; we saw it.",
    "An august body met; its members may agree.",
    "Good Friday and Black Friday are names.",
    "She reads the Sunday Times and USA Today.",
    "The second and the first of five men left.",
    "They won 2-1 and then 3-0.",
    "She ran it in 2:05 and he quoted John 3:16.",
    "ISSN 2330-717X",
    "Call 555-2019 or +1 202 555 0143.",
    "Flight 1549 and Route 1999 were closed.",
    "About 2000 people and over 1900 houses were hit.",
    "Some 1984 soldiers, at least 2011 of them, came.",
    "They killed 1987 people and took $2015 from 2000 villages.",
    "It injured 1,009 and moved 90 percent of 2019 dollars.",
    "A Boeing 2030 has 1990 seats.",
    "Page 2001, room 2012, No. 2014.",
    "It happens twice a day and costs $5 a year.",
    "One day he will return.",
    "The spring of the clock broke in the fall of the tower.",
    "April Jones met June Smith and August Wilson.",
    "Gov. June said no.",
    "It scored in the third quarter and again in the fourth quarter.",
    "The minutes of the meeting were read.",
    "It was the last day and the last minute of it all.",
    "The Wednesday World and Sheffield Wednesday lost.",
    "The 100-metre race and the 12-mile walk.",
    "Use 12/34/2019 or 99.99.2019 as the code.",
    "Scores of 10-9, 9-10 and 24/7 care.",
    "It holds 0.5 to 1.5 of them.",
    "The current president met the past president.",
    "Chapter 3: 12 men.",
    "UN Resolution 1970 and Article 2012.",
    "They meet every Monday and on a holiday weekend.",
    "It died out in the early hours of it.",
    "The Overnight Journal said so.",
    "Windows 2000 and a MD - 83.",
    "That said, the same man came earlier and left later.",
]


@pytest.mark.parametrize(("text", "expected"), [*EXPLICIT, *COUNTED, *CLOCKS, *LENGTHS, *NARRATIVE])
def test_a_time_in_a_text_has_its_normal_form(text: str, expected: str) -> None:
    assert "; ".join(normals_in(text)) == expected


@pytest.mark.parametrize("text", NEGATIVE)
def test_what_states_no_time_is_none(text: str) -> None:
    assert normals_in(text) == []


def only_time_in(text: str, reference: date | None = FRIDAY) -> When:
    (when,) = times_in(document_of(text), reference)
    return when


def test_the_offsets_are_those_of_the_article() -> None:
    text = "They said so.\u00a0 On  Monday,\nApril 15, they met."
    when = only_time_in(text)
    assert text[when.start : when.end] == "Monday,\nApril 15"
    assert when.words == "Monday, April 15"


def test_a_word_before_a_time_bounds_it() -> None:
    assert only_time_in("He has ruled since 2014.").bound == "since"
    assert only_time_in("The town was hit by the 1906 fire.").bound == ""
    assert only_time_in("A town hit by 1906 fire rose again.").bound == ""


def test_a_clock_keeps_its_zone() -> None:
    assert only_time_in("It rose at 0920 GMT in the hills.").clock == Clock(560, "GMT", 0)
    assert only_time_in("It rose at 5:20 a.m. EDT in the hills.").clock == Clock(320, "EDT", -240)
    assert only_time_in("It rose at 4:10 p.m. IST in the hills.").clock == Clock(970, "IST", None)


def test_each_time_says_what_it_was_resolved_by() -> None:
    text = (
        "On April 7, 2019, he spoke. The next day he left. On April 9 he came back. He said Friday that he stays. "
        "He came last month. “We met today,” he said. “In 2011 we met.”"
    )
    bases = [when.basis for when in times_in(document_of(text), FRIDAY)]
    expected = (Basis.CALENDAR, Basis.NARRATIVE, Basis.COMPLETED, Basis.WEEKDAY, Basis.PUBLICATION, Basis.QUOTED)
    assert bases == [*expected, Basis.CALENDAR]


def test_a_date_that_could_be_read_two_ways_is_found_but_not_resolved() -> None:
    when = only_time_in("The invoice of 04/05/2019 was paid.")
    assert (when.earliest, when.latest, when.basis) == (None, None, Basis.NONE)


@pytest.mark.parametrize(
    "text", ["He left yesterday.", "He left last month.", "He left two days ago.", "He left this week."]
)
def test_without_a_reference_what_is_counted_from_it_stays_open(text: str) -> None:
    when = only_time_in(text, None)
    assert (when.earliest, when.latest, when.yearless) == (None, None, None)
    assert normal(when) == when.words


def test_without_a_reference_days_of_no_year_compare_among_themselves() -> None:
    june, again, may, monday, january = times_in(
        document_of("On June 3 he came. By June 3 he left. On May 9 he wept. On Monday in January he died."), None
    )[:5]
    assert june.yearless == again.yearless != may.yearless
    assert monday.yearless is not None
    assert january.yearless is not None
    assert [when.earliest for when in (june, again, may, monday, january)] == [None] * 5
    assert normal(june) == "June 3"


def test_without_a_reference_years_are_still_known() -> None:
    assert only_time_in("He fell in 2011.", None).earliest == date(2011, 1, 1)
    assert normals_in("He came on May 3, 2011. The next day he left.", None)[-1] == "2011-05-04 (the next day)"


def test_may_is_a_month_where_nobody_bears_the_name() -> None:
    assert normals_in("A deal was reached in May. A May ceasefire held.") == ["2018-05", "2018-05"]
    assert normals_in("A deal was reached in May. Elaine May left.") == []


def test_a_date_after_a_verb_of_the_past_lies_behind() -> None:
    assert normals_in("Sales in the quarter that ended Sept. 30 rose.") == ["2018-09-30"]


def test_both_days_of_a_pair_lie_ahead() -> None:
    assert normals_in("The Senate will vote on Monday and Tuesday in Rome.") == [
        "2019-04-22 (Monday)",
        "2019-04-23 (Tuesday)",
    ]


MONTHS = list(month_name)[1:]
ABBREVIATED = ["Jan.", "Feb.", *MONTHS[2:7], "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
WEEKDAYS = list(day_name)


def ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def ways_to_write(day: date) -> list[str]:
    month, short, weekday = MONTHS[day.month - 1], ABBREVIATED[day.month - 1], WEEKDAYS[day.weekday()]
    return [
        day.isoformat(),
        f"{month} {day.day}, {day.year}",
        f"{short} {day.day}, {day.year}",
        f"{month} {day:%d} {day.year}",
        f"{month} {ordinal(day.day)}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month}, {day.year}",
        f"{ordinal(day.day)} of {month} {day.year}",
        f"{ordinal(day.day)} {month} {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{weekday}, the {ordinal(day.day)} of {month}, {day.year}",
        f"{month.upper()} {day.day}, {day.year}",
    ]


days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
recent_days = st.dates(date(1990, 1, 10), date(2060, 12, 20))


@settings(deadline=None)
@given(days, st.integers(0, 12), st.sampled_from([None, FRIDAY]))
def test_a_full_date_is_read_in_every_order(day: date, way: int, reference: date | None) -> None:
    written = ways_to_write(day)[way]
    when = only_time_in(f"The two men met on {written}, said the report.", reference)
    assert (when.words, when.earliest, when.latest, when.basis) == (written, day, day, Basis.CALENDAR)


@settings(deadline=None)
@given(recent_days, st.integers(-150, 150))
def test_a_date_without_a_year_is_the_nearest_one(day: date, away: int) -> None:
    when = only_time_in(f"The May meeting: {MONTHS[day.month - 1]} {day.day}".partition(": ")[2], day + timedelta(away))
    assert when.earliest == when.latest == day or (day.month, day.day) == (2, 29)


@settings(deadline=None)
@given(recent_days, st.integers(0, 6))
def test_a_weekday_is_the_latest_up_to_the_reference(reference: date, back: int) -> None:
    day = reference - timedelta(back)
    when = only_time_in(f"He said {WEEKDAYS[day.weekday()]} that he left.", reference)
    assert when.earliest == when.latest == day


@settings(deadline=None)
@given(recent_days, st.integers(0, 6))
def test_a_weekday_ahead_is_the_next_from_the_reference(reference: date, ahead: int) -> None:
    day = reference + timedelta(ahead)
    when = only_time_in(f"He will leave on {WEEKDAYS[day.weekday()]} by train.", reference)
    assert when.earliest == when.latest == day


@settings(deadline=None)
@given(recent_days)
def test_shifting_every_date_by_a_week_shifts_what_is_counted_from_it_by_a_week(day: date) -> None:
    def resolved(reference: date) -> list[tuple[date | None, date | None]]:
        text = (
            f"On {reference - timedelta(9):%B %d, %Y}, he came. The next day he left. A week later he came back. "
            f"On {reference - timedelta(3):%B %d} he spoke. He said Monday that he stays. He saw her yesterday. "
            "They met this week. He was gone two days ago. He fell over the weekend. They will meet on Thursday."
        )
        return [(when.earliest, when.latest) for when in times_in(document_of(text), reference)]

    week = timedelta(7)
    before, after = resolved(day), resolved(day + week)
    assert len(before) == 10
    assert [(a + week, b + week) for a, b in before if a and b] == after


TIME_WORDS = """
April May March 15 2019 2014 09:20 0920 GMT a.m. p. m. Monday Sat. the a an last next this that same early mid
late end of in on at to and or - / , . ' : years day days week months decade century ago later after before
five two dozen several few half 1990 s 90 third quarter Q3 fiscal spring fall weekend today yesterday night
noon will said ended old aged 999999999 1.5 12 31 29 February 9999 31/12/9999 comes each “ ”
"""
PIECES = st.sampled_from([*TIME_WORDS.split(), "\n"])


def holds(text: str, reference: date | None) -> None:
    document = document_of(text)
    found = times_in(document, reference)
    ends = [0, *(when.end for when in found)]
    assert all(end <= when.start < when.end <= len(text) for end, when in zip(ends, found, strict=False))
    for when in found:
        assert when.words.lower() == " ".join(text[when.start : when.end].split()).lower()
        assert normal(when)
        assert (when.earliest is None) == (when.latest is None)
        if when.earliest and when.latest:
            assert date(1000, 1, 1) <= when.earliest <= when.latest
            assert when.kind in {TimeKind.MOMENT, TimeKind.CLOCK}
            assert when.yearless is None
            assert when.basis is not Basis.NONE
        assert (when.length is not None) == (when.kind in {TimeKind.DURATION, TimeKind.AGE})


references = st.none() | st.dates()


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join), references)
def test_any_string_of_time_words_is_read(text: str, reference: date | None) -> None:
    holds(text, reference)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), references)
def test_any_string_of_glued_time_words_is_read(text: str, reference: date | None) -> None:
    holds(text, reference)


@settings(deadline=None)
@given(st.text(max_size=200), references)
def test_any_text_is_read(text: str, reference: date | None) -> None:
    holds(text, reference)


@pytest.mark.parametrize("unit", ["1", " ", "\n", "x"])
def test_a_megabyte_of_one_character_is_read(unit: str) -> None:
    holds(unit * 1_000_000, FRIDAY)


@pytest.mark.parametrize(
    "unit", ['"', "a ", "1 ", "five-", "2014-", "last ", "1/2/", "09:20 ", "In May ", "the next day "]
)
def test_one_thing_ten_thousand_times_is_read(unit: str) -> None:
    holds(unit * 10_000, FRIDAY)


def test_an_interval_is_as_fine_as_it_is_told() -> None:
    text = "On Monday he came. In April he left. In 2011 he fell. Last week he rose. He spoke on April 4-7."
    grains = [when.grain for when in times_in(document_of(text), FRIDAY)]
    assert grains == [Grain.DAY, Grain.MONTH, Grain.YEAR, Grain.WEEK, Grain.RANGE]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A desk's own dates.yaml, a copy of the one shipped."""
    own = tmp_path / "dates.yaml"
    own.write_bytes((Path(data.__file__).parent / "dates.yaml").read_bytes())
    monkeypatch.setenv("CROSSEXAM_DATA", str(tmp_path))
    table.cache_clear()
    lexicon.cache_clear()
    yield own
    table.cache_clear()
    lexicon.cache_clear()


def test_a_desk_can_add_a_word(desk: Path) -> None:
    desk.write_text(desk.read_text("utf-8").replace("sunday: 6}", "sunday: 6, caturday: 5}"), "utf-8")
    assert normals_in("He said caturday that he left.") == ["2019-04-13 (caturday)"]


@pytest.mark.parametrize(("words", "broken"), [("  old: [old]", ""), ("  old: [old]", "  old: [no]"), ("{", "[")])
def test_a_broken_file_of_a_desk_is_named(desk: Path, words: str, broken: str) -> None:
    desk.write_text(desk.read_text("utf-8").replace(words, broken), "utf-8")
    with pytest.raises(BadDataFile, match=r"dates\.yaml"):
        times_in(document_of("He left."), FRIDAY)

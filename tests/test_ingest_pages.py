"""Whole pages as many kinds of outlets leave them: "-" marks what is furniture, "+" what is the report."""

from datetime import date

import pytest

from crossexam.pipeline.ingest.furniture import read_page

PAGES = {
    "bbc 2013": (
        """
- 9 March 2015 Last updated at 07:12 GMT
+ Newport bridge closed after cracks found
- Image copyright Getty Images Image caption The bridge was built in 1931
+ The council of Newport has closed the old bridge after engineers found cracks in two piers.
+ Officials say the detour will add 20 minutes to the way to work.
- Bus routes
+ About 300 homes lost power on Tuesday, a local official told AFP.
- Media playback is unsupported on your device
- Media caption Ann Lee reports from Newport
+ "We have no choice," the mayor added.
- More on this story
- Bridge repairs: Why they take so long
- Council to vote on new bridge
- Related Topics
- Newport
- Bridges
- Top Stories
- Minister resigns over expenses
- Share this page
""",
        ("Newport bridge closed after cracks found", None, "2015-03-09"),
    ),
    "cnn 2016": (
        """
+ Newport closes old bridge
- By Ann Lee and Bo Ek, CNN
- Updated 7:01 PM ET, Fri April 19, 2019
- Chat with us in Facebook Messenger. Find out what's happening in the world as it unfolds.
- JUST WATCHED
- Mayor defends closing bridge
- Replay
- More Videos ...
- MUST WATCH
- Mayor defends closing bridge 01:22
- Story highlights
+ Council votes 14 to 1 to close the bridge
+ Detour adds 20 minutes, residents say
+ (CNN)The council of Newport voted on Tuesday to close the old bridge after engineers found cracks.
+ "We have no choice," the mayor said.
- Read More
+ Work on a new bridge is expected to cost about $12 million.
- CNN's Cy Day contributed to this report.
""",
        ("Newport closes old bridge", "CNN", "2019-04-19"),
    ),
    "hill": (
        """
+ Senator calls for new bridge at Newport
- By Ann Lee - 04/19/19 05:41 PM EDT
- © Cy Day
+ Sen. Bo Ek said on Friday that the bridge, which carries 12,000 cars a day, must be replaced.
+ "It is a shame," Ek told reporters at the Capitol in Washington.
- View the discussion thread.
- The Hill 1625 K Street, NW Suite 900 Washington DC 20006 | 202-628-8500 tel | 202-628-8503 fax
- The contents of this site are ©2019 Capitol Hill Publishing Corp., a subsidiary of News Communications, Inc.
""",
        ("Senator calls for new bridge at Newport", None, "2019-04-19"),
    ),
    "guardian": (
        """
+ Newport council votes to close bridge despite protests
+ Residents say the detour will add 20 minutes to their way to work
- Ann Lee in Newport
- @annlee
- Fri 19 Apr 2019 21.04 BST
- Last modified on Sat 20 Apr 2019 10.15 BST
- Cars queue before the closed bridge in Newport on Friday. Photograph: Bo Ek/AFP/Getty Images
+ The council of Newport has voted to close the old bridge, which engineers say has cracks in two of its piers.
+ “We have no choice,” the mayor said on Friday.
- Sign up to the US morning briefing
+ The new bridge would cost $12m, according to an estimate by the council.
- Topics
- Newport
- Bridges
- news
- Reuse this content
""",
        ("Newport council votes to close bridge despite protests", None, "2019-04-19"),
    ),
    "reuters": (
        """
+ Newport closes bridge, says cracks found in piers
- Ann Lee, Bo Ek
- 3 Min Read
+ NEWPORT (Reuters) - The council of Newport voted on Friday to close the old bridge after engineers found cracks in it.
- FILE PHOTO: The old bridge at Newport is seen in this picture taken April 4, 2019. REUTERS/Cy Day
+ "We have no choice," the mayor told Reuters.
- Reporting by Ann Lee; Additional reporting by Bo Ek in London; Editing by Cy Day
- Our Standards: The Thomson Reuters Trust Principles.
""",
        ("Newport closes bridge, says cracks found in piers", "Reuters", None),
    ),
    "ap": (
        """
+ Newport votes to close its old bridge
- By ANN LEE and BO EK
- Associated Press
- April 19, 2019
+ NEWPORT, Maine (AP) — The council of Newport voted Friday to close the old bridge after engineers found cracks.
- The old bridge at Newport is seen on Thursday, April 18, 2019. (AP Photo/Cy Day)
+ Mayor Ann Lee said the city had no choice.
- ___
- Ek reported from London. Associated Press writer Cy Day in Paris contributed to this report.
- Copyright 2024 The Associated Press. All rights reserved. This material may not be published.
""",
        ("Newport votes to close its old bridge", "Associated Press", "2019-04-19"),
    ),
    "fox": (
        """
- Politics
- Published April 19, 2019
- Last Update April 19, 2019
+ Newport mayor defends closing of bridge
- By Ann Lee | Fox News
- Video
+ Newport Mayor Ann Lee on Friday defended the decision to close the old bridge, saying that the city had "no choice."
- MAYOR FACES CALLS TO RESIGN OVER BRIDGE
+ The council voted 14 to 1 to close it, Lee told Fox News.
- CLICK HERE TO GET THE FOX NEWS APP
- Fox News' Bo Ek contributed to this report.
- Ann Lee is a reporter for Fox News Digital. Follow her on Twitter @annlee
""",
        ("Newport mayor defends closing of bridge", "Fox News", "2019-04-19"),
    ),
    "xinhua": (
        """
+ Newport closes bridge over safety concerns
- Source: Xinhua| 2019-04-19 21:04:12|Editor: Cy
+ NEWPORT, April 19 (Xinhua) -- The council of Newport decided on Friday to close the old bridge after a report.
+ The mayor said at a press conference that the city had "no choice."
- Back to Top
- Close
""",
        ("Newport closes bridge over safety concerns", "Xinhua", "2019-04-19"),
    ),
    "aljazeera": (
        """
+ Protests in Newport after bridge is closed
+ Residents march to city hall as council says repairs would take years.
- 19 Apr 2019
+ Thousands of residents marched to the city hall of Newport on Friday after the council closed the old bridge.
- Protesters gathered in front of the city hall [Ann Lee/Al Jazeera]
+ "We want our bridge back," a protester told Al Jazeera.
- SOURCE: AL JAZEERA AND NEWS AGENCIES
""",
        ("Protests in Newport after bridge is closed", None, "2019-04-19"),
    ),
    "local": (
        """
- News
+ Old bridge to close Monday
- By Ann Lee / Staff Writer
- Posted: April 19, 2019 at 5:00 p.m.
- Facebook
- Twitter
- Email
- ADVERTISEMENT
+ NEWPORT — The old bridge over the Ash River will close on Monday, the city council decided Friday.
- Story continues below video
+ The decision came after engineers found cracks in two piers, City Manager Bo Ek said.
- Contact Ann Lee at alee@newportgazette.example.
- Recommended Stories
- Ten things to do in Newport this weekend
- High school scores from Friday night
- Leave a Comment
""",
        ("Old bridge to close Monday", None, "2019-04-19"),
    ),
    "nyt": (
        """
+ Newport Closes Its Bridge, and a City Takes the Long Way Round
- Give this article
- Mayor Ann Lee, right, and Bo Ek on Friday at City Hall.Credit...Cy Day for The New York Times
- By Ann Lee and Bo Ek
- April 19, 2019
+ NEWPORT, Me. — The old bridge over the Ash River, built in 1931, was closed to all traffic on Friday.
- Advertisement
- Continue reading the main story
+ “We had no choice,” Mayor Lee said.
- Follow The New York Times on Facebook and Twitter.
- A version of this article appears in print on April 20, 2019, Section A, Page 12 of the New York edition.
""",
        ("Newport Closes Its Bridge, and a City Takes the Long Way Round", None, "2019-04-19"),
    ),
    "wordpress blog": (
        """
- Skip to content
- Menu
- The Newport Observer
- Home » News » Old bridge closed
+ Old bridge closed after cracks found
- by Ann Lee | Apr 19, 2019 | News | 3 comments
+ The council has closed the old bridge over the Ash River, and no one knows for how long.
+ Engineers found cracks in two of its piers, a report says.
- Share this:
- Click to share on Twitter (Opens in new window)
- Like this:
- Like Loading...
- Related
- 3 thoughts on “Old bridge closed after cracks found”
- Anonymous says:
- April 20, 2019 at 9:12 am
- I knew it. The mayor has taken 5,000 dollars from the builders, everybody knows it.
- Reply
- Leave a Reply
- Your email address will not be published. Required fields are marked *
""",
        ("Old bridge closed after cracks found", "The Newport Observer", "2019-04-19"),
    ),
}


def lines_of(page: str) -> list[tuple[bool, str]]:
    """Return the lines of a page with whether each is the report."""
    return [(line[0] == "+", line[2:]) for line in page.strip().splitlines()]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("name", PAGES)
def test_the_report_is_told_from_its_page(name: str, gap: str) -> None:
    lines = lines_of(PAGES[name][0])
    text = gap.join(line for _, line in lines)
    page = read_page(text)
    wrong, at = [], 0
    for is_report, line in lines:
        start = text.index(line, at)
        at = start + len(line)
        share = sum(max(0, min(at, s.end) - max(start, s.start)) for s in page.skipped) / len(line)
        # Of a line of the report no more than its dateline is skipped.
        if share > 0.3 if is_report else share < 0.8:
            wrong.append((line, share))
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_where_it_comes_from(name: str) -> None:
    lines, (title, outlet, published) = PAGES[name]
    page = read_page("\n\n".join(line for _, line in lines_of(lines)))
    day = date.fromisoformat(published) if published else None
    assert (page.title, page.outlet, page.published) == (title, outlet, day)

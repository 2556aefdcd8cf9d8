"""The words of crossexam as models. This package imports nothing else of crossexam."""

from .article import Article, Skipped
from .claim import Claim, Kind
from .finding import Finding, Position, Relation, Verdict, Weight
from .report import SCHEMA_VERSION, Notice, NotJudged, Report, StoryName, Tool, Usage
from .story import ArticleNote, StoryFile
from .summary import StorySummary, Summary
from .value import Act, Comparator, Connotation, Detail, Figure, Naming, Tie, Utterance

__all__ = [
    "SCHEMA_VERSION",
    "Act",
    "Article",
    "ArticleNote",
    "Claim",
    "Comparator",
    "Connotation",
    "Detail",
    "Figure",
    "Finding",
    "Kind",
    "Naming",
    "NotJudged",
    "Notice",
    "Position",
    "Relation",
    "Report",
    "Skipped",
    "StoryFile",
    "StoryName",
    "StorySummary",
    "Summary",
    "Tie",
    "Tool",
    "Usage",
    "Utterance",
    "Verdict",
    "Weight",
]

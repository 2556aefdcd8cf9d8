"""What is the article on a web page? Needs the extra `html`."""

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from ..data import phrase_lists
from ..errors import MalformedFile, MissingExtra
from .fields import Fields, date_of, fields_of, language_code, one_line, sound
from .markup import paragraphs_of


def article_of(html: str) -> tuple[str, Fields]:
    """Return the text of the article on a page, its title first, and what the page states about it.

    The text is what trafilatura extracts; title, outlet and day of publication are read from JSON-LD and meta tags,
    because trafilatura loses the time zone and takes a year from anywhere, copyright lines included.

    Raises:
        MissingExtra: trafilatura is not installed.
        MalformedFile: there is no article on the page.
    """
    trafilatura = _trafilatura()
    tree = trafilatura.load_html(html)
    if tree is None:
        raise MalformedFile("is no HTML")
    stated = _stated(tree)
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    body = sound(paragraphs_of(found.text)) if found is not None and found.text else ""
    if not body:
        raise MalformedFile("has no article on its page")
    title = stated.title
    return body if title is None or body.startswith(title) else f"{title}\n\n{body}", stated


def _trafilatura() -> Any:
    try:
        import trafilatura
    except ImportError as fault:
        raise MissingExtra('reading HTML needs the extra "html": pip install "crossexam[html]"') from fault
    # Without a handler of its own its warnings about odd pages would go to standard error.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura


def _stated(tree: Any) -> Fields:
    """Return what a page states about its article: as linked data first, then as meta tags, then in its headings."""
    linked = next((fields_of(item) for item in _linked_articles(tree)), None)
    meta = _meta_tags(tree)
    published = next(
        (
            day
            for key in phrase_lists("article_fields.txt")["meta tags of publication"]
            if (day := date_of(meta.get(key, "")))
        ),
        None,
    )
    titles = (meta.get("og:title"), *(_text(node) for node in tree.xpath("//h1[1] | //title[1]")[:2]))
    canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    urls = (linked.url if linked else None, meta.get("og:url"), canonical)
    return Fields(
        title=(linked.title if linked else None) or next((one_line(title) for title in titles if title), None),
        outlet=(linked.outlet if linked else None) or one_line(meta.get("og:site_name")),
        published=(linked.published if linked else None) or published,
        url=next((url for url in urls if url and url.startswith(("http://", "https://"))), None),
        language=language_code(tree.get("lang")) or (linked.language if linked else None),
        remarks=(),
    )


def _text(node: Any) -> str:
    return str(node.text_content())


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if name and tag.get("content"):
            tags.setdefault(name.lower(), tag.get("content"))
    return tags


def _linked_articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        yield from _articles_in(data)


def _articles_in(data: Any) -> Iterator[Mapping[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if not isinstance(item, Mapping):
            continue
        kinds = item.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(("Article", "Posting")) for kind in kinds):
            yield item
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from _articles_in([entry for entry in graph if isinstance(entry, Mapping) and "@graph" not in entry])

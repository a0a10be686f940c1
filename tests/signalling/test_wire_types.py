"""The generated types and the AsyncAPI document say what the messages say."""

import json
from functools import cache

from pydantic import JsonValue

from signalling.wire_types import (
    ASYNCAPI,
    WIRE_TS,
    Schema,
    asyncapi,
    digest,
    typescript,
    wire_schema,
)

AGAIN = "run: python -m signalling.wire_types"


@cache
def schema() -> Schema:
    return wire_schema()


def test_the_pages_types_are_those_of_the_messages() -> None:
    assert WIRE_TS.read_text() == typescript(schema()), AGAIN


def test_the_asyncapi_document_is_that_of_the_messages() -> None:
    assert ASYNCAPI.read_text() == asyncapi(schema()), AGAIN


def test_a_changed_message_changes_the_digest() -> None:
    changed = json.loads(json.dumps(schema()).replace('"resumed"', '"returned"'))
    assert digest(changed) != digest(schema())


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = json.loads(asyncapi(schema()))
    references = list(references_in(document))
    assert len(references) > 20
    for reference in references:
        found = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in found, reference
            found = found[step]


def references_in(node: JsonValue) -> list[str]:
    if isinstance(node, list):
        return [found for each in node for found in references_in(each)]
    if not isinstance(node, dict):
        return []
    here = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return [str(each) for each in here] + references_in(list(node.values()))


def test_every_message_of_both_directions_is_in_the_document() -> None:
    document = json.loads(asyncapi(schema()))
    named = set(document["channels"]["session"]["messages"])
    ours = {"Hello", "Answers", "WantMedia", "MediaAnswer", "Leave"}
    theirs = {"Welcome", "View", "MediaOffer", "Slots", "Speaking", "Refused"}
    assert named == ours | theirs


def test_the_type_of_a_message_is_never_optional() -> None:
    """Otherwise the page's exhaustive switch would not compile."""
    assert "type?:" not in WIRE_TS.read_text()

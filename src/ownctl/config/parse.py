"""YAML to values that know where they stood: libyaml's events, straight into mappings, sequences and plain scalars."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from ownctl.config.findings import Finding, Severity
from ownctl.config.plain import plain
from ownctl.config.source import HIDDEN, STAND_IN
from ownctl.config.spots import Indirect, Mapping, Node, Sequence, Span, Spot
from ownctl.config.syntax import in_words

if TYPE_CHECKING:
    from ownctl.config.source import Source

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a wheel without libyaml reads the same, ten times slower
DEEPEST = 64
MOST_EXPANDED = 10_000
"""How many values all aliases of a file may stand for together."""
CORE = "tag:yaml.org,2002:"
READ_AS_PLAIN = {CORE + name for name in ("int", "float", "bool", "null", "timestamp")}
STANDARD = READ_AS_PLAIN | {CORE + name for name in ("str", "map", "seq")} | {"!"}

QUOTES = ("'", '"')

LEFT_OUT = object()
"""Stands for a value that a finding has told of; it never gets into a mapping or sequence."""


class TooDeep(Exception):  # it is no error of ours
    """The nesting goes so deep that the rest of the file isn't read."""


class Tree:
    """Builds the value of one file, and collects what is wrong on the way."""

    def __init__(self, source: Source) -> None:
        self.file = source.file
        self.findings: list[Finding] = []
        self._next = PARSER(source.readable).get_event
        self._named: dict[str, tuple[Any, Span, int]] = {}
        """What an alias stands for: the value, where it stood, and how many values it is made of."""
        self.quoted: Span | None = None
        """The last quoted text of several lines; where a quote is forgotten, that is the one that swallowed them."""
        self._size = 0
        self._expanded = 0

    def root(self) -> Any:
        """The first document's value; LEFT_OUT if there is none."""
        self._next()  # the stream begins
        value: Any = LEFT_OUT
        event = self._next()
        if type(event) is DocumentStartEvent:
            value, _ = self._value(self._next(), 0)
            event = self._next()
        if type(event) is DocumentEndEvent:
            event = self._next()
        if type(event) is not StreamEndEvent:
            self._say(
                "several-documents",
                "a second document begins here, and only the first would be read",
                "put it into a file of its own, or delete the line ---",
                Span(event.start_mark, event.end_mark),
            )
        return value

    def _value(self, event: Any, depth: int) -> tuple[Any, Span]:
        kind = type(event)
        self._size += 1
        span = Span(event.start_mark, event.end_mark)
        if kind is AliasEvent:
            return self._alias(event, span)
        size = self._size
        value: Any
        if kind is ScalarEvent:
            value = self._scalar(event, span)
        elif depth == DEEPEST:
            self._say("too-deep", f"this is nested deeper than {DEEPEST} levels", "declare it flatter", span)
            raise TooDeep
        elif kind is MappingStartEvent:
            value = self._mapping(event, depth + 1)
            span = value.span
        else:
            value = self._sequence(event, depth + 1)
            span = value.span
        if event.tag or event.anchor:
            value, span = self._with_properties(event, value, span, size)
        return value, span

    def _with_properties(self, event: Any, value: Any, span: Span, size: int) -> tuple[Any, Span]:
        if event.tag and event.tag not in STANDARD:
            value = self._tagged(event, span)
        if event.anchor:
            self._named[event.anchor] = value, span, self._size - size + 1
        return value, Indirect(*span)

    def _mapping(self, start: Any, depth: int) -> Mapping:
        mapping = Mapping(self.file, Span(start.start_mark, start.end_mark))
        end = start.end_mark
        while type(event := self._next()) is not MappingEndEvent:
            key, key_span = self._key(event, depth)
            value, span = self._value(self._next(), depth)
            end = span.end
            if key is LEFT_OUT:
                continue
            if key in mapping.keys_at:
                self._twice(key, key_span, mapping.keys_at[key])
                continue
            mapping.keys_at[key] = key_span
            if value is LEFT_OUT:
                mapping.broken |= {key}
            else:
                mapping[key] = value
                mapping.values_at[key] = span
        # a block ends where the next token begins, lines below; its last value ends where people see it end
        mapping.span = Span(start.start_mark, event.end_mark if start.flow_style else end)
        return mapping

    def _sequence(self, start: Any, depth: int) -> Sequence:
        sequence = Sequence(self.file, Span(start.start_mark, start.end_mark))
        end = start.end_mark
        while type(event := self._next()) is not SequenceEndEvent:
            value, span = self._value(event, depth)
            end = span.end
            if value is LEFT_OUT:
                sequence.broken |= {len(sequence)}
            else:
                sequence.append(value)
                sequence.values_at.append(span)
        sequence.span = Span(start.start_mark, event.end_mark if start.flow_style else end)
        return sequence

    def _scalar(self, event: Any, span: Span) -> Any:
        text: str = event.value
        if (event.implicit[0] and not event.tag) or event.tag in READ_AS_PLAIN:
            value = plain(text)
            if type(value) is not str:
                return value
        return self._text(event, text, span)

    def _text(self, event: Any, text: str, span: Span) -> str:
        if event.style in QUOTES and span.end.line > span.start.line:
            self.quoted = span
        if event.style == '"' and (hidden := HIDDEN.search(text)):  # an escape: the file itself has none any more
            message = f"this text holds U+{ord(hidden[0]):04X}, which doesn't show where the text is shown"
            self._say("hidden-character", message, "take the escape out", span)
            return HIDDEN.sub(STAND_IN, text)
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _key(self, event: Any, depth: int) -> tuple[Any, Span]:
        if type(event) is ScalarEvent:
            span = Span(event.start_mark, event.end_mark)
            return self._text(event, event.value, span), span
        _, span = self._value(event, depth)
        self._say("yaml-syntax", "a key is one word, not a list, a mapping or an alias", "write a plain key", span)
        return LEFT_OUT, span

    def _alias(self, event: Any, span: Span) -> tuple[Any, Span]:
        if event.anchor not in self._named:
            message = f"*{event.anchor} stands for what is named &{event.anchor} above it, and nothing is"
            self._say("yaml-syntax", message, f"name it &{event.anchor}, or write it out here", span)
            return LEFT_OUT, span
        value, _, size = self._named[event.anchor]
        self._size += size
        self._expanded += size
        if self._expanded > MOST_EXPANDED:
            if self._expanded - size <= MOST_EXPANDED:  # say it once
                message = (
                    f"aliases of this file stand for more than {MOST_EXPANDED:,} values, more than anybody can read"
                )
                self._say("alias-bomb", message, "write out what is meant", span)
            return LEFT_OUT, span
        return value, Indirect(*span)

    def _tagged(self, event: Any, span: Span) -> Any:
        tag = event.tag.replace(CORE, "!!") if event.tag.startswith(CORE) else event.tag
        mark = event.start_mark
        until = type(mark)(mark.name, mark.index, mark.line, mark.column + len(tag), None, None)
        span = Span(mark, until) if span.end.line > mark.line else span
        message = f"{tag} is a tag, and ownctl's files hold plain values only"
        self._say("custom-tag", message, "delete the tag", span)
        return LEFT_OUT

    def _twice(self, key: str, span: Span, first: Span) -> None:
        message = f"{key} stands here already, on line {first.start.line + 1}; one of the two would be lost"
        self._say("duplicate-key", message, "keep one of them, or merge the two", span)

    def _say(self, rule: str, message: str, help_: str, span: Span) -> None:
        self.findings.append(Finding(rule, Severity.ERROR, message, help_, span.spot(self.file)))


def parse(source: Source) -> tuple[Mapping | None, list[Finding]]:
    """The mapping that a file holds, and what is wrong with its YAML; None if nothing of it can be used."""
    tree = Tree(source)
    try:
        value = tree.root()
    except yaml.MarkedYAMLError as error:
        return None, [*tree.findings, in_words(error, source, tree.quoted)]
    except TooDeep:
        return None, tree.findings
    if isinstance(value, Mapping):
        return value, tree.findings
    if not tree.findings:
        tree.findings.append(_no_mapping(value, source))
    return None, tree.findings


def _no_mapping(value: Any, source: Source) -> Finding:
    if value is LEFT_OUT or value is None:
        spot = Spot(source.file)
        return Finding("empty-file", Severity.ERROR, "the file declares nothing", "fill it, or delete it", spot)
    spot = value.span.spot(source.file) if isinstance(value, Node) else Spot(source.file, 1, 1, 1, 1)
    message = "a file holds keys with values, and this one holds something else"
    return Finding("wrong-type", Severity.ERROR, message, "write it as `key: value`", spot)

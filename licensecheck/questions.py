"""What each answer to a missing fact would lead to: the conditions that ask for it tell which answers matter. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from licensecheck.conditions import NUMERIC, Ask, Test, tests
from licensecheck.findings import Question
from licensecheck.licences import Licence, Reading
from licensecheck.model import Value, Verdict
from licensecheck.vocabulary import FactType, Vocabulary

Suppose = Callable[[str, Value], Verdict]


def question(ask: Ask, licences: Iterable[Licence], vocabulary: Vocabulary, reading: Reading, suppose: Suppose) -> Question:
    """The question for a missing fact; `suppose` gives the verdict of the whole use with the fact set."""
    fact = vocabulary.facts[ask.fact]
    by_verdict: dict[Verdict, list[str]] = {}
    for label, value in possible_answers(ask, licences, vocabulary, reading):
        by_verdict.setdefault(suppose(ask.fact, value), []).append(label)
    answers = tuple((", ".join(dict.fromkeys(labels)), verdict) for verdict, labels in by_verdict.items())
    return Question(ask.fact, fact.question.replace("{month}", ask.month), answers)


def possible_answers(ask: Ask, licences: Iterable[Licence], vocabulary: Vocabulary, reading: Reading) -> Iterator[tuple[str, Value]]:
    """The answers that make a difference to some condition of the licences: words, and one value that stands for them."""
    asking = [test for licence in licences for test in _tests(licence, reading) if test.fact == ask.fact and test.month == ask.month]
    return _answers(vocabulary.facts[ask.fact], ask, asking, vocabulary)


def _tests(licence: Licence, reading: Reading) -> Iterator[Test]:
    for clause in licence.clauses:
        yield from tests(clause.when(reading))


def _answers(fact: FactType, ask: Ask, asking: list[Test], vocabulary: Vocabulary) -> Iterator[tuple[str, Value]]:
    """The answers that can make a difference, each with one value that stands for it."""
    match fact.type:
        case "integer" | "number" | "month-map":
            for label, number in _numbers(fact, asking):
                yield label, {ask.month: number} if fact.type == "month-map" else number
        case "boolean":
            yield from (("yes", True), ("no", False))
        case "word":
            yield from ((word, word) for word in fact.values)
        case "words" | "fields":
            named = list(dict.fromkeys(value for test in asking for value in _values(test)))
            yield from ((word, list[Value]([word])) for word in named)
            yield "none of these" if named else "none", []
        case "region" | "regions":
            yield from _places(fact, asking, vocabulary)
        case "map":
            # The blanks of a template licence: a condition names the value that stands for "they cover this use".
            yield from (("they cover this use", test.value) for test in asking[:1])
            yield "they do not cover it", {}
        case "family" | "text" | "license":
            named = list(dict.fromkeys(value for test in asking for value in _values(test)))
            yield from ((f"begins with {word}" if fact.type == "text" else word, word) for word in named)
            yield "another", "another-one"


def _values(test: Test) -> tuple[str, ...]:
    return tuple(map(str, test.value)) if isinstance(test.value, tuple) else (str(test.value),)


def _numbers(fact: FactType, asking: list[Test]) -> Iterator[tuple[str, float]]:
    """One number on each side of every line that some condition draws."""
    unit = f" {fact.unit}" if fact.unit else ""
    edges = sorted({(test.value, test.op in ("above", "at_most")) for test in asking if test.op in NUMERIC})
    for index, (line, line_is_below) in enumerate(edges):
        if index == 0:
            yield f"{'at most' if line_is_below else 'less than'} {line:,}{unit}", line if line_is_below else line - 1
        until = f", up to {edges[index + 1][0]:,}" if index + 1 < len(edges) else ""
        yield f"{'more than' if line_is_below else 'at least'} {line:,}{unit}{until}", line + 1 if line_is_below else line


def _places(fact: FactType, asking: list[Test], vocabulary: Vocabulary) -> Iterator[tuple[str, Value]]:
    named = list(dict.fromkeys(value for test in asking for value in _values(test)))
    for word in named:
        code = min(vocabulary.places(word))
        yield f"in {word}" if word in vocabulary.regions else word, [code] if fact.type == "regions" else code
    covered = vocabulary.places(list(named))
    elsewhere = next((code for code in ("CH", "US", "NZ", "ZZ") if code not in covered), "ZZ")
    yield "elsewhere", [elsewhere] if fact.type == "regions" else elsewhere

"""Ancestors: what contains the weights, what came in through outputs or data, and where the trail ends."""

from __future__ import annotations

import pytest

from licensecheck.lineage import Lineage, Mode, Resolver, resolve
from licensecheck.model import Claim, Location, Parent, Subject
from licensecheck.vocabulary import Vocabulary

Edges = dict[str, list[tuple[str, str]]]


def line(vocabulary: Vocabulary, edges: Edges, start: str = "a", kind: str = "model") -> Lineage:
    subjects = {
        name: Subject(name, kind, "test", Location("test"), parents=tuple(Parent(parent, relation, "test") for parent, relation in parents))
        for name, parents in edges.items()
    }
    return resolve(subjects[start], lambda name: subjects.get(name.lower()), vocabulary)


def reached(found: Lineage) -> dict[str, str]:
    return {reach.subject.id: reach.mode.value for reach in found.reaches}


@pytest.mark.parametrize("relation", ["finetune", "adapter", "merge", "quantized", "continued-pretraining", "format-conversion"])
def test_what_contains_the_weights_is_bound_by_them(vocabulary: Vocabulary, relation: str) -> None:
    assert reached(line(vocabulary, {"a": [("b", relation)], "b": []})) == {"a": "weights", "b": "weights"}


@pytest.mark.parametrize("relation", ["distilled", "trained-on-outputs"])
def test_what_was_made_from_outputs_is_told_apart(vocabulary: Vocabulary, relation: str) -> None:
    found = line(vocabulary, {"a": [("b", relation)], "b": [("c", "finetune")], "c": []})
    assert reached(found) == {"a": "weights", "b": "outputs", "c": "outputs"}
    assert {reach.made for reach in found.reaches} == {"", relation}


def test_a_data_set_made_of_outputs_leads_to_the_model_that_made_it(vocabulary: Vocabulary) -> None:
    found = line(vocabulary, {"a": [("d", "trained-on")], "d": [("t", "trained-on-outputs"), ("e", "trained-on")], "t": [], "e": []})
    assert reached(found) == {"a": "weights", "d": "data", "t": "outputs", "e": "data"}


def test_the_path_runs_from_the_model_to_the_ancestor(vocabulary: Vocabulary) -> None:
    found = line(vocabulary, {"a": [("b", "quantized")], "b": [("c", "finetune")], "c": []})
    assert (found.reaches[2].path, found.reaches[2].relations) == (("a", "b", "c"), ("quantized", "finetune"))


def test_an_ancestor_on_two_paths_is_met_once_by_the_shortest(vocabulary: Vocabulary) -> None:
    found = line(vocabulary, {"a": [("b", "merge"), ("c", "merge"), ("d", "merge")], "b": [("d", "finetune")], "c": [("d", "finetune")], "d": []})
    assert [reach.subject.id for reach in found.reaches] == ["a", "b", "c", "d"]
    assert found.reaches[3].path == ("a", "d")


def test_an_ancestor_in_two_modes_is_met_in_both(vocabulary: Vocabulary) -> None:
    found = line(vocabulary, {"a": [("b", "finetune"), ("b", "distilled")], "b": []})
    assert [reach.mode for reach in found.reaches] == [Mode.WEIGHTS, Mode.WEIGHTS, Mode.OUTPUTS]


def test_outputs_that_came_in_two_ways_are_met_in_both(vocabulary: Vocabulary) -> None:
    found = line(vocabulary, {"a": [("b", "trained-on-outputs"), ("b", "distilled")], "b": []})
    assert {reach.made for reach in found.reaches} == {"", "trained-on-outputs", "distilled"}


@pytest.mark.parametrize(
    ("edges", "path"),
    [
        ({"a": [("a", "finetune")]}, ("a", "a")),
        ({"a": [("A", "finetune")]}, ("a", "A")),
        ({"a": [("b", "finetune")], "b": [("c", "merge")], "c": [("a", "merge")]}, ("a", "b", "c", "a")),
        ({"a": [("x", "finetune")]}, ("a", "x")),
        ({"a": [("b", "finetune")], "b": [("x", "adapter")]}, ("a", "b", "x")),
    ],
)
def test_a_circle_or_an_unknown_parent_ends_the_trail_and_is_told(vocabulary: Vocabulary, edges: Edges, path: tuple[str, ...]) -> None:
    found = line(vocabulary, edges)
    assert [gap.path for gap in found.gaps] == [path]
    assert found.gaps[0].why
    assert found.gaps[0].mode is Mode.WEIGHTS


def test_a_parent_whose_name_means_nothing_is_told(vocabulary: Vocabulary) -> None:
    model = Subject("a", "model", "test", Location("test"), parents=(Parent("/data/x", "adapter", "test", problem="it is a local path"),))
    found = resolve(model, lambda _: None, vocabulary)
    assert [gap.why for gap in found.gaps] == ["it is a local path"]


def test_a_data_set_follows_its_data(vocabulary: Vocabulary) -> None:
    found = line(vocabulary, {"a": [("d", "trained-on")], "d": []}, kind="dataset")
    assert [reach.mode for reach in found.reaches] == [Mode.DATA, Mode.DATA]


def test_a_long_line_is_followed_to_its_end(vocabulary: Vocabulary) -> None:
    edges: Edges = {f"m{n}": [(f"m{n + 1}", "finetune")] for n in range(2000)} | {"m2000": []}
    subjects = {
        name: Subject(name, "model", "test", Location("test"), parents=tuple(Parent(parent, relation, "test") for parent, relation in parents))
        for name, parents in edges.items()
    }
    subjects["m2000"] = Subject("m2000", "model", "test", Location("test"), claims=(Claim("cc-by-nc-4.0", "test"),))
    end = resolve(subjects["m0"], subjects.get, vocabulary).reaches[-1]
    assert (end.subject.id, len(end.path)) == ("m2000", 2001)


def test_a_graph_of_many_models_that_share_ancestors_is_resolved_once_an_edge(vocabulary: Vocabulary) -> None:
    asked: list[str] = []

    def look_up(name: str) -> Subject | None:
        asked.append(name)
        return subjects.get(name)

    layers = [[f"m{depth}-{number}" for number in range(20)] for depth in range(30)]
    subjects = {
        name: Subject(
            name, "model", "test", Location("test"), claims=(Claim("mit", "test"),),
            parents=tuple(Parent(layers[depth + 1][(number + step) % 20], "merge", "test") for step in range(3)) if depth < 29 else (),
        )
        for depth, layer in enumerate(layers)
        for number, name in enumerate(layer)
    }  # fmt: skip
    resolver = Resolver(look_up, vocabulary)
    # Twice at most: as published, and as an ancestor that was changed on the way.
    assert all(len(resolver.resolve(subject).reaches) <= 2 for subject in subjects.values()), "they all say the same"
    assert len(asked) < 5 * len(subjects)

"""Addresses of licences: the same page in any spelling, and never another page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.addresses import licence_file, normal_address
from licensecheck.identify.names import Leaf, Sort, identify
from licensecheck.rulebase import RuleBase

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    "same",
    [
        ("https://opensource.org/licenses/MIT", "http://www.opensource.org/licenses/MIT/", " HTTPS://OPENSOURCE.ORG/licenses/mit"),
        ("https://github.com/a/b/blob/main/LICENSE", "https://github.com/a/b/raw/main/LICENSE", "https://raw.githubusercontent.com/a/b/main/LICENSE"),
        ("https://github.com/a/b/blob/main/LICENSE", "https://raw.githubusercontent.com/a/b/refs/heads/main/LICENSE"),
        (f"{HUB}/a/b/blob/main/LICENSE", f"{HUB}/a/b/resolve/main/LICENSE", f"{HUB}/a/b/raw/main/LICENSE", "https://hf.co/a/b/resolve/main/LICENSE?download=true"),
        ("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/deed.de", "https://creativecommons.org/licenses/by/4.0/legalcode.txt"),
        ("https://a.example/My%20Licence", "https://a.example/My Licence"),
    ],
)  # fmt: skip
def test_one_page_has_many_spellings(same: tuple[str, ...]) -> None:
    assert len({normal_address(address) for address in same}) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://creativecommons.org/licenses/by/4.0", "https://creativecommons.org/licenses/by-nc/4.0"),
        ("https://a.example/license", "https://a.example/license?v=2"),
        ("https://a.example/license", "https://a.example/license#2"),
        ("https://github.com/a/b/blob/main/LICENSE", "https://github.com/a/b/blob/v2/LICENSE"),
        ("https://github.com/a/b/blob/main/LICENSE", "https://gitlab.com/a/b/blob/main/LICENSE"),
        ("https://a.example/x/deed", "https://a.example/x"),
        ("https://opensource.org.example/licenses/MIT", "https://opensource.org/licenses/MIT"),
    ],
)
def test_another_page_is_another_page(one: str, two: str) -> None:
    assert normal_address(one) != normal_address(two)


@given(st.text(max_size=80))
def test_the_normal_form_is_stable(text: str) -> None:
    once = normal_address("https://" + text)
    assert normal_address("https://" + once) == once or "%" in text or "//" in once or once.startswith(("www.", "http"))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"{HUB}/Acme/m/blob/main/LICENSE", ("acme/m", "main", False)),
        (f"{HUB}/Acme/m/resolve/main/LICENCE.md", ("acme/m", "main", False)),
        (f"{HUB}/Acme/m/blob/abc123/LICENSE-MODEL", ("acme/m", "abc123", True)),
        (f"{HUB}/Acme/m/blob/main/LICENSE-CODE", None),
        (f"{HUB}/Acme/m/blob/main/docs/LICENSE", None),
        (f"{HUB}/Acme/m", None),
        (f"{HUB}/datasets/Acme/m/blob/main/LICENSE", None),
        ("https://huggingface.co.example/Acme/m/blob/main/LICENSE", None),
        ("huggingface.co/Acme/m/blob/main/LICENSE", None),
    ],
)
def test_the_licence_file_of_a_repository(address: str, found: tuple[str, str, bool] | None) -> None:
    assert licence_file(address) == found


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("http://www.apache.org/licenses/LICENSE-2.0", "apache-2.0"),
        ("https://opensource.org/licenses/MIT", "mit"),
        ("https://spdx.org/licenses/BSD-3-Clause.html", "bsd-3-clause"),
        ("https://creativecommons.org/licenses/by-nc/4.0/legalcode", "cc-by-nc-4.0"),
        ("https://www.gnu.org/licenses/agpl-3.0.en.html", "agpl-3.0"),
        ("https://www.llama.com/llama3_3/license/", "llama3.3"),
        (f"{HUB}/meta-llama/Llama-3.1-8B-Instruct/blob/main/LICENSE", "llama3.1"),
        (f"{HUB}/Qwen/Qwen2.5-3B-Instruct/resolve/main/LICENSE", "qwen-research"),
        (f"{HUB}/Qwen/Qwen2.5-7B-Instruct/blob/main/LICENSE", "apache-2.0"),
        (f"{HUB}/meta-llama/Meta-Llama-3-8B/blob/main/LICENSE", "llama3"),
    ],
)
def test_an_address_finds_the_licence(base: RuleBase, address: str, licence: str) -> None:
    found = identify(address, base)
    assert isinstance(found, Leaf)
    assert (found.sort, found.licences) == (Sort.KNOWN, (licence,))


@pytest.mark.parametrize(
    "address",
    [
        "https://opensource.org/licenses",
        "https://opensource.org/licenses/MIT-0",
        "https://mit.example/licenses/MIT",
        f"{HUB}/nobody/unknown-model/blob/main/LICENSE",
        f"{HUB}/Qwen/Qwen-7B/blob/main/LICENSE",  # Its code has another licence; whose file that is, the address does not say.
        f"{HUB}/microsoft/phi-4/blob/main/LICENSE",  # The catalogue is not sure.
    ],
)
def test_any_other_address_is_not_known(base: RuleBase, address: str) -> None:
    found = identify(address, base)
    assert isinstance(found, Leaf)
    assert found.sort is Sort.WITHOUT_TEXT

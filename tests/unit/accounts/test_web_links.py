"""What a link of a profile may be."""

import pytest

from accounts import web_links


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com",
        "https://www.example.com/me?tab=chairs#top",
        "https://example.com:443/",
        "https://bücher.example/ida",
        "https://xn--bcher-kva.example/",
    ],
)
def test_a_whole_public_address_is_taken(link: str) -> None:
    assert web_links.fault(link) == ""


@pytest.mark.parametrize(
    "link",
    [
        "http://example.com",
        "example.com",
        "//example.com",
        "javascript:alert(1)",
        "https:example.com",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://user@example.com/",
        "https://example.com@evil.example:80/",
        "https://example.com:8443/",
        "https://example.com:x/",
        "https://exa mple.com/",
        "https://example.com/\n",
        "https://example.com/\u0085",
        'https://example.com/"onmouseover=',
        "https://example.com/<script>",
        "https://-example.com/",
        "https://example..com/",
        "https://example.com/" + "x" * 300,
        "data:text/html,x",
    ],
)
def test_anything_else_is_refused_with_a_sentence(link: str) -> None:
    assert web_links.fault(link).endswith(".")


def test_what_is_read_of_a_link_is_short() -> None:
    assert web_links.label("https://www.example.com/me/") == "example.com/me"

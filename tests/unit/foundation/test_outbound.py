"""The one HTTP client: where it never connects, and that nobody can keep it busy or fill it up."""

import datetime as dt
import gzip
import io
import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from nexus.foundation import outbound
from nexus.foundation.outbound import wire
from nexus.foundation.outbound.addresses import is_public, place_of

INSIDE = {
    "inside.example": ["10.0.0.5"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "zone.example": ["fe80::1%eth0"],
    "localhost": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "postgres": ["172.18.0.2"],
    "nothing.example": [],
}

NASTY = [
    # this machine, written in every way
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://127.0.0.1./",
    "http://127.000.000.001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://127.255.255.254/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[::7f00:1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::1]/",
    "http://[2001:0:53aa:64c:0:0:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[2606:4700::1%25lo]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[::1]evil.example/",
    "http://[::1",
    # neighbours, clouds and reserved ranges
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://2852039166/",
    # names that lead inside
    *(f"https://{name}/" for name in INSIDE if name not in {"localhost", "nothing.example"}),
    # other schemes, ports and shapes
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/_x",
    "dict://example.com/",
    "unix:///run/x.sock",
    "javascript:alert(1)",
    "data:text/plain,x",
    "//example.com/",
    "example.com",
    "",
    "http://",
    "http:///etc/passwd",
    "http://example.com:22/",
    "http://example.com:6379/",
    "http://example.com:0/",
    "http://example.com:99999/",
    "http://example.com:٤٤٣/",
    "http://user:pass@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com\r\nHost: inside/",
    "http://example.com/\r\nX: y",
    "http://exa mple.com/",
    "http://example.com\t/",
    " http://example.com/",
    "http://example.com/\x00",
    "http://.example.com/",
    "http://example..com/",
    "http://" + "a" * 64 + ".example/",
    "http://example.com/" + "a" * 9000,
    "http://[example.com]/",
    "http://example.com:80:80/",
]


@pytest.fixture
def no_connection(monkeypatch):
    made = []
    monkeypatch.setattr(wire.socket, "create_connection", lambda address, *_: made.append(address) or 1 / 0)
    return made


@pytest.mark.parametrize("url", NASTY)
def test_a_nasty_address_is_refused_with_a_sentence_and_no_connection(url, no_connection):
    client = outbound.Client(resolver=lambda host: INSIDE.get(host, ["93.184.216.34"]))
    with pytest.raises(outbound.Refused) as caught:
        client.request("GET", url)
    assert caught.value.message.endswith(".")
    assert no_connection == []


def test_there_are_enough_nasty_addresses_and_the_control_passes():
    assert len(NASTY) >= 60
    for url in (
        "https://example.com/a?b=c",
        "http://93.184.216.34/",
        "https://[2606:4700::6810:84e5]/",
        "https://bücher.example/",
    ):
        place = place_of(url)
        assert not place.is_literal or is_public(place.host)
    assert place_of("https://Bücher.Example./x#part").url == "https://xn--bcher-kva.example/x"


def test_every_part_of_the_reserved_ranges_is_refused():
    for first in (0, 10, 127, *range(224, 256)):
        assert not any(is_public(f"{first}.{second}.1.1") for second in (0, 77, 255))
    assert all(
        is_public(address) for address in ("1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2a00::1")
    )
    assert not any(is_public(words) for words in ("", "example.com", "1.2.3", "::ffff:8.8.8.8", "::8.8.8.8"))


# -- real servers


class Server:
    """Answers each connection with one function of (connection, request head)."""

    def __init__(self, answer, address="127.0.0.1", port=0, tls=None):
        self.answer, self.tls = answer, tls
        self.heads = []
        self.connections = 0
        self.link = socket.create_server((address, port))
        self.port = self.link.getsockname()[1]
        self.here = f"{address}:{self.port}"
        self.url = f"http{'s' if tls else ''}://{self.here}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                link, _ = self.link.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._one, args=(link,), daemon=True).start()

    def _one(self, link):
        try:
            with link, self.tls.wrap_socket(link, server_side=True) if self.tls else link as line:
                head = b""
                while b"\r\n\r\n" not in head and (part := line.recv(4096)):
                    head += part
                self.heads.append(head.decode("latin-1"))
                self.answer(line, self.heads[-1])
        except OSError:
            pass


def always(words):
    """The same answer to everybody; a function gives words that change."""
    return lambda line, _: line.sendall(words() if callable(words) else words)


@contextmanager
def serving(answer, **more):
    server = Server(answer, **more)
    try:
        yield server
    finally:
        server.link.close()


def plain(body=b"hello", status="200 OK", extra=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body


def client_for(*servers, **more):
    more.setdefault("sleep", lambda _: None)
    return outbound.Client(allow=frozenset(server.here for server in servers), **more)


def test_an_exception_lets_a_private_address_and_port_through_and_no_other():
    with (
        serving(always(plain())) as server,
        serving(always(plain())) as other,
    ):
        client = client_for(server)
        answer = client.request("GET", server.url + "/x?y=z", headers={"X-Key": "1"})
        assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"hello", "5")
        assert server.heads[0].startswith("GET /x?y=z HTTP/1.1\r\n")
        assert f"host: {server.here}\r\n" in server.heads[0].lower()
        with pytest.raises(outbound.Refused):
            client.request("GET", other.url)
        assert other.connections == 0


def test_the_name_is_asked_once_and_the_connection_goes_to_that_answer():
    told = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    asked = []

    def rebinding(host):
        asked.append(host)
        return next(told)

    with (
        serving(always(plain(b"first"))) as first,
        serving(always(plain(b"inside")), address="127.0.0.2", port=first.port) as inside,
    ):
        client = outbound.Client(allow=frozenset({f"shop.example:{first.port}"}), resolver=rebinding)
        answer = client.request("GET", f"http://shop.example:{first.port}/")
        assert answer.body == b"first"
        assert asked == ["shop.example"]
        assert inside.connections == 0
        assert f"host: shop.example:{first.port}\r\n" in first.heads[0].lower()
        # the control: a second question would have been led inside
        assert client.request("GET", f"http://shop.example:{first.port}/").body == b"inside"


def test_the_next_address_is_tried_when_one_does_not_answer():
    with serving(always(plain())) as server:
        name = f"shop.example:{server.port}"
        client = outbound.Client(allow=frozenset({name}), resolver=lambda _: ["127.0.0.3", "127.0.0.1"])
        assert client.request("GET", f"http://{name}/").status == 200


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/", "http://10.0.0.1/", "//[::1]/", "file:///etc/passwd"]
)
def test_a_redirect_is_checked_like_a_first_address(target):
    moved = plain(b"", "302 Found", f"Location: {target}\r\n")
    with serving(always(moved)) as server:
        with pytest.raises(outbound.Refused):
            client_for(server).request("GET", server.url)
        assert server.connections == 1


def test_redirects_lose_the_caller_s_headers_at_another_origin():
    with serving(always(plain())) as other:
        moved = plain(b"", "302 Found", f"Location: {other.url}/there\r\n")
        with serving(always(moved)) as server:
            answer = client_for(server, other).request(
                "GET", server.url, headers={"Authorization": "Bearer s", "Accept": "a/b"}
            )
    assert (answer.status, answer.url) == (200, other.url + "/there")
    assert "bearer" in server.heads[0].lower()
    assert "bearer" not in other.heads[0].lower()
    assert "accept: a/b" in other.heads[0].lower()


def test_redirects_end_and_are_not_followed_where_that_could_do_harm():
    with serving(always(plain(b"", "302 Found", "Location: /again\r\n"))) as server:
        client = client_for(server)
        with pytest.raises(outbound.TooManyRedirects):
            client.request("GET", server.url)
        assert server.connections == 4
        assert client.request("POST", server.url, json={"pay": 1}).status == 302
        assert client.request("GET", server.url, redirects=0).status == 302
        assert server.connections == 6


def drip(line, head):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        line.sendall(b"x")
        time.sleep(0.05)


def drip_head(line, head):
    line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        line.sendall(b"x")
        time.sleep(0.05)


def many_early_hints(line, head):
    while True:
        line.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.02)


def never(line, head):
    time.sleep(5)


@pytest.mark.parametrize("slow", [drip, drip_head, many_early_hints, never])
def test_time_is_limited_in_all_not_only_between_two_bytes(slow):
    with serving(slow) as server:
        began = time.monotonic()
        with pytest.raises(outbound.TooSlow) as caught:
            client_for(server).request("GET", server.url, seconds=0.6)
        assert time.monotonic() - began < 1.5
        assert "took too long" in caught.value.message


def test_silence_is_limited_too():
    with serving(never) as server:
        began = time.monotonic()
        with pytest.raises(outbound.TooSlow):
            client_for(server).request("GET", server.url, seconds=20, idle_seconds=0.3, retries=0)
        assert time.monotonic() - began < 2


def test_a_server_that_does_not_read_cannot_hold_an_upload():
    def deaf(line, head):
        time.sleep(5)

    with serving(deaf) as server:
        began = time.monotonic()
        with pytest.raises(outbound.OutboundError):
            client_for(server).request("POST", server.url, content=b"x" * (64 * 2**20), seconds=0.6)
        assert time.monotonic() - began < 2


def endless(line, head):
    line.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        line.sendall(b"x" * 65536)


def endless_chunks(line, head):
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        line.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def lying(line, head):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        line.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def ten_gigabytes(line, head):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n" + b"x" * 1000)
    time.sleep(5)


BOMB = gzip.compress(b"\x00" * (50 * 2**20))


def bomb(line, head):
    line.sendall(plain(BOMB, extra="Content-Encoding: gzip\r\n"))


@pytest.mark.parametrize("large", [endless, endless_chunks, ten_gigabytes, bomb])
def test_size_is_limited_while_it_arrives(large):
    with serving(large) as server:
        with pytest.raises(outbound.TooLarge, match="larger than 1 MB"):
            client_for(server).request("GET", server.url, max_bytes=2**20, seconds=10)
        assert server.connections == 1


def test_contradicting_lengths_end_in_an_error():
    with serving(lying) as server, pytest.raises(outbound.OutboundError):
        client_for(server).request("GET", server.url, max_bytes=2**20, retries=0)


def test_a_packed_answer_is_unpacked_within_the_limit():
    body = gzip.compress(b"words " * 1000)
    with serving(always(plain(body, extra="Content-Encoding: gzip\r\n"))) as server:
        assert client_for(server).request("GET", server.url).body == b"words " * 1000
        assert "accept-encoding: identity" in server.heads[0].lower()
    with serving(always(plain(b"x", extra="Content-Encoding: br\r\n"))) as server, pytest.raises(outbound.Broken):
        client_for(server).request("GET", server.url, retries=0)


@pytest.mark.parametrize(
    "words",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"],
)
def test_a_broken_answer_is_a_sentence(words):
    with serving(always(words)) as server:
        with pytest.raises(outbound.Broken) as caught:
            client_for(server).request("GET", server.url, retries=0)
        assert caught.value.retry


def test_large_heads_are_not_swallowed():
    with (
        serving(always(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000 + b"\r\n\r\n")) as server,
        pytest.raises(outbound.OutboundError),
    ):
        client_for(server).request("GET", server.url, retries=0)


def test_a_body_can_go_into_a_file_and_a_form_can_carry_files():
    with serving(always(plain(b"glTF" * 1000))) as server:
        sink = io.BytesIO()
        answer = client_for(server).request("GET", server.url, into=sink)
        assert (answer.body, sink.getvalue()) == (b"", b"glTF" * 1000)
    with serving(always(plain())) as server:
        client_for(server).request("POST", server.url, files={"image": ("chair.png", b"png!", "image/png")})
        assert "multipart/form-data" in server.heads[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"X": "a\r\nY: b"},
        {"X": "a\x00"},
        {"Host": "inside"},
        {"Content-Length": "5"},
        {"Transfer-Encoding": "x"},
        {"X": "☕"},
    ],
)
def test_headers_cannot_smuggle(headers):
    with serving(always(plain())) as server:
        with pytest.raises(outbound.Refused):
            client_for(server).request("GET", server.url, headers=headers)
        assert server.connections == 0


# -- repeats and rest


def counting(*answers):
    left = list(answers)

    def answer(line, head):
        line.sendall(left.pop(0) if len(left) > 1 else left[0])

    return answer


def test_what_may_be_repeated_is_tried_three_times_with_growing_pauses():
    pauses = []
    with serving(counting(plain(status="503 No"), plain(status="502 No"), plain())) as server:
        client = client_for(server, sleep=pauses.append, jitter=lambda: 0.5)
        assert client.request("GET", server.url).status == 200
        assert server.connections == 3
    assert pauses == [0.2, 0.4]


@pytest.mark.parametrize(
    ("method", "more", "connections"),
    [
        ("GET", {}, 3),
        ("GET", {"retries": 9}, 3),
        ("GET", {"retries": 0}, 1),
        ("PUT", {}, 3),
        ("POST", {}, 1),
        ("PATCH", {}, 1),
        ("POST", {"headers": {"Idempotency-Key": "k1"}}, 3),
        ("POST", {"repeatable": True}, 3),
        ("GET", {"repeatable": False}, 1),
    ],
)
def test_only_harmless_calls_are_repeated(method, more, connections):
    with serving(always(plain(status="503 No"))) as server:
        assert client_for(server).request(method, server.url, **more).status == 503
        assert server.connections == connections


def test_a_wish_to_wait_is_kept_unless_it_is_too_long():
    pauses = []
    with serving(counting(plain(status="429 Slow", extra="Retry-After: 3\r\n"), plain())) as server:
        assert client_for(server, sleep=pauses.append).request("GET", server.url).status == 200
    assert pauses == [3.0]
    with serving(counting(plain(status="429 Slow", extra="Retry-After: 100\r\n"), plain())) as server:
        assert client_for(server).request("GET", server.url, seconds=10).status == 429


def test_a_host_that_keeps_failing_rests_and_one_call_tries_it_again():
    now = [0.0]
    answers = [plain(status="500 No")]
    with serving(always(lambda: answers[0])) as server:
        client = client_for(server, clock=lambda: now[0], failures=3, rest_seconds=30)

        def ask():
            return client.request("POST", server.url).status

        assert [ask() for _ in range(3)] == [500, 500, 500]
        with pytest.raises(outbound.Resting, match=r"asked again in 30 s\.$"):
            ask()
        assert server.connections == 3
        now[0] = 31
        assert ask() == 500  # the trial fails: it rests again at once
        with pytest.raises(outbound.Resting):
            ask()
        now[0] = 62
        answers[0] = plain()
        assert [ask() for _ in range(4)] == [200] * 4
        assert server.connections == 8


def test_one_host_s_rest_is_no_other_s_and_client_errors_do_not_count():
    with serving(always(plain(status="500 No"))) as bad, serving(always(plain(status="404 No"))) as good:
        client = client_for(bad, good, failures=2)
        for _ in range(2):
            client.request("POST", bad.url)
        with pytest.raises(outbound.Resting):
            client.request("POST", bad.url)
        assert [client.request("POST", good.url).status for _ in range(6)] == [404] * 6


def test_nobody_there_is_a_sentence_and_counts():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        here = f"127.0.0.1:{taken.getsockname()[1]}"
    client = outbound.Client(allow=frozenset({here}), failures=2, sleep=lambda _: None)
    with pytest.raises(outbound.NotReached, match=r"cannot be reached\.$"):
        client.request("GET", f"http://{here}/", retries=1)
    with pytest.raises(outbound.Resting):
        client.request("GET", f"http://{here}/")


def test_names_without_address_and_slow_resolvers():
    def fails(host):
        raise socket.gaierror("no such name")

    with pytest.raises(outbound.NotReached, match="has no address"):
        outbound.Client(resolver=fails, sleep=lambda _: None).request("GET", "https://nowhere.example/")
    with pytest.raises(outbound.NotReached, match="has no address"):
        outbound.Client(resolver=lambda _: [], sleep=lambda _: None).request("GET", "https://nowhere.example/")
    began = time.monotonic()
    with pytest.raises(outbound.TooSlow):
        outbound.Client(resolver=lambda _: time.sleep(3) or []).request("GET", "https://slow.example/", seconds=0.3)
    assert time.monotonic() - began < 1.5


# -- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example")])
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    place, secret = folder / "cert.pem", folder / "key.pem"
    place.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return place, secret


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.asked = []
    context.sni_callback = lambda _, name, __: context.asked.append(name)
    return context


def test_the_certificate_is_checked_against_the_name_although_the_address_is_pinned(certificate, secure):
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    with serving(always(plain()), tls=secure) as server:
        names = frozenset({f"shop.example:{server.port}", f"other.example:{server.port}"})
        client = outbound.Client(allow=names, resolver=lambda _: ["127.0.0.1"], tls=trust)
        assert client.request("GET", f"https://shop.example:{server.port}/").status == 200
        assert secure.asked == ["shop.example"]
        with pytest.raises(outbound.Refused, match="certificate that is not valid for it"):
            client.request("GET", f"https://other.example:{server.port}/")
        stranger = outbound.Client(allow=names, resolver=lambda _: ["127.0.0.1"])
        with pytest.raises(outbound.Refused, match="certificate"):
            stranger.request("GET", f"https://shop.example:{server.port}/")


def test_https_is_never_led_down_to_http(certificate, secure):
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    moved = plain(b"", "301 Moved", "Location: http://shop.example/\r\n")
    with serving(always(moved), tls=secure) as server:
        name = f"shop.example:{server.port}"
        client = outbound.Client(allow=frozenset({name}), resolver=lambda _: ["127.0.0.1"], tls=trust)
        with pytest.raises(outbound.Refused, match="from https to http"):
            client.request("GET", f"https://{name}/")


def test_a_handshake_that_never_ends_is_ended():
    def silent():
        link = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=lambda: [link.accept(), time.sleep(3)], daemon=True).start()
        return link

    with silent() as link:
        here = f"127.0.0.1:{link.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(outbound.OutboundError):
            outbound.Client(allow=frozenset({here})).request("GET", f"https://{here}/", seconds=0.5)
        assert time.monotonic() - began < 1.5


def test_the_environment_s_proxy_is_not_used(monkeypatch):
    with (
        serving(always(plain(b"proxy"))) as proxy,
        serving(always(plain())) as server,
    ):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert client_for(server).request("GET", server.url).body == b"hello"
        assert proxy.connections == 0

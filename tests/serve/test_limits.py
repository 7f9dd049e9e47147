"""What a visitor, an address and all together may ask of the server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tui.serve import limits
from tui.serve.limits import Bucket, Full, Knocks, Seats, Sizes


class Time:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def goes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


# Addresses


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("/run/polemics.sock", "/run/polemics.sock"),
        ("", ""),
    ],
)
def test_an_address_is_counted_by_itself_or_its_network(address: str, counted: str) -> None:
    assert limits.network(address) == counted


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_of_a_64_is_one_visitor(address: object, rest: int) -> None:
    import ipaddress

    assert isinstance(address, ipaddress.IPv6Address)
    if address.ipv4_mapped is None:
        neighbour = ipaddress.IPv6Address((int(address) >> 64 << 64) | rest)
        if neighbour.ipv4_mapped is None:
            assert limits.network(str(address)) == limits.network(str(neighbour))


# Buckets

STEPS = st.lists(st.tuples(st.floats(0, 10), st.floats(0.01, 20)), max_size=60)


@given(STEPS, st.floats(0.5, 50), st.floats(1, 50))
def test_a_bucket_never_gives_more_than_its_rate_and_its_burst(
    steps: list[tuple[float, float]], rate: float, burst: float
) -> None:
    time = Time()
    bucket, given_, began = Bucket(rate, burst, time), 0.0, time.now
    for pause, number in steps:
        time.goes(pause)
        given_ += number if bucket.take(number) else 0
        assert given_ <= burst + rate * (time.now - began) + 1e-6


@given(STEPS, st.floats(0.5, 50), st.floats(1, 50))
def test_who_waits_as_told_stays_within_the_rate(
    steps: list[tuple[float, float]], rate: float, burst: float
) -> None:
    time = Time()
    bucket, spent, began = Bucket(rate, burst, time), 0.0, time.now
    for pause, number in steps:
        time.goes(pause)
        wait = bucket.spend(number)
        spent += number
        time.goes(wait)
        assert spent <= burst + rate * (time.now - began) + 1e-6
        assert wait <= number / rate + 1e-6


@given(st.floats(0.5, 50), st.floats(1, 50), st.floats(0, 100))
def test_a_bucket_fills_again(rate: float, burst: float, number: float) -> None:
    time = Time()
    bucket = Bucket(rate, burst, time)
    bucket.spend(number)
    time.goes(number / rate + 0.001)
    assert bucket.full


def test_a_clock_that_stands_or_goes_back_gives_nothing(time: Time) -> None:
    bucket = Bucket(1, 1, time)
    assert bucket.take()
    time.goes(-100)
    assert not bucket.take()
    time.goes(0.5)
    assert not bucket.take()


# Knocks


def test_half_a_minutes_knocks_may_come_at_once(time: Time) -> None:
    knocks = Knocks(30, time)
    assert [knocks.allow("192.0.2.1") for _ in range(16)] == [True] * 15 + [False]
    assert knocks.allow("192.0.2.2")
    time.goes(2)
    assert [knocks.allow("192.0.2.1") for _ in range(2)] == [True, False]


def test_the_addresses_of_one_network_knock_together(time: Time) -> None:
    knocks = Knocks(2, time)
    assert knocks.allow("2001:db8::1")
    assert not knocks.allow("2001:db8::2")
    assert knocks.allow("2001:db8:0:1::1")


def test_one_knock_a_minute_is_still_a_knock(time: Time) -> None:
    knocks = Knocks(1, time)
    assert knocks.allow("a")
    time.goes(59)
    assert not knocks.allow("a")
    time.goes(1.001)
    assert knocks.allow("a")


def test_without_a_bound_everybody_may_knock(time: Time) -> None:
    knocks = Knocks(0, time)
    assert all(knocks.allow("a") for _ in range(1000))


def test_the_memory_of_knocks_is_bounded(time: Time) -> None:
    knocks = Knocks(2, time)
    for number in range(3 * Knocks.KEPT):
        assert knocks.allow(f"host {number}")
    assert len(knocks._buckets) <= Knocks.KEPT
    time.goes(60)
    assert knocks.allow("another")
    assert len(knocks._buckets) == 1


@given(st.lists(st.tuples(st.floats(0, 20), st.sampled_from("abc")), max_size=100), st.integers(1, 40))
def test_no_address_knocks_more_than_it_may(steps: list[tuple[float, str]], a_minute: int) -> None:
    time = Time()
    knocks, let_in = Knocks(a_minute, time), dict.fromkeys("abc", 0)
    for pause, address in steps:
        time.goes(pause)
        let_in[address] += knocks.allow(address)
        most = max(1, a_minute / 2) + (time.now - 1000) * a_minute / 60
        assert all(number <= most + 1e-6 for number in let_in.values())


# Sizes


@given(st.integers(-10, 10**9), st.integers(-10, 10**9))
def test_every_size_is_one_that_is_served(columns: int, rows: int) -> None:
    clamped = limits.clamp(columns, rows)
    assert limits.COLUMNS[0] <= clamped[0] <= limits.COLUMNS[1]
    assert limits.ROWS[0] <= clamped[1] <= limits.ROWS[1]
    assert limits.clamp(*clamped) == clamped


def test_an_unknown_size_is_80_by_24() -> None:
    assert limits.clamp(0, 0) == (80, 24)


@st.composite
def storms(draw: DrawFn) -> list[tuple[float, tuple[int, int]]]:
    size = st.tuples(st.integers(1, 400), st.integers(1, 400))
    return draw(st.lists(st.tuples(st.floats(0, 0.2), size), min_size=1, max_size=200))


@given(storms())
def test_of_a_storm_of_sizes_some_are_taken_and_the_last_always(
    storm: list[tuple[float, tuple[int, int]]],
) -> None:
    time = Time()
    sizes, due, taken = Sizes(time), None, []
    for pause, size in storm:
        until = time.now + pause
        if due is not None and due <= until:
            time.now, due = max(time.now, due), None
            taken.append((time.now, sizes.take()))
        time.now = max(time.now, until)
        wait = sizes.offer(*size)
        assert (wait is None) == (due is not None)
        due = time.now + wait if wait is not None else due
    assert due is not None
    time.now = max(time.now, due)
    taken.append((time.now, sizes.take()))
    assert taken[-1][1] == limits.clamp(*storm[-1][1])
    assert sizes.take() is None
    assert len(taken) <= 1 + (time.now - 1000) * limits.RESIZES + 1e-6


# Seats


def test_seats_are_counted_in_all_and_by_address() -> None:
    seats = Seats(3, 2)
    mine = [seats.take("192.0.2.1"), seats.take("192.0.2.1")]
    with pytest.raises(Full, match="from your address") as by_address:
        seats.take("192.0.2.1")
    assert by_address.value.reason == "full-address"
    seats.take("192.0.2.2")
    with pytest.raises(Full, match="All seats") as in_all:
        seats.take("192.0.2.3")
    assert in_all.value.reason == "full"
    mine[0].free()
    mine[0].free()
    assert len(seats) == 2
    seats.take("192.0.2.3")


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["a", "b", "2001:db8::1", "2001:db8::2"]))),
    st.integers(1, 5),
    st.integers(0, 3),
)
def test_no_more_seats_are_taken_than_there_are(
    steps: list[tuple[bool, str]], in_all: int, by_address: int
) -> None:
    seats, taken = Seats(in_all, by_address), []
    for enters, address in steps:
        if enters:
            try:
                taken.append(seats.take(address))
            except Full:
                of_it = [seat for seat in taken if seat.key == limits.network(address)]
                assert len(taken) == in_all or len(of_it) == by_address > 0
        elif taken:
            taken.pop(0).free()
        assert len(seats) == len(taken) <= in_all
    for seat in taken:
        seat.free()
    assert len(seats) == 0
    assert not seats._taken


# What the far end says


@pytest.mark.parametrize(
    ("said", "passed"),
    [
        ("xterm-256color", "xterm-256color"),
        ("xterm-kitty", "xterm-kitty"),
        ("tmux-256color", "tmux-256color"),
        ("hyperterm-9000", "xterm"),
        ("../../etc/passwd", "xterm"),
        ("xterm\x1b[31m", "xterm"),
        ("", None),
        ("dumb", None),
    ],
)
def test_terminals_are_known_ones(said: str, passed: str | None) -> None:
    assert limits.terminal(said) == passed


def test_only_well_formed_variables_of_the_list_are_passed() -> None:
    asked = {
        "LANG": "de_DE.UTF-8",
        "COLORTERM": "truecolor",
        "NO_COLOR": "1",
        "LD_PRELOAD": "/tmp/x.so",
        "PYTHONPATH": "/tmp",
    }
    assert limits.environment(asked) == {"LANG": "de_DE.UTF-8", "COLORTERM": "truecolor", "NO_COLOR": "1"}
    assert limits.environment({"LANG": "../../x", "COLORTERM": "$(id)", "NO_COLOR": "a b"}) == {}


@given(st.dictionaries(st.sampled_from(["LANG", "COLORTERM", "NO_COLOR", "TERM", "PATH"]), st.text()))
def test_no_variable_carries_a_control_or_a_path(asked: dict[str, str]) -> None:
    for value in limits.environment(asked).values():
        assert value.isascii()
        assert value.isprintable()
        assert "/" not in value

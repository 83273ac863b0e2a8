"""Guessing is slowed down, per account and address and per address; nobody learns which accounts exist."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from oppsera_host.clock import now
from oppsera_host.errors import AppError
from oppsera_host.identity import passwords, throttle


def attempt(browser, email, password="wrong password", ip="198.51.100.1"):
    return browser.sign_in(email, password, environ_base={"REMOTE_ADDR": ip})


class CountingHasher(PasswordHasher):
    """Notes what it was asked to verify."""

    def __init__(self):
        super().__init__(time_cost=2, memory_cost=19_456, parallelism=1)
        self.verified = []

    def verify(self, hash, password):  # noqa: A002 - the library's name
        self.verified.append(hash)
        return super().verify(hash, password)


@pytest.fixture
def address():
    """An address no other test uses."""
    return f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}"


def test_ten_tries_then_a_pause(browser, make_user, address, clock):
    email = make_user()
    clock.stop_at(now())

    statuses = [attempt(browser, email, ip=address).status_code for _ in range(11)]
    refused = attempt(browser, email, "correct horse battery", ip=address)

    assert statuses == [401] * 10 + [429]
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert b"wait 15 minutes" in refused.data


def test_waiting_helps(browser, make_user, address, clock):
    email = make_user()
    clock.stop_at(now())
    for _ in range(12):
        attempt(browser, email, ip=address)
    clock.advance(timedelta(minutes=15, seconds=1))

    assert attempt(browser, email, "correct horse battery", ip=address).status_code == 303


def test_the_owner_elsewhere_is_not_locked_out(browser, make_user, address):
    email = make_user()
    for _ in range(12):
        attempt(browser, email, ip=address)

    assert attempt(browser, email, "correct horse battery", ip=f"{address}9").status_code == 303


def test_spelling_the_address_differently_does_not_help(browser, make_user, address):
    email = make_user()
    for number in range(10):
        attempt(browser, email.upper() if number % 2 else f" {email}", ip=address)

    assert attempt(browser, email, ip=address).status_code == 429


def test_fifty_tries_an_hour_from_one_address(app, address, clock):
    clock.stop_at(now())
    for number in range(50):
        throttle.admit(f"{number}@example.com", address)

    with pytest.raises(AppError) as refusal:
        throttle.admit("51@example.com", address)
    assert refusal.value.code == "RATE_LIMITED"
    clock.advance(timedelta(minutes=59))
    with pytest.raises(AppError):
        throttle.admit("52@example.com", address)
    clock.advance(timedelta(minutes=2))
    throttle.admit("53@example.com", address)


def test_signing_in_clears_the_account(browser, make_user, address):
    email = make_user()
    for _ in range(9):
        attempt(browser, email, ip=address)
    assert attempt(browser, email, "correct horse battery", ip=address).status_code == 303

    assert [attempt(browser, email, ip=address).status_code for _ in range(10)] == [401] * 10


def test_tries_at_once_are_counted_one_by_one(app, address):
    def admitted(_number):
        with app.app_context():
            try:
                throttle.admit("one@example.com", address)
            except AppError:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(admitted, range(30)))

    assert results.count(True) == 10


def test_what_was_typed_is_not_stored(browser, address, database):
    attempt(browser, "typed-by-mistake@example.com", ip=address)

    with database.connect_as_admin() as connection:
        accounts = connection.execute(
            "select account from host_login_attempts where ip = %s", (address,)
        ).fetchall()
    assert [len(account) for (account,) in accounts] == [64]


def test_unknown_and_known_accounts_answer_alike(browser, make_user, address):
    known = attempt(browser, make_user(), ip=address)
    unknown = attempt(browser, "nobody@example.com", ip=address)

    assert known.status_code == unknown.status_code == 401
    assert b"E-mail address or password is not right." in known.data
    assert b"E-mail address or password is not right." in unknown.data


@pytest.mark.parametrize("known", [True, False])
def test_every_account_costs_one_full_hash(monkeypatch, known):
    """Not a measurement: the same work is done, so the same time passes."""
    stored = passwords.hash_password("right password") if known else None
    passwords.verify(None, "so that the stand-in exists")
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", counting)

    assert passwords.verify(stored, "anything") is False

    assert [text.rpartition("p=")[0] for text in counting.verified] == ["$argon2id$v=19$m=19456,t=2,"]


def test_an_inactive_person_stays_out(browser, make_user, address, database):
    email = make_user()
    with database.connect_as_admin() as connection:
        connection.execute("update host_users set active = false where email = %s", (email,))

    assert attempt(browser, email, "correct horse battery", ip=address).status_code == 401

"""Password hashing (argon2id with the parameters of the OWASP Password Storage Cheat Sheet) and rules."""

from __future__ import annotations

import functools
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from oppsera_host.errors import validation_error
from oppsera_host.sentence import Sentence

SHORTEST, LONGEST = 12, 256
FEWEST_DIFFERENT = 5
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``, salt and parameters included."""
    return _hasher.hash(_normal(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Tell whether ``password`` matches; with no hash it takes as long and answers False.

    So the time of an answer does not tell whether an account exists.
    """
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Tell whether ``password_hash`` was made with older parameters."""
    return _hasher.check_needs_rehash(password_hash)


def check_rules(password: str, email: str) -> None:
    """Refuse passwords that are easily guessed.

    Raises:
        AppError: VALIDATION_ERROR on ``password``.
    """
    name = email.split("@", maxsplit=1)[0].lower()
    if not SHORTEST <= len(password) <= LONGEST:
        raise _refused(Sentence("A password has {least} to {most} characters.", least=SHORTEST, most=LONGEST))
    if len(set(password)) < FEWEST_DIFFERENT:
        raise _refused(
            Sentence("A password has at least {least} different characters.", least=FEWEST_DIFFERENT)
        )
    if len(name) > 3 and name in password.lower():  # noqa: PLR2004
        raise _refused(Sentence("A password may not contain the name in the e-mail address."))


def _refused(sentence: str) -> Exception:
    return validation_error({"password": [sentence]})


def _normal(password: str) -> str:
    """One spelling for characters that keyboards compose differently (NIST SP 800-63B §3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash("a password that belongs to nobody")

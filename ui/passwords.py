"""The file behind ``--auth``: one user a line, ``name:password`` or, better, ``name:scrypt$salt$key`` (both in hex)."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from pathlib import Path

_SCHEME = "scrypt"
# Cost of one check: about 50 ms and 16 MB. https://www.rfc-editor.org/rfc/rfc7914 section 2.
_COST, _BLOCK, _PARALLEL, _LENGTH = 2**14, 8, 1, 32


class UsersError(ValueError):
    """The users' file cannot be used; the message says why and what to do."""


def _derive(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=_LENGTH)


def hashed(password: str, *, salt: bytes | None = None) -> str:
    """``scrypt$salt$key`` for the users' file."""
    salt = os.urandom(16) if salt is None else salt
    return f"{_SCHEME}${salt.hex()}${_derive(password, salt).hex()}"


def read_users(path: Path) -> dict[str, str]:
    """Names and their secrets. Empty lines and lines starting with ``#`` are skipped. Raises UsersError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise UsersError(f"用户文件不存在：{path}，请先建立，每行写“用户名:密码”。") from None
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise UsersError(f"用户文件读不出来：{path}（{why}），请检查权限，并存成 UTF-8 文本。") from error
    users: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, secret = line.strip().partition(":")
        # The line itself is not repeated: it may hold a password.
        if not colon or not name.strip() or not secret:
            raise UsersError(f"用户文件 {path} 第 {number} 行不对，请写成“用户名:密码”。")
        if secret.startswith(f"{_SCHEME}$") and _parts(secret) is None:
            raise UsersError(f"用户文件 {path} 第 {number} 行的密码散列不完整，请用 python -m ui --hash 重新生成。")
        if name.strip() in users:
            raise UsersError(f"用户文件 {path} 第 {number} 行的用户名重复，请只留一行。")
        users[name.strip()] = secret
    if not users:
        raise UsersError(f"用户文件 {path} 里没有用户，请至少写一行“用户名:密码”。")
    return users


def _parts(secret: str) -> tuple[bytes, bytes] | None:
    match secret.split("$"):
        case [scheme, salt, key] if scheme == _SCHEME:
            try:
                found = bytes.fromhex(salt), bytes.fromhex(key)
            except ValueError:
                return None
            return found if found[0] and len(found[1]) == _LENGTH else None
    return None


def checker(users: Mapping[str, str]) -> Callable[[str, str], bool]:
    """Says whether a name and a password belong together, in the same time for known and unknown names."""
    nobody = hashed("", salt=bytes(16))

    def check(name: str, password: str) -> bool:
        secret = users.get(name.strip(), nobody)
        parts = _parts(secret)
        if parts is None:
            return hmac.compare_digest(secret.encode(), password.encode())
        return hmac.compare_digest(_derive(password, parts[0]), parts[1]) and name.strip() in users

    return check

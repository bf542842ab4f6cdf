"""Expectations that count themselves; the first that fails raises a Failure that names its step."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

Value = TypeVar("Value")

current = "start"
steps = 0
checks = 0


class Failure(Exception):
    pass


def step(name: str) -> None:
    global current, steps
    current = name
    steps += 1
    print(f"{steps}. {name}", flush=True)


def fail(what: str, expected: str, seen: object) -> None:
    raise Failure(f'step "{current}": {what}: expected {expected}, saw {seen!r}')


def equal(what: str, seen: object, expected: object) -> None:
    global checks
    checks += 1
    if seen != expected or isinstance(seen, bool) != isinstance(expected, bool):
        fail(what, repr(expected), seen)


def matches(what: str, seen: object, pattern: str) -> None:
    global checks
    checks += 1
    if not isinstance(seen, str) or not re.search(pattern, seen):
        fail(what, f"a string like {pattern}", seen)


def present(what: str, seen: Value | None) -> Value:
    global checks
    checks += 1
    if seen is None:
        fail(what, "a value", seen)
    return seen


def refused(what: str, call: Callable[[], Any], error: type[Exception], text: str) -> None:
    """The call is refused with this error of the SDK, and the service's text in it."""
    global checks
    checks += 1
    expected = f"{error.__name__} with {text!r}"
    try:
        answer = call()
    except Exception as reason:
        if not isinstance(reason, error) or text not in str(reason):
            fail(what, expected, reason)
        return
    fail(what, expected, answer)


def summary() -> str:
    return f"{checks} checks passed in {steps} steps"

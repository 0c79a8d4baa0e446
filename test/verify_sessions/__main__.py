"""Recomputes the session vectors of Talos from the text of PROTOCOL.md, sections 2 to 5.

    python3 test/verify_sessions [--self-check] vectors/talos/{session,ratchet,envelope,deposit,repair}-v1.json

Prints a line a vector, and the first value of each file that differs; then it exits 1. With --self-check it then changes each
value in turn, in memory, and exits 1 with the name of one whose change goes unnoticed.

ML-KEM is not recomputed: its public key, ciphertext and shared secret are taken as given, and its seed and the
randomness of the encapsulation are not looked at.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Callable, Iterator, List, Optional, Tuple, Union

from parts import Differs, Part
from vectors import FILES, Vector


# What only ML-KEM makes use of, and what is prose.
NOT_LOOKED_AT = ("about", "kem", "okem", "kemSeed", "kemRandomness")

Path = Tuple[Union[str, int], ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values that are neither objects nor lists."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, path + (key,))
    elif path[-1] not in NOT_LOOKED_AT:
        yield path


def changed(value: Union[int, str]) -> Union[int, str]:
    """Another value: one digit, or the last character, is another."""
    if isinstance(value, int):
        return value + 1
    if value == "":
        return "00"
    middle = len(value) // 2
    if all(character in "0123456789abcdef" for character in value):
        return value[:middle] + format(int(value[middle], 16) ^ 1, "x") + value[middle + 1 :]
    return value[:-1] + ("a" if value[-1] != "a" else "b")


def name_of(root: str, path: Path) -> str:
    return root + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def difference(check: Callable[[], str]) -> Optional[str]:
    """The name of the first value that differs; None if none does."""
    try:
        check()
    except Differs as error:
        return str(error)
    return None


def self_check(file: Part, vectors: List[Vector]) -> str:
    """Changes each value in turn. One that was recomputed must be named itself, one that was given must be noticed."""
    recomputed, count = set(file.compared), 0
    for path in leaves(file.value):
        check = next(one.check for one in vectors if path[0] in one.covers or not one.covers)
        holder = file.value
        for key in path[:-1]:
            holder = holder[key]
        original, name = holder[path[-1]], name_of(file.name, path)
        holder[path[-1]] = changed(original)
        noticed = difference(check)
        holder[path[-1]] = original
        if noticed is None or (name in recomputed and noticed.split(":")[0] != name):
            raise Differs(f"{name}: a change of it is taken for {noticed}")
        count += 1
    return f"{count} values changed in turn, each change noticed"


# --- Command line ------------------------------------------------------------------------------------------------


def verify_file(path: str, with_self_check: bool) -> None:
    name = os.path.basename(path)
    if name not in FILES:
        raise SystemExit(f"{path}: not one of {', '.join(FILES)}")
    with open(path, encoding="utf-8") as opened:
        file = Part(json.load(opened), name)
    vectors = FILES[name](file)
    for vector in vectors:
        before = len(file.compared)
        said = vector.check()
        print(f"{name} {vector.name}: {said} ({len(file.compared) - before} values)")
    if with_self_check:
        print(f"{name} self-check: {self_check(file, vectors)}")


def main(arguments: List[str]) -> int:
    paths = [argument for argument in arguments if argument != "--self-check"]
    if not paths or any(path.startswith("-") for path in paths):
        print(__doc__, file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        try:
            verify_file(path, "--self-check" in arguments)
        except Differs as error:
            print(f"differs: {error}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

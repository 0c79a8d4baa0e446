"""The parts of a file of vectors, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, List, Optional, Union


Value = Union[bytes, int, str]


class Differs(Exception):
    """A value of a file is not the one that was recomputed. Its text is the value's name."""


@dataclass(frozen=True)
class Part:
    """A part of a file and its name. `compared` collects the names of all that was recomputed."""

    value: Any
    name: str
    compared: List[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        return key in self.value

    def at(self, key: Union[str, int]) -> Part:
        name = f"{self.name}[{key}]" if isinstance(key, int) else f"{self.name}.{key}"
        try:
            return Part(self.value[key], name, self.compared)
        except (KeyError, IndexError):
            raise Differs(f"{name}: missing") from None

    def items(self) -> List[Part]:
        return [self.at(index) for index in range(len(self.value))]

    def hex(self, key: str, length: Optional[int] = None) -> bytes:
        part = self.at(key)
        try:
            read = bytes.fromhex(part.value)
        except (TypeError, ValueError):
            raise Differs(f"{part.name}: not hexadecimal") from None
        if length is not None and len(read) != length:
            raise Differs(f"{part.name}: {len(read)} bytes, expected {length}")
        return read

    def number(self, key: str) -> int:
        part = self.at(key)
        if not isinstance(part.value, int):
            raise Differs(f"{part.name}: not a number")
        return part.value

    def text(self, key: str) -> str:
        part = self.at(key)
        if not isinstance(part.value, str):
            raise Differs(f"{part.name}: not a text")
        return part.value

    def expect(self, key: str, computed: Value) -> None:
        """Compares one value with what was recomputed."""
        part = self.at(key)
        self.compared.append(part.name)
        if part.value != (computed.hex() if isinstance(computed, bytes) else computed):
            raise Differs(part.name)

    def demand(self, holds: bool, what: str) -> None:
        """Says that something about this part, rather than one value in it, is as it must be."""
        if not holds:
            raise Differs(f"{self.name}: {what}")

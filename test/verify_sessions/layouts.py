"""Binary layouts. PROTOCOL.md, section 1."""

from __future__ import annotations

def u8(number: int) -> bytes:
    return number.to_bytes(1, "big")


def u16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def blob16(content: bytes) -> bytes:
    return u16(len(content)) + content


def blob32(content: bytes) -> bytes:
    return u32(len(content)) + content


class Reader:
    """Takes bytes one field after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.position = 0

    def take(self, count: int) -> bytes:
        if self.position + count > len(self.content):
            raise ValueError("bytes are missing")
        self.position += count
        return self.content[self.position - count : self.position]

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def end(self) -> None:
        if self.position != len(self.content):
            raise ValueError("bytes are left over")

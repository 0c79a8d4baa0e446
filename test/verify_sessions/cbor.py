"""Deterministic CBOR. PROTOCOL.md, section 1."""

from __future__ import annotations

from typing import Any, Dict, Tuple

from layouts import Reader, u8
from parts import Differs, Part


UNSIGNED, BYTES, TEXT, ARRAY, MAP = 0, 2, 3, 4, 5
ARGUMENT_LENGTHS = {24: 1, 25: 2, 26: 4, 27: 8}


def cbor_head(major: int, argument: int) -> bytes:
    """The shortest head of a major type with its argument (RFC 8949, 4.2.1)."""
    if argument < 24:
        return u8(major << 5 | argument)
    for information, length in ARGUMENT_LENGTHS.items():
        if argument < 1 << (8 * length):
            return u8(major << 5 | information) + argument.to_bytes(length, "big")
    raise ValueError("number too large")


def cbor(value: Any) -> bytes:
    if isinstance(value, int):
        return cbor_head(UNSIGNED, value)
    if isinstance(value, bytes):
        return cbor_head(BYTES, len(value)) + value
    if isinstance(value, str):
        return cbor_head(TEXT, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return cbor_head(ARRAY, len(value)) + b"".join(cbor(item) for item in value)
    entries = sorted((cbor(key), cbor(item)) for key, item in value.items())
    return cbor_head(MAP, len(entries)) + b"".join(key + item for key, item in entries)


def read_head(reader: Reader) -> Tuple[int, int]:
    start, first = reader.position, reader.number(1)
    major, information = first >> 5, first & 31
    if information > 27:
        raise ValueError("an indefinite length")
    argument = information if information < 24 else reader.number(ARGUMENT_LENGTHS[information])
    if reader.content[start : reader.position] != cbor_head(major, argument):
        raise ValueError("a head that is not the shortest")
    return major, argument


def read_item(reader: Reader) -> Any:
    major, argument = read_head(reader)
    if major == UNSIGNED:
        return argument
    if major == BYTES:
        return reader.take(argument)
    if major == TEXT:
        return reader.take(argument).decode("utf-8", "strict")
    if major == ARRAY:
        return [read_item(reader) for _ in range(argument)]
    if major == MAP:
        return read_map(reader, argument)
    raise ValueError(f"major type {major}")


def read_map(reader: Reader, count: int) -> Dict[str, Any]:
    fields: Dict[str, Any] = {}
    last = b""
    for _ in range(count):
        start = reader.position
        key = read_item(reader)
        encoded = reader.content[start : reader.position]
        if not isinstance(key, str) or encoded <= last:
            raise ValueError("a key that is no text or out of order")
        last = encoded
        fields[key] = read_item(reader)
    return fields


def read_cbor(content: bytes) -> Any:
    reader = Reader(content)
    item = read_item(reader)
    reader.end()
    return item


def expect_cbor(part: Part, key: str, fields: Dict[str, Any], limit: int) -> bytes:
    """Compares a document with the encoding of `fields`, and reads it back. Gives its bytes."""
    part.expect(key, cbor(fields))
    document = part.hex(key)
    part.at(key).demand(len(document) <= limit, f"more than {limit} bytes")
    try:
        part.at(key).demand(read_cbor(document) == fields, "read as something else")
    except ValueError as error:
        raise Differs(f"{part.name}.{key}: {error}") from None
    return document

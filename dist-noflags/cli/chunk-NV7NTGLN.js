import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/mcp/lines.ts
var OVERLONG_SAMPLE_BYTES = 1024;
var FIRST_BUFFER_BYTES = 4096;
var LINE_FEED = 10;
var CARRIAGE_RETURN = 13;
var LineSplitter = class {
  #maxBytes;
  /** The start of the line that has not ended yet; while one is being dropped, its last bytes. */
  #buffer = new Uint8Array(0);
  #length = 0;
  #dropping = false;
  /**
   * @param maxBytes - Most bytes of a line without its end, at least 1.
   * @throws {RangeError} for another `maxBytes`.
   */
  constructor(maxBytes) {
    if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) throw new RangeError("maxBytes must be a positive integer");
    this.#maxBytes = maxBytes;
  }
  /** Takes `chunk` and gives what it completes, in order. Linear in the bytes, also where they come one by one. */
  push(chunk) {
    const found = [];
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end === -1) {
        this.#append(chunk.subarray(start), found);
        break;
      }
      this.#endLine(chunk.subarray(start, end), found);
      start = end + 1;
    }
    return found;
  }
  /** Ends the stream: the line without an end that it left, where there is one. The splitter can be used again. */
  finish() {
    const found = [];
    this.#endLine(new Uint8Array(0), found);
    return found;
  }
  #endLine(part, found) {
    if (this.#length === 0 && part.length <= this.#maxBytes + 1) {
      this.#giveLine(part, found);
      return;
    }
    this.#append(part, found);
    const bytes = this.#buffer.subarray(0, this.#length);
    this.#buffer = new Uint8Array(0);
    this.#length = 0;
    if (this.#dropping) found.push({ kind: "overlong-end", tail: lastBytes(bytes) });
    else this.#giveLine(bytes, found);
    this.#dropping = false;
  }
  #giveLine(line, found) {
    const bytes = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
    if (bytes.length > this.#maxBytes) {
      found.push({ kind: "overlong", head: bytes.slice(0, OVERLONG_SAMPLE_BYTES) });
      found.push({ kind: "overlong-end", tail: lastBytes(bytes) });
    } else if (bytes.length > 0) found.push({ kind: "line", bytes });
  }
  #append(part, found) {
    if (!this.#dropping && this.#length + part.length > this.#maxBytes + 1) {
      const head = joined(this.#buffer.subarray(0, this.#length), part.subarray(0, OVERLONG_SAMPLE_BYTES));
      found.push({ kind: "overlong", head: head.slice(0, OVERLONG_SAMPLE_BYTES) });
      this.#dropping = true;
      const tail = lastBytes(this.#buffer.subarray(0, this.#length));
      this.#buffer = new Uint8Array(4 * OVERLONG_SAMPLE_BYTES);
      this.#length = 0;
      this.#appendToTail(tail);
    }
    if (this.#dropping) this.#appendToTail(lastBytes(part));
    else this.#appendToLine(part);
  }
  #appendToLine(part) {
    const length = this.#length + part.length;
    if (length > this.#buffer.length) {
      const doubled = Math.min(Math.max(2 * this.#buffer.length, FIRST_BUFFER_BYTES), this.#maxBytes + 1);
      const buffer = new Uint8Array(Math.max(doubled, length));
      buffer.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = buffer;
    }
    this.#buffer.set(part, this.#length);
    this.#length = length;
  }
  /** Keeps at least the last sample's worth; moves it to the front only when the room is used up. */
  #appendToTail(part) {
    if (this.#length + part.length > this.#buffer.length) {
      const start = Math.max(0, this.#length - OVERLONG_SAMPLE_BYTES);
      this.#buffer.copyWithin(0, start, this.#length);
      this.#length -= start;
    }
    this.#buffer.set(part, this.#length);
    this.#length += part.length;
  }
};
function lastBytes(bytes) {
  return bytes.slice(Math.max(0, bytes.length - OVERLONG_SAMPLE_BYTES));
}
function joined(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

export {
  LineSplitter
};

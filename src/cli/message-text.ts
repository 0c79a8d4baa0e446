/**
 * Messages of peers as people see them: on one line, escaped.
 *
 * @module
 */
import type { TextContent } from '../agent/api/message-api.ts';
import { printable } from './terminal.ts';

/** A peer: its alias, where it has one, and its DID in full, which alone says who it is. */
export function who(did: string, alias: string): string {
  return alias === '' ? printable(did) : `${printable(alias)} (${printable(did)})`;
}

/** The text on one line; of bytes that are none, how many. */
export function shownText({ text, bytes, base64 }: TextContent): string {
  return base64 === undefined ? printable(text) : `(${bytes} bytes that are no text)`;
}

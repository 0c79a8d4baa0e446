/**
 * The contents of tunnel packets. PROTOCOL.md §7.
 *
 * @module
 */

import { type Bytes, concat } from '../../base/bytes.ts';
import { ERROR_CODES, type ErrorCode, isErrorCode, REFUSALS, type Refusal, TalosError } from '../../base/errors.ts';
import { MAX_NAME_PATTERN_CHARACTERS, MAX_NAME_PATTERNS } from '../../capability/name-patterns.ts';
import { asMalformed } from '../../capability/verdict.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../../codec/cbor.ts';
import {
  readArray,
  readBoolean,
  readBytes,
  readChoice,
  readInteger,
  readObject,
  readString,
} from '../../codec/fields.ts';
import { decode } from '../../codec/reader.ts';
import { blob32 } from '../../codec/writer.ts';
import { MAX_RPC_BYTES } from '../../mcp/rpc.ts';
import { TUNNEL_LINGER_MS } from './tunnel-linger.ts';

/** Longest signed statement in bytes: an entry must hold it. */
export const MAX_STATEMENT_BYTES: number = 32 * 1024;
/** Longest token in characters. PROTOCOL.md §11. */
export const MAX_TOKEN_CHARACTERS: number = 16 * 1024;
/** Most tokens of a chain. PROTOCOL.md §11. */
export const MAX_CHAIN = 8;
/** Longest name of a service in characters. */
export const MAX_SERVICE_CHARACTERS = 64;
/** Longest signed note in characters. */
const MAX_NOTE_CHARACTERS = 2048;
/** Most bytes of the CBOR of one control packet. */
const MAX_CONTROL_BYTES: number = 192 * 1024;
/** Length of a salt in bytes. PROTOCOL.md §9.2. */
export const SALT_BYTES = 32;
/** Length of the id of a lasting tunnel in bytes. PROTOCOL.md §7.5. */
export const TUNNEL_ID_BYTES = 16;

const serviceName = { min: 1, max: MAX_SERVICE_CHARACTERS } as const;

/** The request to open a tunnel. An empty chain asks for the grant that the server holds for the caller. */
export interface TunnelOpen {
  /** Empty: the service of the grant. */
  readonly service: string;
  readonly chain: readonly string[];
  /** Whether it is to outlive its channel. */
  readonly lasting?: boolean;
  /** Seconds that it waits without a channel at most, where it is to be less than others may. Of one that lasts only. */
  readonly lingerS?: number | undefined;
}

/** What the server says when a tunnel is open. */
export interface TunnelOpened {
  readonly service: string;
  /** The token that the tunnel runs under, leaf. */
  readonly token: string;
  /** Expiry of the grant in seconds since 1970. */
  readonly expiresAtS: number;
  /** The server's latest signed note, or empty. */
  readonly checkpoint: string;
  /** Patterns over the calls that need a signed intent before them, see `NamePatterns`. */
  readonly intents?: readonly string[];
  /** Id of a tunnel that outlives its channel. */
  readonly tunnel?: Bytes | undefined;
}

/** How far one side of a lasting tunnel has got, from its beginning. */
export interface TunnelProgress {
  /** Packets that it received. */
  readonly received: number;
  /** Bytes of credit that it gave back. */
  readonly given: number;
}

/** The request to go on with a tunnel over another channel. */
export interface TunnelResume extends TunnelProgress {
  /** Its id. */
  readonly tunnel: Bytes;
  /** Grows with each request: the last counts. */
  readonly turn: number;
}

/** A refusal, or the reason of a closed tunnel. */
export interface RefusalBody {
  readonly word: Refusal;
  readonly code: ErrorCode | undefined;
  /** Whether the server holds another grant for the caller than the one it refused. */
  readonly other?: true;
}

function control(bytes: Uint8Array): Cbor {
  return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES });
}

/** PROTOCOL.md §7.1. */
export function encodeTunnelOpen(open: TunnelOpen): Bytes {
  const { service, chain, lasting = false, lingerS } = open;
  const more = { ...(lasting ? { lasting } : {}), ...(lingerS === undefined ? {} : { linger: lingerS }) };
  return encodeCbor({ v: 1, service, chain: [...chain], ...more });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeTunnelOpen(bytes: Uint8Array): TunnelOpen {
  const members = { required: ['v', 'service', 'chain'], optional: ['lasting', 'linger'] } as const;
  const fields = readObject(control(bytes), members, 'tunnel open');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  const lasting = fields.lasting !== undefined && readBoolean(fields.lasting, 'lasting');
  if (fields.linger !== undefined && !lasting)
    throw new TalosError('E_MALFORMED', 'a tunnel that does not last cannot linger');
  return {
    service: readString(fields.service, 'service', { max: MAX_SERVICE_CHARACTERS }),
    // The verdict on a chain that is too long or holds a token that is, wherever it is asked for.
    chain: asMalformed(() =>
      readArray(fields.chain, 'chain', { max: MAX_CHAIN }, (token, name) =>
        readString(token, name, { max: MAX_TOKEN_CHARACTERS }),
      ),
    ),
    ...(lasting ? { lasting } : {}),
    ...(fields.linger === undefined
      ? {}
      : { lingerS: readInteger(fields.linger, 'linger', { min: 1, max: TUNNEL_LINGER_MS / 1000 }) }),
  };
}

/** PROTOCOL.md §7.1. */
export function encodeTunnelOpened(opened: TunnelOpened): Bytes {
  const { service, token, expiresAtS, checkpoint, intents = [], tunnel } = opened;
  const more = { ...(intents.length === 0 ? {} : { intents: [...intents] }), ...(tunnel && { tunnel }) };
  return encodeCbor({ v: 1, service, token, expires: expiresAtS, checkpoint, ...more });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeTunnelOpened(bytes: Uint8Array): TunnelOpened {
  const fields = readObject(
    control(bytes),
    { required: ['v', 'service', 'token', 'expires', 'checkpoint'], optional: ['intents', 'tunnel'] },
    'tunnel opened',
  );
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return {
    service: readString(fields.service, 'service', serviceName),
    token: readString(fields.token, 'token', { max: MAX_TOKEN_CHARACTERS }),
    expiresAtS: readInteger(fields.expires, 'expires'),
    checkpoint: readString(fields.checkpoint, 'checkpoint', { max: MAX_NOTE_CHARACTERS }),
    intents: readArray(
      fields.intents === undefined ? [] : fields.intents,
      'intents',
      { max: MAX_NAME_PATTERNS },
      (pattern, name) => readString(pattern, name, { min: 1, max: MAX_NAME_PATTERN_CHARACTERS }),
    ),
    ...(fields.tunnel === undefined ? {} : { tunnel: readBytes(fields.tunnel, 'tunnel', TUNNEL_ID_BYTES) }),
  };
}

/** PROTOCOL.md §7.5, TUNNEL_RESUME. */
export function encodeTunnelResume({ tunnel, turn, received, given }: TunnelResume): Bytes {
  return encodeCbor({ v: 1, tunnel, turn, received, given });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeTunnelResume(bytes: Uint8Array): TunnelResume {
  const members = { required: ['v', 'tunnel', 'turn', 'received', 'given'] } as const;
  const fields = readObject(control(bytes), members, 'tunnel resume');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return {
    tunnel: readBytes(fields.tunnel, 'tunnel', TUNNEL_ID_BYTES),
    turn: readInteger(fields.turn, 'turn', { min: 1 }),
    received: readInteger(fields.received, 'received', { min: 0 }),
    given: readInteger(fields.given, 'given', { min: 0 }),
  };
}

/** PROTOCOL.md §7.5, TUNNEL_RESUMED. */
export function encodeTunnelResumed({ received, given }: TunnelProgress): Bytes {
  return encodeCbor({ v: 1, received, given });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeTunnelResumed(bytes: Uint8Array): TunnelProgress {
  const fields = readObject(control(bytes), { required: ['v', 'received', 'given'] }, 'tunnel resumed');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return {
    received: readInteger(fields.received, 'received', { min: 0 }),
    given: readInteger(fields.given, 'given', { min: 0 }),
  };
}

/** PROTOCOL.md §6.3, REFUSAL and TUNNEL_CLOSE. */
export function encodeRefusal(refusal: RefusalBody): Bytes {
  const { word, code, other } = refusal;
  return encodeCbor({ word, ...(code === undefined ? {} : { code }), ...(other === undefined ? {} : { other }) });
}

/** An unknown code of a later version is read as no code. @throws {TalosError} `E_MALFORMED`. */
export function decodeRefusal(bytes: Uint8Array): RefusalBody {
  const fields = readObject(control(bytes), { required: ['word'], optional: ['code', 'other'] }, 'refusal');
  const code = fields.code === undefined ? undefined : readString(fields.code, 'code', { max: 64 });
  return {
    word: readChoice(fields.word, REFUSALS, 'word'),
    code: code !== undefined && isErrorCode(code) ? code : undefined,
    ...(fields.other !== undefined && readBoolean(fields.other, 'other') ? { other: true as const } : {}),
  };
}

/** The refusal that tells a peer of `code`: the code itself where a peer is told it, else a word. PROTOCOL.md §13. */
export function refusalOf(code: ErrorCode): RefusalBody {
  const { peer } = ERROR_CODES[code];
  if (peer === 'code') return { word: 'denied', code };
  return { word: peer === 'nothing' ? 'failed' : peer, code: undefined };
}

/** What each word means where no code came with it. */
const WORD_CODES: Readonly<Record<Refusal, ErrorCode>> = {
  busy: 'E_RATE_LIMITED',
  unknown: 'E_NOT_FOUND',
  failed: 'E_TOOL_FAILED',
  denied: 'E_REFUSED',
};

/** The error that a refusal means to the caller. */
export function refusalError(refusal: RefusalBody, what: string): TalosError {
  const { word, code, other = false } = refusal;
  return new TalosError(code ?? WORD_CODES[word], `the peer refused ${what}: ${code ?? word}`, {
    details: { word, other },
  });
}

/** A message of a tunnel: PROTOCOL.md §7.2. */
export interface TunnelMessage {
  /** A signed statement, canonical JSON as sent; `undefined` where the message carries none. */
  readonly statement: Bytes | undefined;
  /** 32 bytes; there where a statement is, but for refusals. */
  readonly salt: Bytes | undefined;
  /** The JSON-RPC message, UTF-8. */
  readonly json: Uint8Array;
}

const NOTHING: Bytes = new Uint8Array(0);

/** PROTOCOL.md §7.2, MCP_MESSAGE and MCP_RESPONSE (with salt) and MCP_ERROR (without). */
export function encodeTunnelMessage(message: TunnelMessage): Bytes {
  return concat(blob32(message.statement ?? NOTHING), message.salt ?? NOTHING, message.json);
}

/**
 * Reads what {@link encodeTunnelMessage} wrote.
 *
 * @param salted - Whether a statement is followed by a salt: true but for MCP_ERROR.
 * @throws {TalosError} `E_MALFORMED`.
 */
export function decodeTunnelMessage(bytes: Uint8Array, salted: boolean): TunnelMessage {
  return decode(bytes, (reader) => {
    const statement = reader.blob32(MAX_STATEMENT_BYTES, 'statement');
    const present = statement.length > 0;
    const salt = present && salted ? reader.bytes(SALT_BYTES, 'salt') : undefined;
    if (reader.remaining > MAX_RPC_BYTES)
      throw new TalosError('E_MALFORMED', `json: ${reader.remaining} bytes, limit ${MAX_RPC_BYTES}`);
    return { statement: present ? statement : undefined, salt, json: reader.rest() };
  });
}

/** PROTOCOL.md §7.3, INVITE_REDEEM. */
export function encodeRedeem(redeem: { readonly id: Uint8Array; readonly signature: Uint8Array }): Bytes {
  return encodeCbor({ v: 1, id: redeem.id, sig: redeem.signature });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeRedeem(bytes: Uint8Array): { readonly id: Bytes; readonly signature: Bytes } {
  const fields = readObject(control(bytes), { required: ['v', 'id', 'sig'] }, 'redemption');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return { id: readBytes(fields.id, 'id', 16), signature: readBytes(fields.sig, 'sig', 64) };
}

/** PROTOCOL.md §7.3, INVITE_GRANT. */
export function encodeInviteGrant(grant: { readonly service: string; readonly token: string }): Bytes {
  return encodeCbor({ v: 1, service: grant.service, token: grant.token });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeInviteGrant(bytes: Uint8Array): { readonly service: string; readonly token: string } {
  const fields = readObject(control(bytes), { required: ['v', 'service', 'token'] }, 'invite grant');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return {
    service: readString(fields.service, 'service', serviceName),
    token: readString(fields.token, 'token', { max: MAX_TOKEN_CHARACTERS }),
  };
}

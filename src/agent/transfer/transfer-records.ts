/**
 * The record of a transfer, as it lies in the space `transfer` of the store: under its id (16 bytes) as canonical JSON, in
 * clear as the files themselves are. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes, fromHex } from '../../base/bytes.ts';
import { readChoice, readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalBytes, type Json, parseCanonicalJson } from '../../codec/json.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import type { Change } from '../../storage/store.ts';
import { MAX_FILE_BYTES } from '../../transfer/limits.ts';
import { readFileName, readFileType } from '../../transfer/wire.ts';
import type { TransferState } from '../api/transfer-api.ts';
import { BASES, type Basis } from './transfer-consent.ts';

/** What is kept of a transfer. */
export interface TransferRecord {
  /** 32 hex digits. */
  readonly id: string;
  readonly peer: Did;
  readonly direction: 'sent' | 'received';
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly state: TransferState;
  /** Why it failed; `""` otherwise. */
  readonly code: string;
  /** Of the source, or of what was received. */
  readonly path: string;
  /** Of the source, when it was first opened; `""` of what is received. */
  readonly identity: string;
  /** Chunks that are durable at the receiver, as far as that is known here. */
  readonly durable: number;
  /** SHA-256, 64 hex digits; `""` until it is known. */
  readonly sha256: string;
  /** Of the commitment to that, 64 hex digits; of what is received `""` until it is there. */
  readonly salt: string;
  /** The signed statement of the receiver, canonical JSON; `""` until there is one. */
  readonly receipt: string;
  /** Letters of a file of one's own that lie in the mailbox of the peer, the offer first; 0 where none was left. */
  readonly left?: number;
  /** When all of them did, milliseconds since 1970; 0 where they do not. */
  readonly leftAtMs?: number;
  /** Of a file that was taken: whether its sender had to be what it was then; `""` where a person, or who listens, took it. */
  readonly under?: Basis | '';
  /** Milliseconds since 1970: when it was made here, and when it last changed its state. */
  readonly atMs: number;
  readonly changedAtMs: number;
}

const STATES: readonly TransferState[] = [
  'waiting',
  'offered',
  'accepted',
  'running',
  'delivered',
  'received',
  'failed',
  'declined',
  'cancelled',
];
const OVER: ReadonlySet<TransferState> = new Set(['delivered', 'received', 'failed', 'declined', 'cancelled']);
const FIELDS = [
  'v',
  'peer',
  'direction',
  'name',
  'type',
  'size',
  'state',
  'code',
  'path',
  'identity',
  'durable',
  'sha256',
  'salt',
  'receipt',
  'at',
  'changed',
] as const;

/** Longest path in a record, in characters. */
const MAX_PATH_CHARACTERS = 4096;
/** Longest receipt in a record, in characters. */
const MAX_RECEIPT_CHARACTERS = 16 * 1024;
const HASH_OR_NOTHING = /^(?:[0-9a-f]{64})?$/;

/** Whether nothing more becomes of a transfer. */
export function isOver({ state }: Pick<TransferRecord, 'state'>): boolean {
  return OVER.has(state);
}

/** The change of the store that keeps a record. */
export function putTransfer(record: TransferRecord): Change {
  const { id, atMs, changedAtMs, left = 0, leftAtMs = 0, under = '', ...rest } = record;
  const mailed = left === 0 ? {} : { left, leftAt: leftAtMs };
  const taken = under === '' ? {} : { under };
  const json: Json = { v: 1, ...rest, ...mailed, ...taken, at: atMs, changed: changedAtMs };
  return { kind: 'put', space: 'transfer', key: fromHex(id), value: canonicalBytes(json) };
}

/** The change of the store that forgets one. */
export function dropTransfer({ id }: TransferRecord): Change {
  return { kind: 'delete', space: 'transfer', key: fromHex(id) };
}

/** Reads a record. @throws {TalosError} `E_MALFORMED` for another form. */
export function readTransfer(id: string, bytes: Bytes): TransferRecord {
  const names = { required: FIELDS, optional: ['left', 'leftAt', 'under'] } as const;
  const fields = readObject(parseCanonicalJson(bytes), names, 'transfer');
  readInteger(fields.v, 'transfer.v', { min: 1, max: 1 });
  const text = (value: Json, name: string, max: number): string => readString(value, `transfer.${name}`, { max });
  return {
    id,
    peer: parseDid(text(fields.peer, 'peer', 128)),
    direction: readChoice(fields.direction, ['sent', 'received'], 'transfer.direction'),
    name: readFileName(fields.name, 'transfer.name'),
    type: readFileType(fields.type, 'transfer.type'),
    size: readInteger(fields.size, 'transfer.size', { max: MAX_FILE_BYTES }),
    state: readChoice(fields.state, STATES, 'transfer.state'),
    code: text(fields.code, 'code', 64),
    path: text(fields.path, 'path', MAX_PATH_CHARACTERS),
    identity: text(fields.identity, 'identity', MAX_PATH_CHARACTERS),
    durable: readInteger(fields.durable, 'transfer.durable', { max: 0xffffffff }),
    sha256: readString(fields.sha256, 'transfer.sha256', { pattern: HASH_OR_NOTHING }),
    salt: readString(fields.salt, 'transfer.salt', { pattern: HASH_OR_NOTHING }),
    receipt: text(fields.receipt, 'receipt', MAX_RECEIPT_CHARACTERS),
    ...(fields.left === undefined ? {} : { left: readInteger(fields.left, 'transfer.left', { max: 0xffff }) }),
    ...(fields.leftAt === undefined ? {} : { leftAtMs: readInteger(fields.leftAt, 'transfer.leftAt') }),
    ...(fields.under === undefined ? {} : { under: readChoice(fields.under, BASES, 'transfer.under') }),
    atMs: readInteger(fields.at, 'transfer.at'),
    changedAtMs: readInteger(fields.changed, 'transfer.changed'),
  };
}

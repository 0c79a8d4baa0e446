/**
 * Calls of tools as the SDK makes them: options, results, errors.
 *
 * @module
 */
import { isErrorCode, TalosError } from '../../base/errors.ts';
import { isFields } from '../../codec/fields.ts';
import type { Json, JsonObject } from '../../codec/json.ts';
import { MAX_JUSTIFICATION_CHARACTERS } from '../../ledger/entry/statement.ts';
import type { RpcOutcome } from '../tunnel/rpc-caller.ts';
import type { OwnCallOptions } from '../tunnel/using.ts';
import type { GrantedCapability } from './client-authority.ts';
import { MAX_DEADLINE_MS } from './client-requests.ts';

/** What a tool gave. */
export interface ToolResult {
  /** The MCP result. Numbers that no double carries are kept as `JsonNumber`. */
  readonly result: Json;
  /** Id of the receipt in this agent's ledger, for `audit.prove`. */
  readonly receipt: string;
}

/** What was announced: for one call of `TalosClient.callTool`, with the same tool and arguments. */
export interface CallIntent {
  /** Hash of the signed statement, as results and receipts name it. */
  readonly hash: string;
  readonly tool: string;
}

/** How to announce a call. */
export interface IntentOptions {
  /** Why, at most 1,024 characters; both sides keep it on record as it is. */
  readonly justification: string;
  /** The capability to present; absent: the newest one that this agent holds. The call must name the same. */
  readonly capability?: GrantedCapability;
  readonly service?: string;
}

/** How to call a tool. */
export interface ToolCallOptions {
  /** The capability to present; absent: the newest one that this agent holds. */
  readonly capability?: GrantedCapability;
  readonly service?: string;
  /** What announced it. A call of anything else than what was announced is refused (`INTENT_MISMATCH`). */
  readonly intent?: CallIntent;
  /** Why: the call is announced right before it, with this reason. */
  readonly justification?: string;
  /** Milliseconds that it may take, the connection included, at most a day; without end where absent. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** @throws {TypeError} for what is no text; {RangeError} for more than 1,024 characters. */
export function assertJustification(text: unknown): asserts text is string {
  if (typeof text !== 'string') throw new TypeError('justification must be a string');
  if (text.length > MAX_JUSTIFICATION_CHARACTERS || !text.isWellFormed())
    throw new RangeError(
      `justification must be well-formed text of at most ${MAX_JUSTIFICATION_CHARACTERS} characters`,
    );
}

/** @throws {RangeError} for a deadline that is none. */
export function assertDeadline(ms: number | undefined): void {
  if (ms !== undefined && !(ms >= 1 && ms <= MAX_DEADLINE_MS))
    throw new RangeError(`deadlineMs must be from 1 to ${MAX_DEADLINE_MS}, got ${ms}`);
}

/** @throws {TypeError} for an intent and a justification at once; as {@link assertJustification}. */
export function ownCallOptions({ intent, justification, signal }: ToolCallOptions): OwnCallOptions {
  if (intent !== undefined && justification !== undefined)
    throw new TypeError('a call has an intent or a justification, not both');
  if (intent !== undefined) return { intent: { intent: intent.hash }, signal };
  if (justification === undefined) return { signal };
  assertJustification(justification);
  return { intent: { justification }, signal };
}

/** The error of a call that gave none. */
export function callError({ error, isFromTool }: RpcOutcome & { readonly kind: 'error' }): TalosError {
  const { code, message, data } = error;
  // What the tool says of itself is no word of ours, whatever codes it uses.
  const said = !isFromTool && data !== undefined && isFields(data) ? (data as JsonObject)['code'] : undefined;
  const text = typeof message === 'string' ? message : 'the tool failed';
  const known = typeof said === 'string' && isErrorCode(said) ? said : 'E_TOOL_FAILED';
  return new TalosError(known, text, { details: typeof code === 'number' ? { code } : {} });
}

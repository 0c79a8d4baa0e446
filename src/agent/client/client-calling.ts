/**
 * Calls that a client makes of tools of others, over connections that are kept for the next call.
 *
 * @module
 */
import { assertText, membersOf } from '../../base/caller-mistakes.ts';
import { isTalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { copyOf } from '../../capability/request.ts';
import type { JsonObject } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import type { RpcOutcome } from '../tunnel/rpc-caller.ts';
import type { CallConnection, OwnCallOptions } from '../tunnel/using.ts';
import { unlessAborted } from '../waits.ts';
import type { GrantedCapability } from './client-authority.ts';
import {
  assertDeadline,
  assertJustification,
  type CallIntent,
  callError,
  type IntentOptions,
  ownCallOptions,
  type ToolCallOptions,
  type ToolResult,
} from './client-calls.ts';
import { type ClientContext, didOf } from './client-context.ts';

/** What is called: checked, and a copy of its arguments. */
interface Asked {
  readonly server: Did;
  readonly given: JsonObject;
}

/** See the module comment. */
export class ClientCalling {
  readonly #context: ClientContext;
  readonly #calls = new Map<string, Promise<CallConnection>>();

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** As `TalosClient.callTool`. */
  async call(peer: string, tool: string, given: object, options: ToolCallOptions): Promise<ToolResult> {
    const asked = this.#asked(peer, tool, given);
    const read = membersOf<ToolCallOptions>(options, 'options', {
      capability: 'object?',
      service: 'text?',
      intent: 'object?',
      justification: 'text?',
      deadlineMs: 'number?',
      signal: 'signal?',
    });
    const own = ownCallOptions(read);
    assertDeadline(read.deadlineMs);
    using limit = read.deadlineMs === undefined ? undefined : deadline(read.signal, read.deadlineMs);
    const signal = limit?.signal ?? read.signal;
    const outcome = await this.#outcomeOf(asked, tool, read, { ...own, signal });
    if (outcome.kind === 'result') return { result: outcome.result, receipt: outcome.receipt ?? '' };
    throw callError(outcome);
  }

  /** Calls over the connection that is kept, and over a new one where that was over before the call was sent. */
  async #outcomeOf(
    { server, given }: Asked,
    tool: string,
    options: ToolCallOptions,
    own: OwnCallOptions,
  ): Promise<RpcOutcome> {
    // Others may wait for the same connection: it is opened for them, whatever becomes of this call.
    const open = (): Promise<CallConnection> => unlessAborted(this.#connectionFor(server, options), own.signal);
    const kept = await open();
    try {
      return await kept.callTool(tool, given, own);
    } catch (error) {
      // What announced a call belongs to its connection.
      if (!kept.isOver() || options.intent !== undefined || !isTalosError(error, 'E_UNREACHABLE')) throw error;
      await kept.ended;
      return await (await open()).callTool(tool, given, own);
    }
  }

  /** As `TalosClient.createIntent`. */
  async announce(peer: string, tool: string, given: object, options: IntentOptions): Promise<CallIntent> {
    const asked = this.#asked(peer, tool, given);
    const { justification, ...read } = membersOf<IntentOptions>(options, 'options', {
      justification: 'text',
      capability: 'object?',
      service: 'text?',
    });
    assertJustification(justification);
    const connection = await this.#connectionFor(asked.server, read);
    return { hash: await connection.announce(tool, asked.given, justification), tool };
  }

  #asked(peer: string, tool: string, given: unknown): Asked {
    this.#context.assertOpen();
    assertText(tool, 'tool');
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new TypeError('arguments must be an object');
    return { server: didOf(peer), given: copyOf(given) as JsonObject };
  }

  async #connectionFor(
    server: Did,
    { capability, service = '' }: Pick<ToolCallOptions, 'capability' | 'service'>,
  ): Promise<CallConnection> {
    const kinds = { token: 'text', addresses: 'texts' } as const;
    const presented = capability === undefined ? undefined : membersOf<Presented>(capability, 'capability', kinds);
    if (presented !== undefined) await this.#take(presented);
    return this.#connection(server, service, presented?.token);
  }

  async #take(capability: Presented): Promise<void> {
    const { core } = this.#context.parts;
    const { token } = await core.grants.receive(capability.token);
    await core.peers.note(token.claims.audience, { addresses: capability.addresses });
  }

  #connection(server: Did, service: string, token: string | undefined): Promise<CallConnection> {
    const key = JSON.stringify([server, service, token ?? '']);
    const running = this.#calls.get(key);
    if (running !== undefined) return running;
    const target = token === undefined ? { server, service } : { server, service, token };
    const opening = this.#context.parts.agent.openCalls(target);
    this.#calls.set(key, opening);
    const forget = (): void => {
      if (this.#calls.get(key) === opening) this.#calls.delete(key);
    };
    opening.then(({ ended }) => void ended.then(forget), forget);
    return opening;
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    const calls = await Promise.allSettled(this.#calls.values());
    for (const each of calls) if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]();
  }
}

type Presented = Pick<GrantedCapability, 'token' | 'addresses'>;

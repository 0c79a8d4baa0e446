/**
 * What must be remembered of one MCP client so that its server can be opened again when the process that ran the agent
 * is gone: how it initialised, and what it waits for. Broken connections are the agent's own business.
 *
 * @module
 */
import { classify } from '../mcp/policy.ts';
import { errorResponse, idKey, RPC_CODES, type RpcId, readRpc, writeRpc } from '../mcp/rpc.ts';

/** What is to be done with a line of the server. */
export type Inbound =
  | { readonly kind: 'show' }
  /** The answer to {@link McpMemory.initializeAgain}; `next` is to be sent then. Undefined: the server refused. */
  | { readonly kind: 'initialised'; readonly next: readonly string[] | undefined };

interface OpenRequest {
  readonly id: RpcId;
  /** Whether a call was made whose outcome is lost with the answer. */
  readonly isCall: boolean;
}

const SHOW: Inbound = { kind: 'show' };

/** See the module comment. */
export class McpMemory {
  readonly #open = new Map<string, OpenRequest>();
  #initialize: { readonly line: string; readonly key: string } | undefined;
  #initialized: string | undefined;
  #isInitialised = false;
  #again = 0;
  #againId: string | undefined;

  /** Whether the client waits for an answer. */
  get isWaiting(): boolean {
    return this.#open.size > 0;
  }

  /** Takes note of a line that the client sends. Gives a key of a request for {@link retract}. */
  outbound(line: string): string | undefined {
    const rpc = readRpc(line);
    if (rpc.kind === 'notification' && rpc.method === 'notifications/initialized') this.#initialized = line;
    if (rpc.kind !== 'request') return undefined;
    const key = idKey(rpc.id);
    this.#open.set(key, { id: rpc.id, isCall: classify(rpc.method, rpc.params).kind === 'recorded' });
    if (rpc.method === 'initialize') {
      this.#initialize = { line, key };
      this.#isInitialised = false;
    }
    return key;
  }

  /** Forgets a request that was not sent after all. False where it was answered already, by {@link lost}. */
  retract(key: string): boolean {
    return this.#open.delete(key);
  }

  /** Takes note of a line that the server sends. */
  inbound(line: string): Inbound {
    const rpc = readRpc(line);
    if ((rpc.kind !== 'result' && rpc.kind !== 'error') || rpc.id === undefined) return SHOW;
    if (rpc.id === this.#againId) {
      this.#againId = undefined;
      const next = this.#initialized === undefined ? [] : [this.#initialized];
      return { kind: 'initialised', next: rpc.kind === 'result' ? next : undefined };
    }
    const key = idKey(rpc.id);
    this.#open.delete(key);
    if (key === this.#initialize?.key && rpc.kind === 'result') this.#isInitialised = true;
    return SHOW;
  }

  /** Gives up what is open: the answers for the client, and nothing is sent a second time. */
  lost(): string[] {
    const answers = [...this.#open.values()].map(({ id, isCall }) =>
      writeRpc(
        isCall
          ? errorResponse(id, RPC_CODES.outcomeUnknown, 'the agent ended before the outcome of the call was known', {
              code: 'E_OUTCOME_UNKNOWN',
            })
          : errorResponse(id, RPC_CODES.tunnelDown, 'the agent ended; ask again', { code: 'E_UNREACHABLE' }),
      ),
    );
    this.#open.clear();
    return answers;
  }

  /** The line that initialises a new server as the client did the old one; undefined where it had not yet. */
  initializeAgain(): string | undefined {
    if (this.#initialize === undefined || !this.#isInitialised) return undefined;
    const rpc = readRpc(this.#initialize.line);
    if (rpc.kind !== 'request') return undefined;
    this.#againId = `talos-reopened-${++this.#again}`;
    return writeRpc({ ...rpc.json, id: this.#againId });
  }
}

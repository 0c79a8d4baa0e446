/**
 * The client's side of a guarded server: presents a capability with each request of an MCP client of the official classes,
 * and proves that this end holds its key. PROTOCOL.md §8.7.
 *
 * @module
 */
import { provePossession } from '../capability/possession.ts';
import type { Json, JsonObject } from '../codec/json.ts';
import type { SigningKey } from '../crypto/sign.ts';
import type { Did } from '../identity/did.ts';
import { CAPABILITY_META, CHALLENGE_META, PROOF_META } from './guard.ts';
import { type Interception, intercepted, type McpTransport, type RpcObject } from './intercepted.ts';
import { idKey, isJsonObject, isRpcId, RPC_CODES } from './rpc.ts';

/** What is presented, and to whom. */
export interface Presented {
  /** The holder's key. */
  readonly signing: SigningKey;
  /** The text of the chain. */
  readonly capability: string;
  /** DID of the server. */
  readonly server: Did;
}

class Presenting implements Interception {
  readonly #presented: Presented;
  readonly #open = new Map<string, { readonly message: JsonObject; isRepeated: boolean }>();
  #challenge: string | undefined;

  constructor(presented: Presented) {
    this.#presented = presented;
  }

  sent(message: RpcObject): RpcObject {
    const { id, method, params } = message as { id?: Json; method?: unknown; params?: Json };
    const cancelled = method === 'notifications/cancelled' && isJsonObject(params) ? params['requestId'] : undefined;
    if (isRpcId(cancelled)) this.#open.delete(idKey(cancelled));
    if (id === undefined || !isRpcId(id) || typeof method !== 'string') return message;
    this.#open.set(idKey(id), { message: message as JsonObject, isRepeated: false });
    return this.#proven(message as JsonObject, method);
  }

  /** Before the server has said its challenge there is nothing to prove: its refusal says it. */
  #proven(message: JsonObject, method: string): JsonObject {
    const { signing, capability, server: audience } = this.#presented;
    const params: Json = message['params'] ?? {};
    if (this.#challenge === undefined || method === 'initialize' || !isJsonObject(params)) return message;
    const challenge = this.#challenge;
    const proof = provePossession(signing, { audience, challenge, chain: capability, method, params });
    const meta = isJsonObject(params['_meta']) ? params['_meta'] : {};
    return {
      ...message,
      params: { ...params, _meta: { ...meta, [CAPABILITY_META]: capability, [PROOF_META]: proof } },
    };
  }

  received(message: RpcObject, _: unknown, answer: (message: RpcObject) => Promise<void>): RpcObject | undefined {
    const { id, method } = message as { id?: Json; method?: unknown };
    if (method !== undefined || id === undefined || !isRpcId(id)) return message;
    const asked = this.#open.get(idKey(id));
    const isNew = this.#learn(message);
    if (asked === undefined) return message;
    if (isNew && isDenial(message) && !asked.isRepeated) {
      asked.isRepeated = true;
      answer(this.#proven(asked.message, asked.message['method'] as string)).catch(() => undefined);
      return undefined;
    }
    this.#open.delete(idKey(id));
    return message;
  }

  /** Takes the challenge that an answer says. @returns Whether it is another than before. */
  #learn(message: RpcObject): boolean {
    const { result, error } = message as { result?: Json; error?: Json };
    const where = isJsonObject(error) ? error['data'] : isJsonObject(result) ? result['_meta'] : undefined;
    const said = isJsonObject(where) ? where[CHALLENGE_META] : undefined;
    if (typeof said !== 'string' || said === this.#challenge) return false;
    this.#challenge = said;
    return true;
  }
}

function isDenial(message: RpcObject): boolean {
  const error = message['error'] as Json | undefined;
  return isJsonObject(error) && error['code'] === RPC_CODES.denied;
}

/** `transport`, of a client, with the capability presented and proven in each request. */
export function presentingCapability<T extends McpTransport>(transport: T, presented: Presented): T {
  return intercepted(transport, new Presenting(presented));
}

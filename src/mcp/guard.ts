/**
 * Capabilities in an MCP server of one's own, of the official classes: each request is checked against the capability that
 * it presents, for the holder that is known to send it; lists show what is granted. What the server sees was allowed.
 *
 * @module
 */
import { utf8 } from '../base/bytes.ts';
import { type ErrorCode, isTalosError } from '../base/errors.ts';
import type { Allowed, CapabilityRequest, Denial } from '../capability/authorize.ts';
import type { Authorizer } from '../capability/authorizer.ts';
import { PossessionChallenge, readPossession } from '../capability/possession.ts';
import { deny } from '../capability/verdict.ts';
import type { Json, JsonObject } from '../codec/json.ts';
import type { Did } from '../identity/did.ts';
import { type Interception, intercepted, type McpTransport, type RpcObject } from './intercepted.ts';
import { withCaller, withoutCaller } from './meta.ts';
import { type Classification, type Coverage, classify, classifyNotification, filterList } from './policy.ts';
import { errorResponse, idKey, isJsonObject, isRpcId, RPC_CODES } from './rpc.ts';

/** The key in `params._meta` under which a request presents the text of its chain. */
export const CAPABILITY_META = 'io.github.talos-protocol/capability';
/** The key in `params._meta` under which a request proves that its sender holds the key of the capability. */
export const PROOF_META = 'io.github.talos-protocol/proof';
/** The key in `result._meta` of `initialize`, and in `data` of a denial, under which the server says its challenge. */
export const CHALLENGE_META = 'io.github.talos-protocol/challenge';
/** Requests that may be unanswered at a time. */
export const MAX_GUARDED_REQUESTS = 1024;

/** Who sent a request, and the text of the chain that it presents. */
export interface Caller {
  readonly holder: Did;
  readonly capability: string;
}

/**
 * Says who sent a request. The holder must come from something that proves it, as the session of a tunnel, mutual TLS or
 * {@link HolderProofs} do: a token is known to whoever has seen it once, and proves nothing about its sender.
 */
export type IdentifyCaller = (message: RpcObject, extra: unknown) => Caller | Denial;

/** What a guard is told. */
export interface GuardOptions {
  readonly authorizer: Authorizer;
  /** Absent: the capability and the proof are in `_meta` of each request ({@link HolderProofs}). */
  readonly caller?: IdentifyCaller;
}

/** Callers who prove with each request that they hold the key of the capability that it presents. PROTOCOL.md §8.7. */
export class HolderProofs {
  readonly #authorizer: Authorizer;
  readonly #challenge: PossessionChallenge;

  /** @param challenge - Made for it unless given; one serves any number of connections. */
  constructor(authorizer: Authorizer, challenge: PossessionChallenge = new PossessionChallenge()) {
    this.#authorizer = authorizer;
    this.#challenge = challenge;
  }

  /** What proofs must name now. */
  get challenge(): string {
    return this.#challenge.current;
  }

  /** See {@link IdentifyCaller}; `NO_CAPABILITY` where there is none or no proof, `REPLAY` where the proof was used. */
  readonly identify = (message: RpcObject): Caller | Denial => {
    const { method, params } = message as { readonly method: string; readonly params?: Json };
    const meta = isJsonObject(params) && isJsonObject(params['_meta']) ? params['_meta'] : {};
    const [capability, proof] = [meta[CAPABILITY_META], meta[PROOF_META]];
    if (typeof capability !== 'string') return deny('NO_CAPABILITY', 'no token was presented');
    if (typeof proof !== 'string') return deny('NO_CAPABILITY', 'the token was presented without a proof');
    try {
      const request = { audience: this.#authorizer.self, chain: capability, method, params: params ?? {} };
      const read = readPossession(proof, request);
      // Nobody but holders of good chains can use up nonces.
      const covered = this.#authorizer.coverage(capability, read.by);
      if ('allowed' in covered) return covered;
      if (!this.#challenge.take(read)) return deny('REPLAY', 'the proof was used, or is for another challenge');
      return { holder: read.by, capability };
    } catch (error) {
      if (isTalosError(error)) return deny(error.code, error.message);
      throw error;
    }
  };
}

/** A request that the server has. */
interface Guarded {
  readonly method: string;
  isCancelled?: boolean;
  readonly coverage?: Coverage;
  /** Of a request that was charged. */
  readonly charged?: { readonly caller: Caller; readonly request: CapabilityRequest };
}

/** See the module comment: one connection. */
class Guard implements Interception {
  readonly #authorizer: Authorizer;
  readonly #identify: IdentifyCaller;
  readonly #proofs: HolderProofs | undefined;
  readonly #open = new Map<string, Guarded>();

  constructor({ authorizer, caller }: GuardOptions, proofs: HolderProofs) {
    this.#authorizer = authorizer;
    this.#identify = caller ?? proofs.identify;
    this.#proofs = caller === undefined ? proofs : undefined;
  }

  received(message: RpcObject, extra: unknown, answer: (message: RpcObject) => Promise<void>): RpcObject | undefined {
    const { id, method, params } = message as { id?: Json; method?: unknown; params?: Json };
    // An answer to what the server asked.
    if (method === undefined) return message;
    if (typeof method !== 'string') return undefined;
    if (id === undefined) return this.#notification(message, method, params);
    const refuse = (code: number, text: string, data?: Json): undefined => {
      // Whoever is gone needs no answer.
      answer(errorResponse(isRpcId(id) ? id : null, code, text, data)).catch(() => undefined);
    };
    if (!isRpcId(id) || this.#open.has(idKey(id)) || !this.#hasRoom())
      return refuse(RPC_CODES.invalidRequest, 'the id is none or in use, or too many requests are open');
    if (params !== undefined && !isJsonObject(params))
      return refuse(RPC_CODES.invalidRequest, 'the parameters are no object');
    const guarded = this.#examine(message, extra, method, params);
    if ('allowed' in guarded)
      return refuse(RPC_CODES.denied, `denied by the capability: ${guarded.code}`, this.#said(guarded.code));
    this.#open.set(idKey(id), guarded);
    return cleaned(message as JsonObject, guarded.charged?.caller.holder);
  }

  #notification(message: RpcObject, method: string, params: Json | undefined): RpcObject | undefined {
    if (classifyNotification(method).kind !== 'free') return undefined;
    const cancelled = method === 'notifications/cancelled' && isJsonObject(params) ? params['requestId'] : undefined;
    const guarded = isRpcId(cancelled) ? this.#open.get(idKey(cancelled)) : undefined;
    if (guarded !== undefined) guarded.isCancelled = true;
    return message;
  }

  /** Whether there is room for one more; requests that were cancelled, which servers do not answer, make it. */
  #hasRoom(): boolean {
    if (this.#open.size < MAX_GUARDED_REQUESTS) return true;
    const [forgotten] = [...this.#open].find(([, { isCancelled }]) => isCancelled === true) ?? [];
    return forgotten !== undefined && this.#open.delete(forgotten);
  }

  #said(code: ErrorCode): Json {
    return this.#proofs === undefined ? { code } : { code, [CHALLENGE_META]: this.#proofs.challenge };
  }

  #examine(message: RpcObject, extra: unknown, method: string, params: JsonObject | undefined): Guarded | Denial {
    const policy: Classification = classify(method, params);
    if (policy.kind === 'denied') return deny(policy.code, policy.reason);
    if (policy.kind === 'free') return { method };
    const caller = this.#identify(message, extra);
    if ('allowed' in caller) return caller;
    const { capability, holder } = caller;
    if (policy.kind === 'list') {
      const scope = this.#authorizer.coverage(capability, holder);
      if ('allowed' in scope) return scope;
      const coverage: Coverage = {
        tool: (name) => scope.hasTool(name),
        resource: (uri) => scope.hasResource(uri),
        prompt: (name) => scope.hasPrompt(name),
      };
      return { method, coverage };
    }
    const { request } = policy;
    const verdict: Allowed | Denial =
      policy.kind === 'checked'
        ? this.#authorizer.check(capability, holder, request)
        : this.#authorizer.authorize(capability, holder, request, () => lengthOf(message));
    if (!verdict.allowed) return verdict;
    return policy.kind === 'checked' ? { method } : { method, charged: { caller, request } };
  }

  sent(message: RpcObject): RpcObject | undefined {
    const { id, method } = message as { id?: Json; method?: unknown };
    if (method !== undefined || id === undefined || !isRpcId(id)) return message;
    const guarded = this.#open.get(idKey(id));
    // A second answer, or one to what was forgotten: it could be a list that nobody would shorten.
    if (guarded === undefined) return undefined;
    this.#open.delete(idKey(id));
    const { charged, coverage } = guarded;
    if (charged !== undefined) {
      const { caller, request } = charged;
      this.#authorizer.settle(caller.capability, caller.holder, request, () => lengthOf(message));
    }
    const result = message['result'] as Json | undefined;
    if (result === undefined) return message;
    if (coverage !== undefined) return { ...message, result: filterList(guarded.method, result, coverage) };
    return guarded.method === 'initialize' ? { ...message, result: this.#withChallenge(result) } : message;
  }

  #withChallenge(result: Json): Json {
    if (this.#proofs === undefined || !isJsonObject(result)) return result;
    const meta = isJsonObject(result['_meta']) ? result['_meta'] : {};
    return { ...result, _meta: { ...meta, [CHALLENGE_META]: this.#proofs.challenge } };
  }
}

/** The message as the server gets it: without capability and proof, and with the holder where one is known. */
function cleaned(message: JsonObject, holder: Did | undefined): RpcObject {
  const { params } = message;
  if (!isJsonObject(params)) return holder === undefined ? message : withCaller(message, { did: holder });
  const meta = isJsonObject(params['_meta']) ? params['_meta'] : undefined;
  const kept = Object.entries(meta ?? {}).filter(([key]) => key !== CAPABILITY_META && key !== PROOF_META);
  const plain = meta === undefined ? message : { ...message, params: { ...params, _meta: Object.fromEntries(kept) } };
  return holder === undefined ? withoutCaller(plain) : withCaller(plain, { did: holder });
}

function lengthOf(message: RpcObject): number {
  return utf8(JSON.stringify(message)).length;
}

/** A server of the official classes: an `McpServer` or a `Server`. */
export interface ConnectingServer {
  connect(transport: never): Promise<void>;
}

/** `transport` with a guard in its way: for servers that are connected by somebody else. */
export function guardTransport<T extends McpTransport>(transport: T, options: GuardOptions, proofs?: HolderProofs): T {
  return intercepted(transport, new Guard(options, proofs ?? new HolderProofs(options.authorizer)));
}

/**
 * Guards every connection that `server` makes from now on. It and its tools stay as they are.
 *
 * @returns `server`.
 */
export function withCapabilities<S extends ConnectingServer>(server: S, options: GuardOptions): S {
  const connect = (server.connect as (transport: McpTransport) => Promise<void>).bind(server);
  const proofs = new HolderProofs(options.authorizer);
  const guarded = (transport: McpTransport): Promise<void> => connect(guardTransport(transport, options, proofs));
  Object.defineProperty(server, 'connect', { value: guarded, configurable: true, writable: true });
  return server;
}

/**
 * Using what others lend: from the text that a person gave to an open tunnel, or to one call.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { INVITATION_PREFIX, parseInvitation } from '../../capability/invitation.ts';
import { isFields } from '../../codec/fields.ts';
import { type Json, type JsonObject, parseJson, writeJson } from '../../codec/json.ts';
import { INTENT_META } from '../../mcp/meta.ts';
import { MAX_RPC_BYTES, RPC_CODES, readRpc } from '../../mcp/rpc.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { CallOutcome, CallParams, ConnectParams, Tunnel, WatchOptions } from '../api/api.ts';
import { MAX_DEADLINE_MS } from '../client/client-requests.ts';
import { peerOf } from '../reach/peer-dial.ts';
import { CallLine } from './call-line.ts';
import { LineQueue } from './line-queue.ts';
import { RpcCaller, type RpcOutcome } from './rpc-caller.ts';
import { SupervisedTunnel } from './supervised-tunnel.ts';
import type { OpenOptions, TunnelDialer, TunnelTarget } from './tunnel-dialer.ts';
import { CALL_LINGER_MS } from './tunnel-linger.ts';

/** What using needs. */
export interface UsingParts {
  readonly core: AgentCore;
  readonly dialer: TunnelDialer;
  readonly platform: AgentPlatform;
}

/**
 * The service that `text` leads to: an invitation (redeemed now, or before), a multiaddr that ends in `/p2p/…`, a DID,
 * a public key in hex, or an alias. A capability is presented there as it is: what it is worth, the serving side says.
 *
 * @throws {TalosError} what redeeming or resolving throws; `E_USAGE` for an address without a peer id.
 */
export async function resolveTarget(
  parts: UsingParts,
  text: string,
  { service = '', capability }: Pick<ConnectParams, 'service' | 'capability'> = {},
  signal?: AbortSignal,
): Promise<TunnelTarget> {
  const { core, dialer } = parts;
  if (text.startsWith(INVITATION_PREFIX)) {
    const redeemed = await dialer.redeem(parseInvitation(text), signal);
    return service === '' ? redeemed : { ...redeemed, service };
  }
  const server = await peerOf(core, text);
  return capability === undefined ? { server, service } : { server, service, token: capability };
}

/** Opens a tunnel that outlives its connections. @throws as {@link resolveTarget} and `TunnelDialer.open`. */
export async function connect(parts: UsingParts, params: ConnectParams, options: WatchOptions): Promise<Tunnel> {
  const { core, dialer, platform } = parts;
  const signal = options.signal ?? new AbortController().signal;
  const { justification, deadlineMs } = params;
  assertDeadline(deadlineMs);
  const resolved = await resolveTarget(parts, params.target, params, signal);
  const target: TunnelTarget = { ...resolved, ...(justification === undefined ? {} : { justification }) };
  const lines = new LineQueue();
  let service = target.service;
  const supervised = await SupervisedTunnel.open(
    {
      open: async (opening) => {
        const opened = await dialer.open({ ...target, service }, opening);
        service = opened.service;
        return opened;
      },
      toClient: (text) => lines.push(text),
      onNotice: (message) => {
        core.notice('tunnel', message, target.server);
        options.onNotice?.({ kind: 'tunnel', message, peer: target.server });
      },
      reconnectDeadlineMs: platform.reconnectDeadlineMs,
      deadlineMs,
    },
    signal,
  );
  const unwake = core.network.onWake(() => supervised.retryNow());
  const unfail = core.onFailure((error) => void supervised.fail(error));
  const close = async (): Promise<void> => {
    await supervised.close();
    lines.end();
  };
  const abort = (): void => void close();
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  const ended = supervised.ended.finally(() => {
    lines.end();
    unwake();
    unfail();
    signal.removeEventListener('abort', abort);
  });
  // Who awaits `ended` hears of it; that nobody does is no fault.
  ended.catch(() => undefined);
  return { info: { peer: target.server, service }, send: (line) => supervised.send(line), lines, ended, close };
}

/** How a tool is called. */
export interface OwnCallOptions {
  /** What announces it: a reason, or the hash of what was announced. */
  readonly intent?: { readonly justification: string } | { readonly intent: string } | undefined;
  /** Where it aborts with `E_TIMEOUT`, that is a deadline. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A connection for Talos's own calls: initialised, one after the other or many at once. Where it is lost it is made anew, and
 * what was sent is answered then.
 */
export interface CallConnection extends AsyncDisposable {
  /**
   * Calls a tool.
   *
   * @throws {TalosError} `E_OUTCOME_UNKNOWN` if the connection is over, or the time of the call, before there is an answer to
   *   what was sent; `E_TIMEOUT` and `E_UNREACHABLE` for what was not sent in time; `E_LIMIT` for a call that is too long and
   *   `E_MALFORMED` for one that is too deep, which are not sent.
   */
  callTool(name: string, given: JsonObject, options?: OwnCallOptions): Promise<RpcOutcome>;
  /** Announces a call of a tool. @returns The hash of the intent. @throws {TalosError} as `UsedTunnel.announce`. */
  announce(name: string, given: JsonObject, justification: string): Promise<string>;
  /** Resolves when it is over. */
  readonly ended: Promise<unknown>;
  /** Whether it is. */
  readonly isOver: () => boolean;
}

/** Opens a connection for own calls. @throws as `TunnelDialer.open`. */
export async function openCalls(
  parts: UsingParts,
  target: TunnelTarget,
  { signal, lingerMs }: Pick<OpenOptions, 'signal' | 'lingerMs'> = {},
): Promise<CallConnection> {
  const line: CallLine = new CallLine(parts.platform.reconnectDeadlineMs, () => caller.waiting);
  const opening = parts.dialer.open(target, {
    onMessage: ({ rpc, receipt, isFromTool }) => caller.take(rpc, receipt, isFromTool),
    signal,
    line,
    lingerMs,
  });
  const caller: RpcCaller = new RpcCaller(async (json, aborting, going) => {
    const rpc = readRpc(writeJson(json));
    // What cannot go is told to the caller, who would else wait for an answer to nothing.
    if (rpc.kind === 'fault')
      throw new TalosError(rpc.code === RPC_CODES.invalidRequest ? 'E_LIMIT' : 'E_MALFORMED', rpc.reason);
    const { tunnel, resumer } = await opening;
    if (rpc.kind === 'request') {
      resumer?.hurry();
      await line.there(aborting);
      going?.();
    }
    await tunnel.send(rpc);
  });
  const { tunnel } = await opening;
  let isOver = false;
  const ended = tunnel.ended().then((reason) => {
    isOver = true;
    const fallback = new TalosError(
      'E_OUTCOME_UNKNOWN',
      'the connection ended before the outcome of the call was known',
    );
    const failure = isTalosError(reason) ? reason : fallback;
    caller.fail(failure);
    line.end(failure);
    return reason;
  });
  try {
    await caller.initialize(parts.platform.version, signal);
  } catch (error) {
    await tunnel.close();
    throw error;
  }
  return {
    callTool: (name, given, { intent, signal: aborting } = {}) => {
      const meta = intent === undefined ? {} : { _meta: { [INTENT_META]: { ...intent } } };
      return inTime(caller, { name, arguments: given, ...meta }, aborting);
    },
    announce: (name, given, justification) => tunnel.announce('tools/call', { name, arguments: given }, justification),
    ended,
    isOver: () => isOver,
    [Symbol.asyncDispose]: async () => {
      await tunnel.close();
      await ended;
    },
  };
}

/**
 * Calls a tool. What was sent when the time of `signal`, or the connection, was over may be done: its outcome is unknown; of what
 * was not sent it is known.
 */
async function inTime(caller: RpcCaller, params: JsonObject, signal: AbortSignal | undefined): Promise<RpcOutcome> {
  const sent = { is: false };
  try {
    return await caller.request('tools/call', params, signal, () => {
      sent.is = true;
    });
  } catch (error) {
    if (!sent.is && isTalosError(error, 'E_OUTCOME_UNKNOWN'))
      throw new TalosError('E_UNREACHABLE', 'the connection ended before the call was sent');
    if (!sent.is || signal?.aborted !== true || !isTalosError(signal.reason, 'E_TIMEOUT')) throw error;
    throw new TalosError('E_OUTCOME_UNKNOWN', `${signal.reason.message}: the outcome of the call is not known`);
  }
}

/** @throws {TalosError} `E_USAGE` for a deadline that is none. */
function assertDeadline(ms: number | undefined): void {
  if (ms !== undefined && !(ms >= 1 && ms <= MAX_DEADLINE_MS))
    throw new TalosError('E_USAGE', 'the deadline of a request is at most a day');
}

/** Calls one tool once. @throws as {@link openCalls}; `E_MALFORMED` for arguments that are no JSON object. */
export async function call(parts: UsingParts, params: CallParams, signal?: AbortSignal): Promise<CallOutcome> {
  const given = parseJson(params.arguments, { maxBytes: MAX_RPC_BYTES });
  if (!isFields(given)) throw new TalosError('E_MALFORMED', 'the arguments of a tool are a JSON object');
  const { justification, deadlineMs } = params;
  assertDeadline(deadlineMs);
  using limit = deadlineMs === undefined ? undefined : deadline(signal, deadlineMs);
  const until = limit?.signal ?? signal;
  const target = await resolveTarget(parts, params.peer, params, until);
  const tool = { tool: params.tool, arguments: given as JsonObject };
  const options = { signal: until, lingerMs: CALL_LINGER_MS };
  await using connection = await openCalls(parts, { ...target, call: tool }, options);
  const intent = justification === undefined ? undefined : { justification };
  return callOutcome(await connection.callTool(params.tool, given as JsonObject, { intent, signal: until }));
}

function callOutcome(outcome: RpcOutcome): CallOutcome {
  const entry = outcome.receipt ?? '';
  if (outcome.kind === 'result') return { result: writeJson(outcome.result), entry };
  const { code, message, data } = outcome.error;
  const isDenial = !outcome.isFromTool && code === RPC_CODES.denied;
  const denial = isDenial && data !== undefined && isFields(data) ? (data as JsonObject)['code'] : undefined;
  return {
    error: {
      code: typeof code === 'number' ? code : 0,
      message: typeof message === 'string' ? message : '',
      ...(outcome.isFromTool ? { fromTool: true as const } : {}),
      ...(typeof denial === 'string' ? { denial } : {}),
      ...(data === undefined ? {} : { data: writeJson(data as Json) }),
    },
    entry,
  };
}

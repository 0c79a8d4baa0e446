/**
 * The serving end of one tunnel: a peer, a grant, and a tool server of its own.
 *
 * ```text
 *  peer ── MCP_MESSAGE ──> policy ── decision (written) ──> tool
 *  peer <── MCP_RESPONSE ── result (durable) <── filter ──── tool
 * ```
 *
 * A recorded call is decided once, the decision is in the ledger before the tool sees a byte, and its answer leaves
 * when decision and result are durable. Everything goes out in the order in which it came. PROTOCOL.md §7.2, §9.6.
 *
 * @module
 */
import { utf8 } from '../base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../base/errors.ts';
import {
  type CapabilityRequest,
  coversPrompt,
  coversResource,
  coversTool,
  type Grant,
} from '../capability/authorize.ts';
import type { Json, JsonObject } from '../codec/json.ts';
import type { Did } from '../identity/did.ts';
import type { Appended } from '../ledger/ledger.ts';
import type { SignedStatement } from '../ledger/statement.ts';
import { withCaller, withoutCaller } from '../mcp/meta.ts';
import { type Coverage, classify, classifyNotification, filterList } from '../mcp/policy.ts';
import {
  errorResponse,
  idKey,
  RPC_CODES,
  type RpcFault,
  type RpcId,
  type RpcMessage,
  readRpc,
  writeRpc,
} from '../mcp/rpc.ts';
import { PACKET, type Packet } from '../message/packet.ts';
import type { CallAuthority } from './call-authority.ts';
import { commitTo, type ServerRecords } from './call-records.ts';
import { OrderedOutbox } from './ordered-outbox.ts';
import type { TunnelStream } from './streams.ts';
import type { StartToolServer, ToolServer } from './tool-server.ts';
import { decodeTunnelMessage, encodeTunnelMessage, type RefusalBody, type TunnelMessage } from './tunnel-wire.ts';

/** Requests of a tunnel that may be unanswered at a time, each way. PROTOCOL.md §11. */
export const MAX_CALLS_IN_FLIGHT = 1024;
/** Bytes that may wait for the peer before the tool server is paused. */
const PAUSE_AT_BYTES: number = 1024 * 1024;

/** What a served tunnel needs. */
export interface ServedTunnelParts {
  readonly stream: TunnelStream;
  readonly peer: Did;
  readonly service: string;
  readonly grant: Grant;
  readonly authority: CallAuthority;
  readonly records: ServerRecords;
  readonly startTool: StartToolServer;
  /** Milliseconds after which a call is answered with an unknown outcome. */
  readonly callTimeoutMs: number;
  readonly onDiagnostic: (text: string) => void;
}

/** A request of the peer that the tool has not answered. */
interface InFlight {
  readonly id: RpcId;
  readonly method: string;
  readonly isList: boolean;
  /** For a recorded call: its statement and the id of its decision in the ledger. */
  readonly call: { readonly statement: SignedStatement; readonly decision: string } | undefined;
  readonly timer: ReturnType<typeof setTimeout>;
}

type Request = RpcMessage & { readonly kind: 'request' };
type Answer = RpcMessage & { readonly kind: 'result' | 'error' };

/** See the module comment. */
export class ServedTunnel {
  readonly #parts: ServedTunnelParts;
  readonly #tool: ToolServer;
  readonly #outbox = new OrderedOutbox();
  readonly #inFlight = new Map<string, InFlight>();
  readonly #asked = new Set<string>();
  readonly #ended: Promise<void>;
  readonly #coverage: Coverage;
  #paused = false;

  /**
   * Starts the tool server and serves until the stream or the tool ends.
   *
   * @throws {TalosError} `E_TOOL_FAILED` if the tool cannot be started.
   */
  constructor(parts: ServedTunnelParts) {
    this.#parts = parts;
    const { grant } = parts;
    this.#coverage = {
      tool: (name) => coversTool(grant, name),
      resource: (uri) => coversResource(grant, uri),
      prompt: (name) => coversPrompt(grant, name),
    };
    this.#tool = parts.startTool({
      caller: parts.peer,
      service: parts.service,
      onLine: (line) => this.#fromTool(line),
      onDiagnostic: parts.onDiagnostic,
    });
    this.#ended = this.#watch();
  }

  /** DID of the caller. */
  get peer(): Did {
    return this.#parts.peer;
  }

  /** Starts to read what the peer sends. */
  start(): void {
    this.#parts.stream.onPacket((packet) => this.#fromPeer(packet));
  }

  /** Ends the tunnel and its tool. Resolves when both are gone. */
  async close(reason?: RefusalBody): Promise<void> {
    this.#parts.stream.close(reason);
    await this.#ended;
  }

  /** Resolves when the tunnel is over and its tool is gone. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async #watch(): Promise<void> {
    const { stream } = this.#parts;
    const first = await Promise.race([
      stream.closed.then(() => 'stream' as const),
      this.#tool.exited.then((exit) => exit),
    ]);
    if (first !== 'stream') {
      this.#parts.onDiagnostic(`the tool server ended (${first.signal ?? `status ${first.code}`})`);
      await this.#failAll();
      stream.close({ word: 'failed', code: 'E_TOOL_FAILED' });
    }
    for (const { timer } of this.#inFlight.values()) clearTimeout(timer);
    this.#inFlight.clear();
    await this.#tool.close();
  }

  /** The tool is gone: each open call is answered, with an outcome that nobody knows. */
  async #failAll(): Promise<void> {
    const open = [...this.#inFlight.values()];
    this.#inFlight.clear();
    await Promise.all(open.map((flight) => this.#answerUnknown(flight, 'the tool server ended before it answered')));
  }

  // From the peer

  async #fromPeer(packet: Packet): Promise<void> {
    if (packet.type === PACKET.acknowledge) {
      this.#parts.records.acknowledged(packet.content);
      return;
    }
    if (packet.type !== PACKET.mcpMessage) throw new TalosError('E_PROTOCOL', `packet type ${packet.type} in a tunnel`);
    const message = decodeTunnelMessage(packet.content, true);
    const rpc = readRpc(message.json);
    switch (rpc.kind) {
      case 'fault':
        this.#answerFault(rpc);
        return;
      case 'request':
        await this.#request(rpc, message);
        return;
      case 'notification':
        if (classifyNotification(rpc.method).kind === 'free')
          await this.#toTool(withCaller(rpc.json, this.#parts.peer));
        return;
      case 'result':
      case 'error':
        // Only what the tool asked may be answered, once.
        if (rpc.id !== undefined && this.#asked.delete(idKey(rpc.id))) await this.#toTool(withoutCaller(rpc.json));
        return;
    }
  }

  async #request(rpc: Request, message: TunnelMessage): Promise<void> {
    const key = idKey(rpc.id);
    if (this.#inFlight.has(key) || this.#inFlight.size >= MAX_CALLS_IN_FLIGHT) {
      this.#refuse(errorResponse(rpc.id, RPC_CODES.invalidRequest, 'the id is in use, or too many calls are open'));
      return;
    }
    const policy = classify(rpc.method, rpc.params);
    switch (policy.kind) {
      case 'free':
        return this.#forward(rpc, false, undefined);
      case 'list':
        return this.#forward(rpc, true, undefined);
      case 'checked': {
        const verdict = this.#parts.authority.authorize(this.#parts.grant, policy.request);
        return verdict.allowed ? this.#forward(rpc, false, undefined) : this.#denyMethod(rpc, verdict.code);
      }
      case 'recorded':
        return this.#recordedCall(rpc, message, policy.request);
      case 'denied':
        return this.#denyMethod(rpc, policy.code);
    }
  }

  #answerFault(fault: RpcFault): void {
    if (fault.isAnswerable) this.#refuse(errorResponse(fault.id, fault.code, fault.reason));
  }

  async #forward(rpc: Request, isList: boolean, call: InFlight['call']): Promise<void> {
    this.#expect(rpc, isList, call);
    await this.#toTool(withCaller(rpc.json, this.#parts.peer));
  }

  #denyMethod(rpc: Request, code: ErrorCode): void {
    this.#parts.records.denied('method', code);
    this.#refuse(denial(rpc.id, code));
  }

  async #recordedCall(rpc: Request, message: TunnelMessage, request: CapabilityRequest): Promise<void> {
    const { records, authority, grant } = this.#parts;
    const call = records.readCall(message, rpc.method, rpc.params);
    if (typeof call === 'string') {
      records.denied('statement', call);
      this.#refuse(denial(rpc.id, call));
      return;
    }
    const verdict = authority.authorize(grant, request);
    const decision = records.decide(call, verdict.allowed ? 'allowed' : verdict.code);
    if (!verdict.allowed) {
      void this.#refuseCall(rpc.id, call, verdict.code, decision);
      return;
    }
    if (records.isStrict) await decision?.durable();
    await this.#forward(rpc, false, { statement: call, decision: decision?.id ?? '' });
  }

  async #refuseCall(id: RpcId, call: SignedStatement, code: ErrorCode, decision: Appended | undefined): Promise<void> {
    const { records } = this.#parts;
    const place = this.#outbox.reserve();
    try {
      const signed = await records.signResult({ call: call.hash, decision: code, outcome: 'none', result: '' });
      await decision?.durable();
      place(() => this.#send(PACKET.mcpError, { statement: signed.bytes, salt: undefined, json: denial(id, code) }));
    } catch (error) {
      place(() => {});
      this.#storageFailed(error);
    }
  }

  #expect(rpc: Request, isList: boolean, call: InFlight['call']): void {
    const key = idKey(rpc.id);
    const timer = setTimeout(() => {
      const flight = this.#inFlight.get(key);
      if (flight === undefined || !this.#inFlight.delete(key)) return;
      void this.#answerUnknown(flight, 'the tool server did not answer in time');
    }, this.#parts.callTimeoutMs);
    this.#inFlight.set(key, { id: rpc.id, method: rpc.method, isList, call, timer });
  }

  async #toTool(json: JsonObject): Promise<void> {
    // What was checked is what is sent: the message is written anew.
    const mayGoOn = this.#tool.send(writeRpc(json));
    if (!mayGoOn) await this.#tool.drained();
  }

  // From the tool

  #fromTool(line: Uint8Array): void {
    const rpc = readRpc(line);
    switch (rpc.kind) {
      case 'fault':
        this.#parts.onDiagnostic(`the tool server wrote a line that is no message (${rpc.reason}); it was dropped`);
        return;
      case 'result':
      case 'error':
        this.#answer(rpc);
        return;
      case 'request':
        if (this.#asked.size >= MAX_CALLS_IN_FLIGHT) {
          this.#tool.send(writeRpc(errorResponse(rpc.id, RPC_CODES.internalError, 'too many requests are open')));
          return;
        }
        this.#asked.add(idKey(rpc.id));
        this.#outbox.push(() => this.#plain(rpc.json));
        return;
      case 'notification':
        this.#outbox.push(() => this.#plain(rpc.json));
        return;
    }
  }

  #answer(rpc: Answer): void {
    const key = rpc.id === undefined ? '' : idKey(rpc.id);
    const flight = this.#inFlight.get(key);
    // An answer to nothing, to a call that timed out, or a second one: nobody waits for it.
    if (flight === undefined) return;
    this.#inFlight.delete(key);
    clearTimeout(flight.timer);
    if (flight.call !== undefined) {
      void this.#answerRecorded(flight, rpc);
      return;
    }
    const json =
      rpc.kind === 'result' && flight.isList
        ? { ...rpc.json, result: filterList(flight.method, rpc.result, this.#coverage) }
        : rpc.json;
    this.#outbox.push(() => this.#plain(json));
  }

  async #answerRecorded(flight: InFlight, rpc: Answer): Promise<void> {
    const { records } = this.#parts;
    if (flight.call === undefined) return;
    const place = this.#outbox.reserve();
    try {
      const value: Json = rpc.kind === 'result' ? rpc.result : rpc.error;
      const { salt, commitment } = commitTo(value);
      const signed = await records.signResult({
        call: flight.call.statement.hash,
        decision: 'allowed',
        outcome: rpc.kind,
        result: commitment,
      });
      await records.result(signed, flight.call.decision, salt).durable();
      place(() => this.#send(PACKET.mcpResponse, { statement: signed.bytes, salt, json: utf8(writeRpc(rpc.json)) }));
    } catch (error) {
      place(() => {});
      this.#storageFailed(error);
    }
  }

  async #answerUnknown(flight: InFlight, why: string): Promise<void> {
    const place = this.#outbox.reserve();
    const json = errorResponse(flight.id, RPC_CODES.outcomeUnknown, why, { code: 'E_OUTCOME_UNKNOWN' });
    clearTimeout(flight.timer);
    if (flight.call === undefined) {
      place(() => this.#send(PACKET.mcpError, { statement: undefined, salt: undefined, json: utf8(writeRpc(json)) }));
      return;
    }
    const { records } = this.#parts;
    try {
      const call = flight.call.statement.hash;
      const signed = await records.signResult({ call, decision: 'allowed', outcome: 'none', result: '' });
      await records.result(signed, flight.call.decision, undefined).durable();
      place(() =>
        this.#send(PACKET.mcpError, { statement: signed.bytes, salt: undefined, json: utf8(writeRpc(json)) }),
      );
    } catch (error) {
      place(() => {});
      this.#storageFailed(error);
    }
  }

  // To the peer

  #refuse(json: JsonObject | Uint8Array): void {
    const bytes = json instanceof Uint8Array ? json : utf8(writeRpc(json));
    this.#outbox.push(() => this.#send(PACKET.mcpError, { statement: undefined, salt: undefined, json: bytes }));
  }

  #plain(json: JsonObject): void {
    this.#send(PACKET.mcpMessage, { statement: undefined, salt: undefined, json: utf8(writeRpc(json)) });
  }

  #send(type: Packet['type'], message: TunnelMessage): void {
    const { stream } = this.#parts;
    stream.send(type, encodeTunnelMessage(message));
    if (this.#paused || stream.queuedBytes + stream.channel.bufferedBytes < PAUSE_AT_BYTES) return;
    this.#paused = true;
    this.#tool.pause();
    void stream.drained().then(() => {
      this.#paused = false;
      this.#tool.resume();
    });
  }

  /** The ledger cannot be written: no answer leaves, no further call is made. */
  #storageFailed(error: unknown): void {
    const code: ErrorCode = isTalosError(error) ? error.code : 'E_STORAGE';
    this.#parts.onDiagnostic(`the ledger failed (${code}); the tunnel is closed`);
    this.#parts.stream.close({ word: 'failed', code: 'E_STORAGE' });
  }
}

function denial(id: RpcId, code: ErrorCode): Uint8Array {
  return utf8(writeRpc(errorResponse(id, RPC_CODES.denied, `denied by the capability: ${code}`, { code })));
}

/**
 * The calling end of one tunnel: what a local MCP client says goes out signed and recorded, what comes back is checked
 * and recorded before it is handed on. PROTOCOL.md §7.2, §9.3.
 *
 * One connection, one life: what survives a broken connection is `supervised-tunnel.ts`.
 *
 * @module
 */
import { utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { JsonObject } from '../codec/json.ts';
import { withoutCaller } from '../mcp/meta.ts';
import { classify } from '../mcp/policy.ts';
import { errorResponse, idKey, RPC_CODES, type RpcId, type RpcMessage, readRpc, writeRpc } from '../mcp/rpc.ts';
import { PACKET, type Packet } from '../message/packet.ts';
import type { CallerRecords, RecordedCall } from './call-records.ts';
import { OrderedOutbox } from './ordered-outbox.ts';
import type { TunnelStream } from './streams.ts';
import { decodeTunnelMessage, encodeTunnelMessage, type TunnelMessage } from './tunnel-wire.ts';

/** Milliseconds that acknowledgements wait for others, to be signed together. */
export const ACKNOWLEDGE_DELAY_MS = 20;

/** A message that came through the tunnel. */
export interface Received {
  readonly rpc: RpcMessage;
  /** Id of the receipt's ledger entry, for the answer to a recorded call. */
  readonly receipt: string | undefined;
}

/** A request that the server has not answered. */
export interface OpenRequest {
  readonly rpc: RpcMessage & { readonly kind: 'request' };
  /** There once the call was sent: its outcome is unknown if the tunnel ends now. */
  call: RecordedCall | undefined;
  readonly isRecorded: boolean;
}

/** What a used tunnel needs. */
export interface UsedTunnelParts {
  readonly stream: TunnelStream;
  readonly records: CallerRecords;
  /** Takes what comes, in order. A promise holds the next message back, and with it the server. */
  readonly onMessage: (received: Received) => void | Promise<void>;
}

/** See the module comment. */
export class UsedTunnel {
  readonly #parts: UsedTunnelParts;
  readonly #outbox = new OrderedOutbox();
  readonly #open = new Map<string, OpenRequest>();
  #toAcknowledge: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fault: unknown;

  constructor(parts: UsedTunnelParts) {
    this.#parts = parts;
    parts.stream.onPacket((packet) => this.#receive(packet));
  }

  /** Resolves when the tunnel is over, with the error that ended it: the server's, the ledger's, the network's. */
  async ended(): Promise<unknown> {
    const reason = await this.#parts.stream.closed;
    return (
      this.#fault ??
      (reason?.code === undefined ? undefined : new TalosError(reason.code, 'the server closed the tunnel'))
    );
  }

  /** Requests without an answer, oldest first. */
  get openRequests(): readonly OpenRequest[] {
    return [...this.#open.values()];
  }

  /** Whether a request with this id waits for its answer. */
  isOpen(id: RpcId): boolean {
    return this.#open.has(idKey(id));
  }

  /**
   * Sends a message of the local client, in order. The promise resolves when the next may be sent.
   *
   * @throws {TalosError} `E_STORAGE…` if the call cannot be recorded; it was not sent then, and the tunnel is closed.
   */
  async send(rpc: RpcMessage): Promise<void> {
    const { stream } = this.#parts;
    if (rpc.kind === 'request') {
      const isRecorded = classify(rpc.method, rpc.params).kind === 'recorded';
      const open: OpenRequest = { rpc, call: undefined, isRecorded };
      this.#open.set(idKey(rpc.id), open);
      if (isRecorded) await this.#sendCall(open);
      else this.#outbox.push(() => this.#plain(rpc.json));
    } else {
      this.#outbox.push(() => this.#plain(withoutCaller(rpc.json)));
    }
    if (stream.queuedBytes > 0) await stream.drained();
  }

  async #sendCall(open: OpenRequest): Promise<void> {
    const { records, stream } = this.#parts;
    const { rpc } = open;
    const place = this.#outbox.reserve();
    try {
      const call = await records.call(rpc.method, rpc.params);
      place(() => {
        open.call = call;
        const message = { statement: call.signed.bytes, salt: call.salt, json: utf8(writeRpc(rpc.json)) };
        stream.send(PACKET.mcpMessage, encodeTunnelMessage(message));
      });
    } catch (error) {
      this.#open.delete(idKey(rpc.id));
      place(() => {});
      this.#fail(error);
      throw error;
    }
  }

  #plain(json: JsonObject): void {
    const message = { statement: undefined, salt: undefined, json: utf8(writeRpc(json)) };
    this.#parts.stream.send(PACKET.mcpMessage, encodeTunnelMessage(message));
  }

  async #receive(packet: Packet): Promise<void> {
    const { type } = packet;
    if (type === PACKET.mcpMessage) return this.#takePlain(this.#read(packet, true));
    if (type === PACKET.mcpResponse) return this.#takeAnswer(this.#read(packet, true));
    if (type === PACKET.mcpError) return this.#takeAnswer(this.#read(packet, false));
    this.#fail(new TalosError('E_PROTOCOL', `packet type ${type} in a tunnel`));
  }

  #read(packet: Packet, salted: boolean): { readonly message: TunnelMessage; readonly rpc: RpcMessage } | undefined {
    const message = decodeTunnelMessage(packet.content, salted);
    const rpc = readRpc(message.json);
    if (rpc.kind !== 'fault') return { message, rpc };
    this.#fail(new TalosError('E_PROTOCOL', `the server sent what is no message: ${rpc.reason}`));
    return undefined;
  }

  /** What carries no statement: requests and notifications of the tool, answers to what is not recorded. */
  async #takePlain(read: { readonly rpc: RpcMessage } | undefined): Promise<void> {
    if (read === undefined) return;
    const { rpc } = read;
    if (rpc.kind === 'result' || rpc.kind === 'error') {
      const open = rpc.id === undefined ? undefined : this.#open.get(idKey(rpc.id));
      if (open === undefined || rpc.id === undefined) return;
      if (open.isRecorded)
        return this.#fail(new TalosError('E_PROTOCOL', 'a recorded call was answered without a statement'));
      this.#open.delete(idKey(rpc.id));
    }
    await this.#parts.onMessage({ rpc, receipt: undefined });
  }

  async #takeAnswer(read: { readonly message: TunnelMessage; readonly rpc: RpcMessage } | undefined): Promise<void> {
    if (read === undefined) return;
    const { message, rpc } = read;
    if ((rpc.kind !== 'result' && rpc.kind !== 'error') || rpc.id === undefined) return;
    const key = idKey(rpc.id);
    const open = this.#open.get(key);
    if (open === undefined) return;
    if (message.statement === undefined) {
      // A refusal of the request's form, made before there was a call to sign about.
      if (rpc.kind !== 'error') return this.#fail(new TalosError('E_PROTOCOL', 'an answer came without its statement'));
      this.#open.delete(key);
      await this.#parts.onMessage({ rpc, receipt: undefined });
      return;
    }
    if (open.call === undefined) return this.#fail(new TalosError('E_PROTOCOL', 'an answer came before its call'));
    await this.#takeReceipt(open.call, message, rpc, key);
  }

  async #takeReceipt(
    call: RecordedCall,
    message: TunnelMessage,
    rpc: RpcMessage & { kind: 'result' | 'error' },
    key: string,
  ): Promise<void> {
    try {
      const outcome = message.salt === undefined ? undefined : rpc.kind === 'result' ? rpc.result : rpc.error;
      const receipt = await this.#parts.records.receipt(call, message, outcome);
      this.#open.delete(key);
      if (receipt.outcome !== 'none') this.#acknowledge(receipt.result);
      await this.#parts.onMessage({ rpc, receipt: receipt.entry.id });
    } catch (error) {
      this.#fail(error);
    }
  }

  #acknowledge(result: string): void {
    this.#toAcknowledge.push(result);
    this.#timer ??= setTimeout(() => void this.#sendAcknowledgements(), ACKNOWLEDGE_DELAY_MS);
  }

  async #sendAcknowledgements(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const results = this.#toAcknowledge;
    this.#toAcknowledge = [];
    const { records, stream } = this.#parts;
    for (const signed of await Promise.all(results.map((result) => records.acknowledge(result))))
      stream.send(PACKET.acknowledge, signed);
  }

  #fail(error: unknown): void {
    this.#fault ??= error;
    this.#parts.stream.close({ word: 'failed', code: undefined });
  }

  /** Sends what is to be acknowledged and ends the tunnel. Repeatable. */
  async close(): Promise<void> {
    await this.#sendAcknowledgements();
    this.#parts.stream.close();
  }
}

/** The answer that a request gets whose call was sent and never answered. */
export function unknownOutcome(id: RpcId): JsonObject {
  const why = 'the connection ended before the outcome of the call was known';
  return errorResponse(id, RPC_CODES.outcomeUnknown, why, { code: 'E_OUTCOME_UNKNOWN' });
}

import { Mutex } from '../../base/lifetime.ts';
import type { Did } from '../../identity/did.ts';
import { type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import { type DialParts } from '../reach/peer-dial.ts';
import { CallCounter } from './call-records.ts';
import { type Channel } from './channel.ts';
import type { ChannelControl } from './channel-control.ts';
import { StreamMux } from './streams.ts';
import type { OpenChannel } from './tunnel-host-parts.ts';
import type { TunnelStream } from './tunnel-stream.ts';
/** Milliseconds that a channel is kept for whoever needs it next. */
export declare const CHANNEL_LINGER_MS = 2000;
/** A channel that was dialled. */
export interface Dialled extends OpenChannel {
    readonly mux: StreamMux;
    /** Of the calls of the session. */
    readonly number: CallCounter;
    /** One redemption at a time: their answers bear no name. */
    readonly redeeming: Mutex;
    /** Takes the next packet of stream 0 that answers a redemption. */
    control: ((packet: Packet) => void) | undefined;
}
/** See the module comment. */
export declare class DialledChannels {
    #private;
    /** @param dialling - Gives the network, started when first needed, and looks for peers. */
    constructor(core: AgentCore, dialling: DialParts, control: ChannelControl);
    /** Open channels. */
    get all(): readonly OpenChannel[];
    /**
     * The channel to `peer`, in use until {@link release}; each of its streams is a use of its own.
     *
     * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
     */
    use(peer: Did, addresses: readonly string[], signal?: AbortSignal): Promise<Dialled>;
    /**
     * Dials `peer` anew, over the best connection that there is: whoever comes next gets that channel, which is in use until
     * {@link release}. The one before goes on until nothing uses it.
     *
     * @throws {TalosError} as {@link use}; then the one before is still the one to get.
     */
    renew(peer: Did, addresses: readonly string[]): Promise<Dialled>;
    /** Opens a stream, which is a use for as long as it is at the channel. @throws as `StreamMux.open`. */
    open(dialled: Dialled, content: Uint8Array): TunnelStream;
    /** Goes on with a stream at the channel, likewise. @throws as `StreamMux.resume`. */
    resume(dialled: Dialled, stream: TunnelStream, content: Uint8Array, signal: AbortSignal): Promise<void>;
    /** Ends a use. */
    release(dialled: Dialled): void;
    /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
    close(): Promise<void>;
}
/** `promise`, unless the channel ends, the time is over or `signal` aborts first. */
export declare function withinChannel<T>(promise: Promise<T>, channel: Channel, timeoutMs: number, signal: AbortSignal | undefined): Promise<T>;

/**
 * Successions between agents: who goes on for another one shows it to whom it connects to, and to who asks; what is shown
 * is followed by whoever knows the one that ends, before everybody's eyes. PROTOCOL.md §4.9.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { type Did } from '../../identity/did.ts';
import { type Packet } from '../../message/packet.ts';
import type { Host } from '../../net/link.ts';
import type { AgentCore } from '../agent-core.ts';
import { type Channel } from '../tunnel/channel.ts';
/** Lines that one peer may show, or ask for, in a minute. PROTOCOL.md §11. */
export declare const LINES_A_MINUTE = 60;
/** Milliseconds that who was found in the place of a contact gets to show a line. PROTOCOL.md §11. */
export declare const LINE_TIMEOUT_MS = 3000;
/** What following needs beside the core. */
export interface SuccessionsParts {
    readonly core: AgentCore;
    /** A host under the key of `seed`, that dials only; owned by who asks. */
    readonly veiledHost: (seed: Uint8Array) => Promise<Host>;
    /** Whether anything here depends on who `did` is, beside the peers that are known. */
    readonly matters: (did: Did) => boolean;
    /** Ends what goes on with an identity that is over. */
    readonly end: (peer: Did, reason: TalosError) => void;
}
/** See the module comment. */
export declare class Successions implements Disposable {
    #private;
    constructor(parts: SuccessionsParts);
    /** Shows the own line, where there is one. */
    join(channel: Channel): void;
    /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
    take(channel: Channel, { type, content }: Packet): Promise<void>;
    /** Whether the peer of `channel` has read the own line, which was shown when the channel began: it answers in order. */
    told(channel: Channel, signal: AbortSignal): Promise<boolean>;
    /**
     * Asks who was found in the place of `contact` whether it goes on for it, under a key that is made for that.
     *
     * @param address - Where it was found.
     * @returns Whether it does, and was followed.
     */
    ask(contact: Did, found: Did, address: string, signal?: AbortSignal): Promise<boolean>;
    [Symbol.dispose](): void;
}

/**
 * A link of purpose `message` that a peer dialled, with a door before it: a capability that is presented on it is taken
 * out, and where the peer writes under capabilities alone, each frame passes only while one allows it. PROTOCOL.md §5.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type TalosError } from '../../base/errors.ts';
import { type Did } from '../../identity/did.ts';
import { type FrameType } from '../../net/frame.ts';
import type { FrameReceiver, Link, Path } from '../../net/link.ts';
/** Milliseconds that a peer has to present a capability, or to send its first message. PROTOCOL.md §11. */
export declare const PRESENT_TIMEOUT_MS = 5000;
/** What a door needs. */
export interface DoorTerms {
    readonly self: Did;
    /** Whether frames pass without a capability. */
    readonly isOpen: () => boolean;
    /** Takes a chain that was presented. */
    readonly present: (chain: readonly string[]) => void;
    /** Whether a message of so many bytes may pass now; notes it where not. */
    readonly mayPass: (bytes: number) => boolean;
}
/** See the module comment. */
export declare class GatedLink implements Link {
    #private;
    /** Whether anything may come over it: when its first frame is there, at the latest. */
    readonly admitted: Promise<boolean>;
    constructor(link: Link, terms: DoorTerms);
    roundTrip(signal?: AbortSignal): Promise<number>;
    get peerKey(): Bytes;
    get direction(): 'inbound' | 'outbound';
    get remoteAddress(): string;
    get path(): Path;
    get bufferedBytes(): number;
    get closed(): Promise<TalosError | undefined>;
    send(type: FrameType, payload: Uint8Array): void;
    drained(signal?: AbortSignal): Promise<void>;
    probe(...given: Parameters<Link['probe']>): ReturnType<Link['probe']>;
    onFrame(receive: FrameReceiver): void;
    limitPayload(bytes: number): void;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
/** Bytes of the text in an envelope; 0 in one that has none, or is none: that is for who opens it. */
export declare function textBytes(envelope: Bytes): number;

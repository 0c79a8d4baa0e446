import type { Did } from '../../identity/did.ts';
import { type Packet, type PacketType } from '../../message/packet.ts';
import { type Timer } from '../../net/timer.ts';
import type { FileRoom } from '../../transfer/ports.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Channel } from '../tunnel/channel.ts';
import { type TransferBook } from './transfer-book.ts';
import { type ConsentParts } from './transfer-consent.ts';
import { TransferLetters } from './transfer-letters.ts';
import type { TransferLinks } from './transfer-links.ts';
import type { TakeStream } from './transfer-mux.ts';
import type { TransferMail } from './transfer-parts.ts';
import { type TransferRecord } from './transfer-records.ts';
/** How often transfers that have waited for too long are looked for, in milliseconds. */
export declare const TRANSFER_SWEEP_MS: number;
/** What an engine needs. */
export interface EngineParts {
    readonly core: AgentCore;
    readonly room: FileRoom;
    readonly book: TransferBook;
    readonly links: TransferLinks;
    readonly consent: ConsentParts;
    /** Tokens to present with an offer. */
    readonly chainFor: (peer: Did) => readonly string[] | undefined;
    readonly mail: TransferMail;
    readonly timer?: Timer;
}
/** See the module comment. */
export declare class TransferEngine {
    #private;
    readonly book: TransferBook;
    /** Files out of the own mailbox. */
    readonly letters: TransferLetters;
    private constructor();
    /** Begins: files that nothing is known of any more are removed. @throws {TalosError} `E_STORAGE…`. */
    static open(parts: EngineParts): Promise<TransferEngine>;
    /** Tries all that waits. */
    resume(): void;
    /** Tries what waits for `peer`: it is there, or something is new. */
    kick(peer: Did): void;
    /** As {@link kick}, also what a person there has to decide. */
    kickAnew(peer: Did): void;
    /** What opens streams. */
    get opens(): readonly (readonly [PacketType, TakeStream])[];
    /** Most bytes of a file of a media type. */
    mostBytes(type: string): number;
    /** A packet of stream 0: a transfer is over for the peer. */
    control({ peer }: Channel, { type, content }: Packet): Promise<void>;
    /** Takes a file that was offered. @throws {TalosError} `E_NOT_FOUND` where it is not offered any more. */
    accept(id: string): Promise<TransferRecord>;
    /** Ends a transfer, and tells the peer. @throws {TalosError} `E_NOT_FOUND` where it is over. */
    end(id: string, code: 'E_CANCELLED' | 'E_DECLINED'): Promise<TransferRecord>;
    /** Ends what runs; it goes on at the next start. */
    close(): Promise<void>;
}

import type { Did } from '../../identity/did.ts';
import { type PacketType } from '../../message/packet.ts';
import type { Link } from '../../net/link.ts';
import type { Feed, FeedOptions } from '../api/message-api.ts';
import type { SendFileParams, TransferApi, TransferEvent, TransferEventsParams, TransferOutcomeParams, TransferView } from '../api/transfer-api.ts';
import type { FileLetterTaker } from '../message/file-letter.ts';
import { PeerStreams } from './peer-streams.ts';
import type { TakeStream, TransferMux } from './transfer-mux.ts';
import type { TransferParts } from './transfer-parts.ts';
/** See the module comment. */
export declare class Transfers implements TransferApi, AsyncDisposable {
    #private;
    /** Application streams, over the same links. */
    readonly streams: PeerStreams;
    /** Takes files out of the own mailbox. */
    readonly letters: FileLetterTaker;
    constructor(parts: TransferParts);
    /** Has `take` take the streams that peers open with a packet of `type`, from now on. */
    serve(type: PacketType, take: TakeStream): void;
    /** The transfer link to `peer`, dialled where there is none. @throws {TalosError} what dialling throws. */
    link(peer: Did, signal?: AbortSignal): Promise<TransferMux>;
    /** Takes a link of purpose `transfer` that a peer dialled. */
    takeLink(link: Link): Promise<void>;
    /** Has what waits go out, and come, as long as the agent runs. */
    resume(): Promise<void>;
    sendFile(params: SendFileParams, signal?: AbortSignal): Promise<TransferView>;
    outcome({ id, waitMs, port }: TransferOutcomeParams, signal?: AbortSignal): Promise<TransferView>;
    list(): Promise<readonly TransferView[]>;
    get(id: string): Promise<TransferView>;
    accept(id: string): Promise<TransferView>;
    decline(id: string): Promise<TransferView>;
    cancel(id: string): Promise<TransferView>;
    events(params?: TransferEventsParams, { signal }?: FeedOptions): Promise<Feed<TransferEvent>>;
    [Symbol.asyncDispose](): Promise<void>;
}

import { type Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import { type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { type DialParts } from '../reach/peer-dial.ts';
import { type TransferHandlers, TransferMux } from './transfer-mux.ts';
/** Transfer links that peers dialled, at a time. PROTOCOL.md §11. */
export declare const MAX_TRANSFER_LINKS = 64;
/** Of them, those of one peer: one is in use, the others cover a reconnect while the old one dies. PROTOCOL.md §11. */
export declare const MAX_TRANSFER_LINKS_A_PEER = 3;
/** Handshakes of one peer in a minute. PROTOCOL.md §11. */
export declare const TRANSFER_LINKS_A_MINUTE = 60;
/** Milliseconds that a link which was dialled stays without a stream. */
export declare const TRANSFER_LINGER_MS = 2000;
/** Milliseconds that one which a peer dialled does: its dialler is to end it. PROTOCOL.md §11. */
export declare const UNUSED_TRANSFER_LINK_MS = 15000;
/** See the module comment. */
export declare class TransferLinks {
    #private;
    /**
     * @param dialling - Gives the network, started when first needed, and looks for peers.
     * @param onPeer - Told of each peer that dialled one.
     */
    constructor(core: AgentCore, dialling: DialParts, handlers: TransferHandlers, onPeer: (peer: Did) => void, timer?: Timer);
    /**
     * The link to `peer`: the newest that is open, else one that is dialled.
     *
     * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
     */
    use(peer: Did, signal?: AbortSignal): Promise<TransferMux>;
    /** Takes a link of purpose `transfer`. */
    accept(link: Link): Promise<void>;
    /** Ends every link, and each that is being dialled; none is made any more. Repeatable. */
    close(): Promise<void>;
}

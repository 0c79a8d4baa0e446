import { type Address } from '../../net/address.ts';
import { type Libp2pNode } from './libp2p-node.ts';
/** A port, and where it is seen, for as long as the connection lasts that keeps the mapping of the NAT. */
export interface ObservedPort extends AsyncDisposable {
    readonly localPort: number;
    /** Where the server sees it. */
    readonly address: Address;
}
/** Has `node` answer whoever asks where it is seen. */
export declare function answerObserved(node: Libp2pNode): Promise<void>;
/**
 * Takes a free port and learns where `server` sees it.
 *
 * @param server - The multiaddr of a server, with its id, over TCP alone.
 * @throws {TalosError} `E_UNREACHABLE` where the server does not answer or does not say.
 * @throws The reason of `signal`, where that aborts.
 */
export declare function observePort(server: string, signal: AbortSignal): Promise<ObservedPort>;
/** Whether a dial failed since somebody else has its port. */
export declare function isTaken(error: unknown): boolean;

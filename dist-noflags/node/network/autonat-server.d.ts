import { type AutonatQuestion } from '../../net/autonat-message.ts';
import { type Libp2pNode } from './libp2p-node.ts';
/** Questions of one network address a minute that are answered by a dial. */
export declare const MAX_AUTONAT_A_SOURCE = 12;
/** Questions of everybody a minute that are. */
export declare const MAX_AUTONAT_IN_ALL = 600;
/** Dials at a time. */
export declare const MAX_AUTONAT_DIALS = 16;
/** For one dial, in milliseconds. */
export declare const AUTONAT_DIAL_MS = 5000;
/** Has `node` answer whoever asks where it is seen, and whether it is reached. Repeatable. */
export declare function answerAutonat(node: Libp2pNode): Promise<void>;
/**
 * The one address that the asker, who is at the multiaddr `from`, is dialled back at: its own network address, over TCP.
 * Undefined where it names none.
 */
export declare function placeToDial({ peerId, addresses }: AutonatQuestion, from: string): string | undefined;

import { type Bytes } from '../../base/bytes.ts';
import type { Allowed, Denial } from '../../capability/verdict.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { OfferedFile } from '../transfer/transfer-consent.ts';
/** Peers whose presented chains are remembered. PROTOCOL.md §11. */
export declare const MAX_PRESENTED = 1024;
/** Who presents to whom. */
interface Route {
    readonly from: Did;
    readonly to: Did;
}
/** The frame that presents a chain, root first. */
export declare function presentation({ from, to }: Route, chain: readonly string[]): Bytes;
/**
 * Reads what may be such a frame; `undefined` for the request for a bundle, which has no chain.
 *
 * @throws {TalosError} `E_MALFORMED`, `E_VERSION`; `E_IDENTITY_MISMATCH` if it is from or for somebody else.
 */
export declare function readPresentation(bytes: Bytes, route: Route): readonly string[] | undefined;
/** See the module comment. */
export declare class MessageGrants {
    #private;
    /** @param rootsOf - Whose root tokens a service accepts; this agent's where it is not lent. */
    constructor(core: AgentCore, rootsOf: (service: string) => readonly Did[]);
    /** Takes a chain that `sender` presented, where it lets it write now. @returns Why it does not. */
    present(sender: Did, chain: readonly string[]): Denial | undefined;
    /** Whether `sender` may write a message of so many bytes now, under any of its tokens; of more than one denial the last. */
    verdict(sender: Did, bytes: number): Allowed | Denial;
    /** Whether `sender` may send a file now, likewise, or under the chain that came with it. */
    fileVerdict(sender: Did, file: OfferedFile): Allowed | Denial;
    /**
     * The chain to present to `peer`, under which this agent may write to it, or send it files; `undefined` where there is
     * none, or it was issued by the peer itself, who knows it.
     */
    toPresent(peer: Did, rule: 'messages' | 'files'): readonly string[] | undefined;
}
/** The word that a peer is told whose messages are not taken. */
export declare const DENIED: Bytes;
export {};

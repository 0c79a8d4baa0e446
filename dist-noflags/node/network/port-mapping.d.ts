import type { RouterStatus } from '../../agent/api/reach-api.ts';
import { type Address } from '../../net/address.ts';
import type { Timer } from '../../net/timer.ts';
import type { Libp2pNode } from './libp2p-node.ts';
import { type PortWay } from './port-way.ts';
/** Milliseconds after which a router that did not answer, or refused, is asked again. */
export declare const MAPPING_AGAIN_MS = 600000;
/** What a mapping needs. */
export interface PortMappingParts {
    readonly node: Libp2pNode;
    readonly timer: Timer;
    /** How the router is asked, the first that gives a port being the one; at least one. */
    readonly ways: readonly PortWay[];
    /** Told that the address outside is another one, or is known now. */
    readonly onChange: () => void;
    /** IPv4 address of the router; that of the system's default route where absent. */
    readonly router?: () => Promise<string | undefined>;
}
/** See the module comment. */
export declare class PortMapping implements AsyncDisposable {
    #private;
    constructor(parts: PortMappingParts);
    /** The address outside that leads here, as the router says. */
    get outside(): Address | undefined;
    /** What the router said last; `undefined` before that. */
    get status(): RouterStatus | undefined;
    /** Asks for the port, or once more for it. Never rejects. */
    ask(): Promise<void>;
    /** Ends, and gives the port back. */
    [Symbol.asyncDispose](): Promise<void>;
}

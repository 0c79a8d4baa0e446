import type { SigningKey } from '../crypto/sign.ts';
import type { Did } from '../identity/did.ts';
import { type McpTransport } from './intercepted.ts';
/** What is presented, and to whom. */
export interface Presented {
    /** The holder's key. */
    readonly signing: SigningKey;
    /** The text of the chain. */
    readonly capability: string;
    /** DID of the server. */
    readonly server: Did;
}
/** `transport`, of a client, with the capability presented and proven in each request. */
export declare function presentingCapability<T extends McpTransport>(transport: T, presented: Presented): T;

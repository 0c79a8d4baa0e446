/**
 * Messages of NAT-PMP, by which a host asks its router for a port: RFC 6886. Only what we use of it: the router's address
 * outside, and mappings of TCP.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** Port of the router, RFC 6886 §3.1. */
export declare const NAT_PMP_PORT = 5351;
/** Most bytes of a message, ours and the router's. */
export declare const MAX_NAT_PMP_BYTES = 16;
/** Which port is to lead where. */
export interface MappingRequest {
    /** The port that is listened on. */
    readonly port: number;
    /** The port outside that is wanted; another one may be given. 0 to give a mapping back. */
    readonly outside: number;
    /** Seconds that it is to last; 0 gives it back. */
    readonly lifeS: number;
}
/** What a router says. */
export type NatPmpAnswer = {
    readonly kind: 'address' /** The IPv4 address outside. */;
    readonly host: string;
} | {
    readonly kind: 'mapping';
    readonly port: number;
    readonly outside: number;
    readonly lifeS: number;
};
/** The request for the address outside, §3.2. */
export declare function addressRequest(): Bytes;
/** The request for a mapping of TCP, §3.3; for its end, §3.4, where `lifeS` is 0. */
export declare function mappingRequest({ port, outside, lifeS }: MappingRequest): Bytes;
/**
 * Reads an answer.
 *
 * @returns `undefined` for what is no answer to either request: who listens for one goes on listening.
 * @throws {TalosError} `E_REFUSED` with what the router gives for a reason; `E_MALFORMED` for an answer of another length.
 */
export declare function readNatPmp(bytes: Uint8Array): NatPmpAnswer | undefined;

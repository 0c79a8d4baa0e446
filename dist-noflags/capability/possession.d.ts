import { type Json } from '../codec/json.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from '../identity/did.ts';
/** Longest proof, in characters. */
export declare const MAX_PROOF_TEXT = 2048;
/** Length of a challenge and of a nonce, in bytes. */
export declare const CHALLENGE_BYTES = 16;
/** Nonces remembered under one challenge. The next one begins a new challenge: none that was used is ever forgotten. */
export declare const MAX_NONCES = 65536;
/** What a proof is about. */
export interface ProvenRequest {
    /** The server. */
    readonly audience: Did;
    /** As the server said it. */
    readonly challenge: string;
    /** The text of the chain that is presented. */
    readonly chain: string;
    readonly method: string;
    /** Parameters of the request; their `_meta` is left out. */
    readonly params: Json;
}
/** Proves that the holder of `signing` sends `request`. Good for one use. */
export declare function provePossession(signing: SigningKey, request: ProvenRequest): string;
/** A proof that verified. */
export interface ReadPossession {
    readonly by: Did;
    readonly challenge: string;
    readonly nonce: string;
}
/**
 * Reads a proof that someone else made, and checks that it is about `request` but for the challenge, which is for whoever
 * made that to judge.
 *
 * @throws {TalosError} `MALFORMED`; `AUDIENCE_MISMATCH` for another server; `SIGNATURE_INVALID` where it is not signed by
 *   whom it names, or about another request.
 */
export declare function readPossession(text: string, request: Omit<ProvenRequest, 'challenge'>): ReadPossession;
/**
 * The challenge of a server, and the nonces that were used under it. Where there is no room for another, a new challenge
 * begins and every proof under the old one is refused: filling it makes no used proof good again.
 */
export declare class PossessionChallenge {
    #private;
    /** @param limit - Most nonces remembered, at least 1. */
    constructor(limit?: number);
    /** What proofs must name now. */
    get current(): string;
    /** Uses up a proof. @returns Whether it is the first use, under the current challenge. */
    take({ challenge, nonce }: Pick<ReadPossession, 'challenge' | 'nonce'>): boolean;
}

/**
 * One pin as it is kept: what its owner approved of a tool, and what was found in its place. PROTOCOL.md §7.4.
 *
 * Layout of the space `pin`:
 *
 * ```text
 *   0x01 | service                   what the server is: {"argv":[…]}, {"url":…} or {"local":…}
 *   0x02 | service | 0x00 | tool     the definition of a tool
 * ```
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { ToolBody } from '../../ledger/entry/entry-keeping.ts';
/** Definitions of one tool, approved one after the other, under which capabilities go on: the newest. */
export declare const MAX_ACCEPTED = 64;
/** Canonical JSON and its hash. */
export interface PinnedText {
    /** Empty where it was too long to be kept. */
    readonly text: string;
    /** 43 characters of base64url. */
    readonly hash: string;
}
/** What was found in the place of what is approved; `removed`: nothing. */
export type Found = (PinnedText & {
    readonly kind: 'changed';
}) | {
    readonly kind: 'removed';
};
/** See the module comment. */
export interface Pin {
    readonly approved: PinnedText;
    /** Hashes that lead to the approved one by approvals, itself the last. */
    readonly accepted: readonly string[];
    /** While it is there, nothing is called. */
    readonly found?: Found;
}
/** What is pinned: a tool, or the server of a service where `tool` is absent. */
export interface PinPlace {
    readonly service: string;
    readonly tool?: string;
}
/** An entry that may not be on record yet: looked for from place `from` on. */
export interface DueEntry {
    readonly body: ToolBody;
    readonly from: number;
}
/** A pin with its place. */
export interface PlacedPin {
    readonly place: PinPlace;
    readonly pin: Pin;
    readonly due?: DueEntry;
}
/** The key of a place. */
export declare function pinKey({ service, tool }: PinPlace): Bytes;
/** A pin as it is kept. */
export declare function writePin({ approved, accepted, found }: Pin, due?: DueEntry): Bytes;
/** Reads a pin. @throws {TalosError} `E_STORAGE_CORRUPT`. */
export declare function readPin(key: Uint8Array, value: Uint8Array): PlacedPin;

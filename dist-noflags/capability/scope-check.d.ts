import { type Json } from '../codec/json.ts';
import { type Scope } from './scope.ts';
import { type Allowed, type Denial } from './verdict.ts';
/** What a peer asks for. Methods that are none of these are not covered by any token. */
export type CapabilityRequest = {
    readonly kind: 'tool';
    readonly name: string;
    readonly arguments: Json;
} | {
    readonly kind: 'resource';
    readonly uri: string;
} | {
    readonly kind: 'prompt';
    readonly name: string;
};
/** What the serving side says of itself, by name. */
export type Environment = Readonly<Record<string, string>>;
/** A scope, laid out for checks. */
export declare class ScopeCheck {
    #private;
    constructor(scope: Scope);
    /** The verdict on a message of so many bytes: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
    message(bytes: number, nowMs: number, environment: Environment | undefined): Allowed | Denial;
    /** The verdict on a file: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
    file({ name, size }: {
        readonly name: string;
        readonly size: number;
    }, nowMs: number, environment: Environment | undefined): Allowed | Denial;
    /** The verdict on a request: allowed, or `SCOPE_MISMATCH`, `CONSTRAINT` or `MALFORMED`. */
    verdict(request: CapabilityRequest, nowMs: number, environment: Environment | undefined): Allowed | Denial;
    /** Whether the tool may be called at all. */
    hasTool(name: string): boolean;
    /** Whether a resource is granted. */
    hasResource(uri: string): boolean;
    /** Whether a prompt is granted. */
    hasPrompt(name: string): boolean;
}
/** The checks of `scope`, which must not change any more: made when they are first asked for. */
export declare function scopeCheckOf(scope: Scope): ScopeCheck;

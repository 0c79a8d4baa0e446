import type { LendTerms } from '../tunnel/lending.ts';
import type { LocalLending } from './client-types.ts';
import type { LocalServer } from './mcp-transport.ts';
/** Questions that an approver is asked at a time; others wait for their turn, as long as they wait for an answer. */
export declare const MAX_APPROVER_QUESTIONS = 8;
/** The server of `params`, and the terms that it is lent on. @throws {TypeError} for a member of another type. */
export declare function lendingOf(params: LocalLending, onNotice: (text: string) => void): {
    readonly server: LocalServer;
    readonly terms: LendTerms;
};

/**
 * All that an agent has of chain links, put together: the end that is asked, with its operations, the end that asks, and
 * the chains in the words of commands.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import { ForeignChains } from '../../ledger/chain/foreign-chains.ts';
import type { AgentCore } from '../agent-core.ts';
import type { DialParts } from '../reach/peer-dial.ts';
import { ChainDialer } from './chain-dialer.ts';
import { ChainHost, type ChainOperations } from './chain-host.ts';
import { Chains } from './chains.ts';
/** See the module comment. */
export interface ChainParts extends AsyncDisposable {
    readonly host: ChainHost;
    readonly dialer: ChainDialer;
    readonly api: Chains;
    /** Those of others that are kept. */
    readonly foreign: ForeignChains;
}
/** What chain links need besides the agent's core. */
export interface ChainPartsTerms extends DialParts {
    /** Whether a tunnel with `peer` is open. */
    readonly hasTunnel: (peer: Did) => boolean;
    /** Evidence that an author signed two histories was found. */
    readonly onFork: (author: Did, evidence: string) => Promise<void>;
    /** Operations of others. */
    readonly operations?: ChainOperations;
}
/** Puts them together. */
export declare function openChains(core: AgentCore, terms: ChainPartsTerms): ChainParts;

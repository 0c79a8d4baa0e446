import type { OwnChain } from '../../ledger/chain/served-chain.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ChainOperations } from './chain-host.ts';
/** The operations on the own log. */
export declare function ownOperations(core: AgentCore, chain: OwnChain): ChainOperations;

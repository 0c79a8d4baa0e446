/**
 * What chain links serve of the own log besides its chain: checkpoints of earlier sizes, and proofs. PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Cbor } from '../../codec/cbor.ts';
import { readInteger, readObject, readString } from '../../codec/fields.ts';
import type { OwnChain } from '../../ledger/chain/served-chain.ts';
import { peerOf } from '../../ledger/entry/entry.ts';
import { signCheckpoint } from '../../ledger/log/checkpoint.ts';
import { refused } from '../../net/request-link.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ChainOperations } from './chain-host.ts';

/** The operations on the own log. */
export function ownOperations(core: AgentCore, chain: OwnChain): ChainOperations {
  return {
    note: {
      access: 'headers',
      answer: async ({ fields }) => {
        const read = readObject(fields as Cbor, { required: ['size'] }, 'note');
        const size = readInteger(read.size, 'size', { min: 1 });
        if (size > (await chain.head()).logSize) throw refused('unknown', 'the log is shorter');
        const { did, signing } = core.identity;
        return { note: signCheckpoint(signing, did, size, await chain.rootAt(size)) };
      },
    },
    proof: {
      access: 'headers',
      answer: async ({ fields, peer, share }) => {
        const read = readObject(fields as Cbor, { required: ['entry'] }, 'proof');
        const id = readString(read.entry, 'entry', { pattern: /^[0-9a-f]{64}$/ });
        const entry = await core.ledger.get(id);
        const isShared = entry !== undefined && (share === 'blocks' || peerOf(entry.body) === peer);
        // Whether there is an entry that is about others is nobody's business either.
        if (!isShared) throw refused('unknown', 'there is no entry of that id that is shared with the peer');
        return { proof: await core.ledger.prove(id) };
      },
    },
  };
}

import { readInteger, readObject, readString } from "../../codec/fields.js";
import { peerOf } from "../../ledger/entry/entry.js";
import { signCheckpoint } from "../../ledger/log/checkpoint.js";
import { refused } from "../../net/request-link.js";
/** The operations on the own log. */
export function ownOperations(core, chain) {
    return {
        note: {
            access: 'headers',
            answer: async ({ fields }) => {
                const read = readObject(fields, { required: ['size'] }, 'note');
                const size = readInteger(read.size, 'size', { min: 1 });
                if (size > (await chain.head()).logSize)
                    throw refused('unknown', 'the log is shorter');
                const { did, signing } = core.identity;
                return { note: signCheckpoint(signing, did, size, await chain.rootAt(size)) };
            },
        },
        proof: {
            access: 'headers',
            answer: async ({ fields, peer, share }) => {
                const read = readObject(fields, { required: ['entry'] }, 'proof');
                const id = readString(read.entry, 'entry', { pattern: /^[0-9a-f]{64}$/ });
                const entry = await core.ledger.get(id);
                const isShared = entry !== undefined && (share === 'blocks' || peerOf(entry.body) === peer);
                // Whether there is an entry that is about others is nobody's business either.
                if (!isShared)
                    throw refused('unknown', 'there is no entry of that id that is shared with the peer');
                return { proof: await core.ledger.prove(id) };
            },
        },
    };
}

/** @module The branches of the command line about chains: `audit share …` and `audit chain …`. */
import type { Run } from './context.ts';
import { auditOf, branch, collect, type Define } from './program-parts.ts';

/** `audit share …` and `audit chain sync|list|remove`. */
export const chainCommands: Define = (program, act) => {
  const audit = auditOf(program);
  const load = (name: 'share' | 'shares' | 'unshare' | 'sync' | 'list' | 'remove') => async (): Promise<Run> =>
    (await import('./commands/chains.ts'))[name];
  const share = branch(audit, 'share', 'say who may read the ledger; nobody may until then');
  act(
    share
      .command('add')
      .description('let a peer read the blocks of this ledger, and of those kept here')
      .argument('<peer>', 'a DID, a key in hex, or a libp2p peer id, in full')
      .option('--headers', 'headers alone, and proofs of what is about that peer'),
    load('share'),
  );
  act(share.command('list').description('list who may read the ledger'), load('shares'));
  act(
    share.command('remove').description('let a peer read nothing any more').argument('<peer>', 'a DID or an alias'),
    load('unshare'),
  );
  const chain = branch(audit, 'chain', 'the blocks of the ledger, and those of other agents');
  act(
    chain
      .command('sync')
      .description("keep another agent's chain, each block verified; goes on where it was interrupted")
      .argument('<peer>', 'whose chain: a DID, an alias, or an address that ends in /p2p/…')
      .option('--from <peer>', 'ask this peer for it, who keeps it too; may be given again', collect),
    load('sync'),
  );
  act(chain.command('list').description('list the chains of others that are kept here'), load('list'));
  act(
    chain
      .command('remove')
      .description("forget another agent's chain that is kept here")
      .argument('<peer>', 'whose chain: a DID or an alias'),
    load('remove'),
  );
};

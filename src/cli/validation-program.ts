/** @module The branches of the command line about blocks: `ledger block` and `audit chain`. */
import { VALIDATION_LEVELS } from '../ledger/validation/validation-levels.ts';
import type { Run } from './context.ts';
import { auditOf, branch, type Define } from './program-parts.ts';

const LEVEL = `how much is checked: ${VALIDATION_LEVELS.join(', ')}`;

const WHOSE = 'whose chain: a DID or an alias; the own one by default';

/** `ledger block …`, `audit chain verify` and `audit chain summary`. */
export const validationCommands: Define = (program, act) => {
  const block = branch(branch(program, 'ledger', 'the blocks of a ledger as files'), 'block', 'one block');
  const loadBlock = (name: 'verifyBlock' | 'exportBlock') => async (): Promise<Run> =>
    (await import('./commands/block.ts'))[name];
  act(
    block
      .command('verify')
      .description('check a block file; with --author it needs no identity, and never a network')
      .argument('<file>', 'the block, or - to read it')
      .option('--author <did>', 'whose block it must be; the own identity by default')
      .option('--level <level>', LEVEL, 'strict')
      .option('--after <file>', 'the block before it, which it must follow')
      .option('--network <name>', 'the network that it must be of')
      .option('--difficulty <bits>', 'the difficulty of that network'),
    loadBlock('verifyBlock'),
  );
  act(
    block
      .command('export')
      .description('write a block of the own ledger as a file')
      .argument('<block>', 'its height, its hash, or the id of an entry in it')
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    loadBlock('exportBlock'),
  );
  const chain = branch(auditOf(program), 'chain', 'the chain of blocks');
  const loadChain = (name: 'verifyChain' | 'summary') => async (): Promise<Run> =>
    (await import('./commands/chain.ts'))[name];
  act(
    chain
      .command('verify')
      .description('validate every block of the own chain, or of one that is kept of another agent')
      .option('--author <peer>', WHOSE)
      .option('--level <level>', LEVEL, 'strict')
      .option('--jobs <n>', 'threads that check signatures; as many as there are processors unless given'),
    loadChain('verifyChain'),
  );
  act(
    chain
      .command('summary')
      .description('what the own chain comes to, or one that is kept')
      .option('--author <peer>', WHOSE),
    loadChain('summary'),
  );
};

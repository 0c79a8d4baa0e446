/** @module The branch `audit witness`. */
import type { Run } from './context.ts';
import { auditOf, branch, type Define } from './program-parts.ts';

/** `audit witness …`. */
export const witnessCommands: Define = (program, act) => {
  const load = (name: 'add' | 'list' | 'remove' | 'clear' | 'ask' | 'evidence') => async (): Promise<Run> =>
    (await import('./commands/witness.ts'))[name];
  const witness = branch(auditOf(program), 'witness', 'who has seen this ledger, and what was seen of others');
  act(
    witness
      .command('add')
      .description('ask a witness at each new checkpoint: the URL of a service, or a peer')
      .argument('<url|peer>')
      .option('--key <vkey>', 'verifier key of the service'),
    load('add'),
  );
  act(witness.command('list').description('the witnesses, and the peers whose ledgers were seen'), load('list'));
  act(witness.command('remove').description('ask a witness no more').argument('<url|name|peer>'), load('remove'));
  act(
    witness.command('clear').description('let a peer in again against which there is evidence').argument('<peer>'),
    load('clear'),
  );
  act(witness.command('ask').description('have the newest checkpoint cosigned now'), load('ask'));
  act(
    witness
      .command('evidence')
      .description('evidence against peers that signed two histories')
      .argument('[peer]')
      .option('--out <file>', 'write the newest evidence file to FILE; - is standard output'),
    load('evidence'),
  );
};

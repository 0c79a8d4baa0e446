/** @module The branches of the command line about the ledger: `audit` and `proof`. */
import type { Command } from 'commander';
import type { Run } from './context.ts';
import { auditFilters, auditOf, branch, collect, type Define } from './program-parts.ts';

/** `audit …` and `proof …`. */
export const ledgerCommands: Define = (program, act) => {
  const audit = auditOf(program);
  const loadAudit = (name: 'log' | 'show' | 'verify') => async (): Promise<Run> =>
    (await import('./commands/audit.ts'))[name];
  act(
    auditFilters(audit.command('log'))
      .description('list entries, oldest first; with --json one object a line')
      .option('--follow', 'and then each new one, until it is stopped'),
    loadAudit('log'),
  );
  act(
    audit
      .command('show')
      .description('show one entry: by its id, or the newest about a message')
      .argument('<id>')
      .option('--archive <file>', 'look for the entry in this archive; may be given again', collect),
    loadAudit('show'),
  );
  act(
    audit
      .command('verify')
      .description('recompute the whole ledger')
      .option('--archive <file>', 'and the entries in this archive; may be given again', collect)
      .option('--checkpoint <file>', 'and compare with a signed note of the ledger that was kept elsewhere')
      .option('--former <did>', 'the ledger of an earlier identity of this data directory, without its key'),
    loadAudit('verify'),
  );
  const proof = branch(program, 'proof', 'make and check evidence');
  const loadProof = (name: 'exportProof' | 'verify' | 'show') => async (): Promise<Run> =>
    (await import('./commands/proof.ts'))[name];
  act(
    proof
      .command('export')
      .description('make the proof of an entry')
      .argument('<entry>')
      .option('--format <format>', 'talos, or tlog-proof as other transparency logs have it', 'talos')
      .option('--archive <file>', 'look for the entry in this archive; may be given again', collect)
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    loadProof('exportProof'),
  );
  const ofFile = (command: Command): Command =>
    command
      .argument('<file>')
      .option('--entry <file>', 'the entry, where a tlog-proof does not hold it')
      .option('--witness <vkey>', 'a witness that must have cosigned a tlog-proof; may be given again', collect);
  act(
    ofFile(proof.command('verify').description('check a proof or evidence file; needs no identity and no network')),
    loadProof('verify'),
  );
  act(
    ofFile(proof.command('show').description('show what a proof or evidence file says, and whether it holds')),
    loadProof('show'),
  );
};

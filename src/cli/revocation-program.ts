/** @module The branches of the command line that take capabilities back and renew them. */
import { branch, type Define } from './program-parts.ts';

/** `capabilities revoke|renew`. */
export const revocationCommands: Define = (program, act) => {
  const capabilities = branch(program, 'capabilities', 'grant, see and take back authority');
  act(
    capabilities
      .command('revoke')
      .description('take back a capability, or all of a holder or an issuer; the next call is refused')
      .argument('[id]', 'of the capability')
      .requiredOption('--reason <text>', 'why; those who hold capabilities of this agent can read it')
      .option('--chain', 'what was delegated from it, not the capability itself')
      .option('--subject <did>', 'every capability that the agent DID holds')
      .option(
        '--issuer <did>',
        'every capability that the agent DID signed; with the own DID all that were issued until now',
      )
      .option('--before <time>', 'with --issuer: only what was issued before (ISO 8601, or milliseconds)'),
    async () => (await import('./commands/capability-revoke.ts')).revoke,
  );
  act(
    capabilities
      .command('renew')
      .description('have a capability renewed by its issuer; without an id all that can be')
      .argument('[id]', 'of the capability'),
    async () => (await import('./commands/capability-renew.ts')).renew,
  );
};

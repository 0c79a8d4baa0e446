/** @module The branches of the command line about DIDs and their documents, and about another identity. */
import type { Run } from './context.ts';
import { branch, type Define } from './program-parts.ts';

/** `did show|resolve|export`, `rotate identity`, `recover`. */
export const didCommands: Define = (program, act) => {
  const did = branch(program, 'did', 'DIDs and their documents');
  const load = (name: 'show' | 'resolve' | 'exportDid') => async (): Promise<Run> =>
    (await import('./commands/did.ts'))[name];
  act(
    did
      .command('show')
      .description('show the DID of this agent, or of a peer, and what it stands for')
      .argument('[peer]', 'an alias, a did:web that is pinned, or a peer named in full'),
    load('show'),
  );
  act(
    did
      .command('resolve')
      .description('fetch and check the DID document of a did:key or did:web; needs no identity')
      .argument('<did>', 'the DID; or a file with its document, after @, which is only checked')
      .option('--record', 'look for where the agent is, too: at servers and in the DHT; needs an identity'),
    load('resolve'),
  );
  act(
    did
      .command('export')
      .description('write the DID document of this agent, or its agent record, for others')
      .option('--document', 'the DID document (unless --record)')
      .option('--record', 'the signed agent record: certificate, addresses, mailboxes')
      .option('--web <did>', 'the document for this did:web, to be put at its place')
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    load('exportDid'),
  );
  act(
    program
      .command('recover')
      .description('make an identity again from its 24 words: its keystore or passphrase is lost, or its machine')
      .option('--name <name>', 'a name for people to read; that of the keystore that is there unless given')
      .option('--words-file <file>', 'read the words from FILE, - is standard input, instead of asking')
      .option('--force', 'also where there is a keystore, which is kept under another name'),
    async () => (await import('./commands/recover.ts')).recover,
  );
  const rotate = branch(program, 'rotate', 'replace keys before their time');
  act(
    rotate
      .command('identity')
      .description('replace the identity by a new one that both sign; peers follow, and see it')
      .option('--words-file <file>', 'write the 24 words of the new one to FILE instead of showing them')
      .option('--force', 'also where messages wait to be sent, which are given up'),
    async () => (await import('./commands/rotate-identity.ts')).rotateIdentity,
  );
};

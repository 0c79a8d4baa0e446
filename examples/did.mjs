// Names of agents. A did:key is the public key itself. Any other, as a did:web, leads to a document that a stranger wrote:
// it is read strictly, must be of the name that was asked for, and tells which key the agent behind the name has.
//   node examples/did.mjs
import {
  agentOfDocument,
  DidResolvers,
  documentOfDid,
  Identity,
  initCrypto,
  isDid,
  KEY_RESOLVER,
  parseDid,
  readDidDocument,
} from 'talos-protocol';
import { check, refusal, withClients } from './parts/scene.mjs';

await initCrypto();
const { did } = Identity.generate('an agent', Date.now());
check(`${did} is a DID`, isDid(did));
// The last character twice: no other key, but no name at all.
const spoiled = (async () => parseDid(did + did.at(-1)))();
check('with a character too many it is none: E_BAD_DID', (await refusal(spoiled)) === 'E_BAD_DID');

// The document of a did:key follows from its key. Nobody is asked.
const document = documentOfDid(did);
check(`its document authenticates with ${document.keys.length} key`, agentOfDocument(document) === did);

// A name of DNS that the agent's owner has: what lies at https://agents.example/bob/did.json.
const name = 'did:web:agents.example:bob';
const published = JSON.stringify({
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: name,
  alsoKnownAs: [did],
  verificationMethod: [
    { id: `${name}#key`, type: 'Multikey', controller: name, publicKeyMultibase: did.slice('did:key:'.length) },
  ],
  authentication: [`${name}#key`],
});
check('the name leads to the key', agentOfDocument(readDidDocument(published, name)) === did);
for (const [what, text] of [
  ['a document of another name', published.replaceAll(name, 'did:web:evil.example')],
  ['a key that another controls', published.replace(`"controller":"${name}"`, '"controller":"did:web:evil.example"')],
  ['no JSON', published.slice(1)],
]) {
  const code = await refusal((async () => readDidDocument(text, name))());
  check(`${what} is refused: ${code}`, code === 'E_BAD_DOCUMENT');
}

// A method of your own: a resolver, here a directory in memory. A client resolves it like those that it knows.
const directory = { method: 'web', resolve: async (asked) => readDidDocument(published, asked) };
const resolvers = new DidResolvers([KEY_RESOLVER, directory]);
check(`resolved: ${name}`, agentOfDocument(await resolvers.resolve(name)) === did);
const unknown = await refusal(resolvers.resolve('did:plc:abc'));
check(`a method without a resolver is refused: ${unknown}`, unknown === 'E_BAD_DID');
await withClients(['client'], async (client) => {
  const found = await client.resolveDid(client.did);
  check('a client resolves its own did:key', agentOfDocument(found) === client.did);
});

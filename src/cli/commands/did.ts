/**
 * @module `talos did show|resolve|export`: DIDs, their documents, and the agent record.
 */

import type { RecordView } from '../../agent/api/identity-api.ts';
import { toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { canonicalJson } from '../../codec/json.ts';
import { type Did, keyOfDid, parseDid } from '../../identity/did.ts';
import {
  agentOfDocument,
  type DidDocument,
  documentOfDid,
  MAX_DOCUMENT_BYTES,
  readDidDocument,
} from '../../identity/did-document.ts';
import { webDocumentOf } from '../../identity/did-web.ts';
import { formatPeerId } from '../../net/peer-id.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { readBytes, writeText } from '../files.ts';
import { peerName } from '../peer-names.ts';
import { printable, tableOf } from '../terminal.ts';
import { usage } from '../values.ts';

/** `did show`: the identity behind a name, and its document. */
export const show: Run = async (context, args) => {
  const did = await didNamed(context, args[0]);
  const key = keyOfDid(did);
  const [publicKey, peerId] = [toHex(key), formatPeerId(key)];
  const { json: document } = documentOfDid(did);
  await context.print({ id: did, did, publicKey, peerId, document }, () =>
    tableOf([
      ['did', did],
      ['public key', publicKey],
      ['peer id', peerId],
      ['document', canonicalJson(document)],
    ]),
  );
  return 0;
};

async function didNamed(context: Context, named: string | undefined): Promise<Did> {
  if (named === undefined) return parseDid((await context.identity()).did);
  const peer = peerName(named);
  if (peer.startsWith('did:key:')) return parseDid(peer);
  await using agent = await context.open();
  return parseDid(await agent.api.identities.peer({ peer }));
}

/** `did resolve`: the document of a DID, fetched where it is not in the DID itself, and checked. */
export const resolve: Run = async (context, args, options) => {
  const text = argument(args, 0, 'DID');
  const document = text.startsWith('@') ? await documentIn(context, text.slice(1)) : await resolved(context, text);
  const { did, keys, services, alsoKnownAs, json } = document;
  const agent = agentOf(document);
  const found = options['record'] === true ? await recordOf(context, agent) : undefined;
  const whole = {
    id: did,
    did,
    ...(agent === undefined ? {} : { agent }),
    document: json,
    ...(found && { record: found }),
  };
  await context.print(whole, () => [
    ...tableOf([
      ['did', printable(did)],
      ['agent', agent ?? 'none: the document does not name one agent'],
      ...keys.map(({ id, type, purposes }) => ['key', printable(id), type, purposes.join(', ')]),
      ...alsoKnownAs.map((name) => ['also known as', printable(name)]),
      ...services.map(({ id, types, endpoints }) => [
        'service',
        printable(id),
        printable(types.join(', ')),
        printable(endpoints.map((each) => (typeof each === 'string' ? each : canonicalJson(each))).join(', ')),
      ]),
      ...(found?.addresses ?? []).map((address) => ['address', printable(address)]),
      ...(found?.mailboxes ?? []).map((address) => ['mailbox', printable(address)]),
    ]),
  ]);
  return 0;
};

/** Where the agent says that it is, as far as anybody knows. @throws {TalosError} `E_NOT_FOUND`. */
async function recordOf(context: Context, agent: Did | undefined): Promise<RecordView> {
  if (agent === undefined) throw new TalosError('E_NOT_FOUND', 'the document does not name one agent');
  await using opened = await context.open();
  return await opened.api.identities.record({ peer: agent, isSought: true });
}

function agentOf(document: DidDocument): Did | undefined {
  try {
    return agentOfDocument(document);
  } catch (error) {
    // A document may be a good one of somebody who is no agent.
    if (error instanceof TalosError) return undefined;
    throw error;
  }
}

async function documentIn(context: Context, file: string): Promise<DidDocument> {
  return readDidDocument(await readBytes(context, file, MAX_DOCUMENT_BYTES));
}

async function resolved(context: Context, did: string): Promise<DidDocument> {
  const { didResolver } = await import('../../node/did-resolver.ts');
  const { lan } = await context.settings();
  const terms = { isOffline: context.global.offline, isLan: lan.value === 'on' };
  return didResolver(terms)(did, context.io.signal);
}

/** `did export`: the document, or the record, as a file. */
export const exportDid: Run = async (context, _args, options) => {
  const out = optional(options, 'out') ?? '-';
  await writeText(context, out, `${await exported(context, options)}\n`);
  if (out !== '-') context.note(`written to ${printable(out)}`);
  return 0;
};

async function exported(context: Context, options: Options): Promise<string> {
  const web = optional(options, 'web');
  const isRecord = options['record'] === true;
  if (isRecord && (options['document'] === true || web !== undefined))
    throw usage('--record goes without --document and --web');
  if (!isRecord) {
    const did = parseDid((await context.identity()).did);
    return canonicalJson(web === undefined ? documentOfDid(did).json : webDocumentOf(web, did));
  }
  await using agent = await context.open();
  return (await agent.api.identities.record({})).record;
}

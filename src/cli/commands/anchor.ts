/** @module `talos audit anchor add|list|remove|now|verify`: what others say of the ledger. */
import type { AnchorAttempt, AnchorSourceView } from '../../agent/api/anchor-api.ts';
import type { WitnessApi } from '../../agent/api/witness-api.ts';
import { toHex } from '../../base/bytes.ts';
import { fromBase64, fromBase64url, toBase64url } from '../../base/encoding.ts';
import { ERROR_CODES, isErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { AnchorSource } from '../../ledger/anchor/anchor.ts';
import { MAX_WITNESSES } from '../../ledger/log/cosignature.ts';
import { argument, type Context, type Options, optional, type Run, repeated } from '../context.ts';
import { readText } from '../files.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';
import { usage, wholeNumber } from '../values.ts';

/** Largest PEM file of roots in bytes: sixteen large certificates. */
const MAX_PEM_BYTES = 256 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;

/** `add`: a source. */
export const add: Run = async (context, args, options) => {
  const kind = argument(args, 0, 'KIND');
  if (kind === 'rfc3161') return addSource(context, await authorityOf(context, args, options));
  if (kind !== 'cosignature') throw usage(`no kind of anchor: "${printable(kind)}"`, 'rfc3161 or cosignature');
  if (args[1] !== undefined || options['root'] !== undefined || options['policy'] !== undefined)
    throw usage('anchors by witnesses have no URL, root or policy', 'talos audit anchor add cosignature --threshold N');
  const threshold = wholeNumber(optional(options, 'threshold') ?? '', '--threshold', 1, MAX_WITNESSES);
  return addSource(context, async (witness) => {
    const witnesses = (await witness.list()).filter(({ key }) => key !== '').map(({ key }) => key);
    if (witnesses.length === 0)
      throw new TalosError('E_NOT_FOUND', 'no witness with a key is known', {
        hint: 'talos audit witness add URL --key KEY',
      });
    return { kind, threshold, witnesses };
  });
};

async function addSource(
  context: Context,
  makeSource: (witness: WitnessApi) => Promise<AnchorSource> | AnchorSource,
): Promise<number> {
  await using agent = await context.open();
  const added = await agent.api.anchors.add(await makeSource(agent.api.witness));
  await context.print({ anchor: viewOf(added) }, () => `anchoring ${placeOf(added.source)} (${added.id})`);
  return 0;
}

/** Where a source anchors, as people are told. */
function placeOf(source: AnchorSource): string {
  if (source.kind === 'rfc3161') return `at ${printable(source.url)}`;
  return `with ${source.threshold} of ${source.witnesses.map((key) => printable(nameOf(key))).join(', ')}`;
}

/** The name of a witness: what stands before the first plus sign of its key. */
const nameOf = (key: string): string => key.split('+', 1)[0] ?? '';

async function authorityOf(context: Context, args: readonly string[], options: Options): Promise<() => AnchorSource> {
  if (options['threshold'] !== undefined) throw usage('a time-stamping authority has no threshold');
  const policy = optional(options, 'policy');
  const url = argument(args, 1, 'URL');
  const files = repeated(options, 'root');
  if (files.length === 0) throw usage('a time-stamping authority needs --root', 'the PEM file of its root');
  const roots = await rootsOf(context, files);
  return () => ({ kind: 'rfc3161', url, roots, ...(policy === undefined ? {} : { policy }) });
}

/** The certificates of PEM files, DER as base64url. */
async function rootsOf(context: Context, files: readonly string[]): Promise<string[]> {
  const roots: string[] = [];
  for (const file of files) {
    const found = [...(await readText(context, file, MAX_PEM_BYTES)).matchAll(PEM)];
    if (found.length === 0) throw usage(`no certificate in ${printable(file)}`, 'a PEM file, as openssl writes it');
    for (const [, base64 = ''] of found) roots.push(derOf(base64, file));
  }
  return roots;
}

function derOf(base64: string, file: string): string {
  try {
    return toBase64url(fromBase64(base64.replace(/\s/g, '')));
  } catch (error) {
    if (!isTalosError(error, 'E_MALFORMED')) throw error;
    throw usage(`no certificate in ${printable(file)}`, 'a PEM file, as openssl writes it');
  }
}

function viewOf({ id, source, addedAtMs, active }: AnchorSourceView): object {
  if (source.kind === 'cosignature') return { id, ...source, addedAtMs, active };
  const { kind, url, roots, policy } = source;
  // A root is named by what openssl calls its fingerprint: SHA-256 of the DER.
  const fingerprints = roots.map((root) => toHex(sha256(fromBase64url(root))));
  return { id, kind, url, roots: fingerprints, ...(policy === undefined ? {} : { policy }), addedAtMs, active };
}

/** `list`: sources and anchors. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const { anchors } = agent.api;
  const [sources, made] = [await anchors.sources(), await anchors.list()];
  const document = {
    sources: sources.map(viewOf),
    anchors: made.map((each) => ({ id: `${each.source}-${each.size}`, ...each })),
  };
  await context.print(document, () => [
    ...tableOf(
      sources.map(({ id, source, active }) => [id, source.kind, active ? 'in use' : 'removed', whereOf(source)]),
    ),
    ...tableOf(
      made.map(({ source, size, atMs }) => [timeText(atMs), plural(size, 'entry', 'entries'), `anchored by ${source}`]),
    ),
  ]);
  return 0;
};

function whereOf(source: AnchorSource): string {
  return source.kind === 'rfc3161' ? printable(source.url) : placeOf(source);
}

/** `remove`: a source. */
export const remove: Run = async (context, args) => {
  const id = argument(args, 0, 'ID');
  await using agent = await context.open();
  const removed = await agent.api.anchors.remove(id);
  await context.print({ anchor: viewOf(removed) }, () => `not anchoring ${placeOf(removed.source)} any more`);
  return 0;
};

/** `now`: exit 0 where every source anchored the newest checkpoint; otherwise as the first that did not. */
export const now: Run = async (context) => {
  await using agent = await context.open();
  const attempts = await agent.api.anchors.now(context.io.signal);
  await context.print({ attempts: attempts.map((each) => ({ id: each.source, ...each })) }, () => attempts.map(lineOf));
  const code = attempts.find(({ error }) => error !== undefined)?.error?.code;
  return code === undefined ? 0 : ERROR_CODES[isErrorCode(code) ? code : 'E_INTERNAL'].exit;
};

function lineOf({ source, anchor, error }: AnchorAttempt): string {
  return anchor === undefined
    ? `not anchored by ${source}: ${error?.code ?? ''}: ${printable(error?.message ?? '')}`
    : `${plural(anchor.size, 'entry', 'entries')} anchored by ${source} at ${timeText(anchor.atMs)}`;
}

/** `verify`: exit 4 where one does not hold. */
export const verify: Run = async (context) => {
  await using agent = await context.open();
  const { valid, anchors } = await agent.api.anchors.verify();
  const document = { valid, anchors: anchors.map((each) => ({ id: `${each.source}-${each.size}`, ...each })) };
  await context.print(document, () => [
    valid ? `valid: ${plural(anchors.length, 'anchor')}` : 'not valid',
    ...anchors.map(({ source, size, atMs, by, reason }) =>
      reason === undefined
        ? `${timeText(atMs)}  ${plural(size, 'entry', 'entries')}  ${source}  ${printable(by ?? '')}`
        : `ANCHOR_MISMATCH: ${plural(size, 'entry', 'entries')} by ${source}: ${printable(reason)}`,
    ),
  ]);
  return valid ? 0 : ERROR_CODES.ANCHOR_MISMATCH.exit;
};

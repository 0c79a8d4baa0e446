/** @module `talos audit anchor add|list|remove|now|verify`: what others say of the ledger. */
import type { AnchorAttempt, AnchorSourceView } from '../../agent/anchor-api.ts';
import { toHex } from '../../base/bytes.ts';
import { fromBase64, fromBase64url, toBase64url } from '../../base/encoding.ts';
import { ERROR_CODES, isErrorCode, isTalosError } from '../../base/errors.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { AnchorSource } from '../../ledger/anchor.ts';
import { argument, type Context, optional, type Run, repeated } from '../context.ts';
import { readText } from '../files.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';
import { usage } from '../values.ts';

/** Largest PEM file of roots in bytes: sixteen large certificates. */
const MAX_PEM_BYTES = 256 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;

/** `add`: a source. */
export const add: Run = async (context, args, options) => {
  const kind = argument(args, 0, 'KIND');
  if (kind !== 'rfc3161') throw usage(`no kind of anchor: "${printable(kind)}"`, 'rfc3161');
  const policy = optional(options, 'policy');
  const source: AnchorSource = {
    kind,
    url: argument(args, 1, 'URL'),
    roots: await rootsOf(context, repeated(options, 'root')),
    ...(policy === undefined ? {} : { policy }),
  };
  await using agent = await context.open();
  const added = await agent.api.anchors.add(source);
  await context.print({ anchor: viewOf(added) }, () => `anchoring at ${printable(added.source.url)} (${added.id})`);
  return 0;
};

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
      sources.map(({ id, source, active }) => [id, source.kind, active ? 'in use' : 'removed', printable(source.url)]),
    ),
    ...tableOf(
      made.map(({ source, size, atMs }) => [timeText(atMs), plural(size, 'entry', 'entries'), `anchored by ${source}`]),
    ),
  ]);
  return 0;
};

/** `remove`: a source. */
export const remove: Run = async (context, args) => {
  const id = argument(args, 0, 'ID');
  await using agent = await context.open();
  const removed = await agent.api.anchors.remove(id);
  await context.print({ anchor: viewOf(removed) }, () => `not anchoring at ${printable(removed.source.url)} any more`);
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

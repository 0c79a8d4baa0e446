/** @module `talos proof export|verify|show`: evidence files. Checking one needs no identity, no agent and no network. */
import type { CallNames } from '../../agent/authority/call-rule.ts';
import { fromUtf8, toHex } from '../../base/bytes.ts';
import { ERROR_CODES, isTalosError, TalosError } from '../../base/errors.ts';
import { initCrypto } from '../../crypto/init.ts';
import { encodeHeader } from '../../ledger/block.ts';
import { type Entry, MAX_ENTRY_BYTES } from '../../ledger/entry/entry.ts';
import type { CallStatement, ResultStatement } from '../../ledger/entry/statement.ts';
import { type Cosignature, parseWitnessKey, type Witness } from '../../ledger/log/cosignature.ts';
import { type EvidenceVerdict, isEvidenceFile, verifyEvidenceFile } from '../../ledger/log/evidence.ts';
import { type ProofVerdict, verifyProofFile } from '../../ledger/log/proof-file.ts';
import {
  entryBytesOf,
  isTlogProof,
  MAX_PROOF_FILE_BYTES,
  type TlogProofVerdict,
  tlogProofOf,
  verifyTlogProof,
} from '../../ledger/log/tlog-proof.ts';
import { argument, type Context, type Options, optional, type Run, repeated } from '../context.ts';
import { archivesOf, readText, writeText } from '../files.ts';
import { printable, printableJson, tableOf, timeText } from '../terminal.ts';
import { usage } from '../values.ts';
import { capabilityId } from './capabilities.ts';

/** Formats of `export`: with the entry that is answered, or as other transparency logs have it. */
const FORMATS = ['talos', 'tlog-proof'] as const;

/** `export`: the proof of an entry, to a file or to standard output. */
export const exportProof: Run = async (context, args, options) => {
  const id = capabilityId(argument(args, 0, 'ENTRY'));
  const wanted = optional(options, 'format') ?? 'talos';
  const format = FORMATS.find((each) => each === wanted);
  if (format === undefined) throw usage(`--format is unknown: "${wanted}"`, `one of ${FORMATS.join(', ')}`);
  const archives = archivesOf(context, options);
  await using agent = await context.open();
  const proof = await (archives.length === 0 ? agent.api.proof(id) : agent.api.proof(id, archives));
  await initCrypto();
  await writeText(context, optional(options, 'out') ?? '-', format === 'talos' ? proof : tlogProofOf(proof));
  return 0;
};

/** `verify`: exit 0 where the file proves what it says, 4 otherwise. */
export const verify: Run = async (context, args, options) => {
  const verdict = await verdictOn(context, argument(args, 0, 'FILE'), options);
  if (!verdict.valid) throw new TalosError('E_PROOF_INVALID', `the proof does not hold: ${verdict.reason}`);
  await context.print(jsonOf(verdict), () => ['valid', ...linesOf(verdict)]);
  return 0;
};

/** `show`: what the file says; of one that does not hold, nothing but why. */
export const show: Run = async (context, args, options) => {
  const verdict = await verdictOn(context, argument(args, 0, 'FILE'), options);
  if (!verdict.valid) {
    await context.print(
      { valid: false, code: verdict.code, reason: verdict.reason },
      () => `not valid: ${verdict.reason}`,
    );
    return ERROR_CODES.E_PROOF_INVALID.exit;
  }
  if ('what' in verdict) {
    const signed = signedOf(verdict);
    await context.print({ ...jsonOf(verdict), signed }, () => [...linesOf(verdict), ...signed]);
    return 0;
  }
  const entries = [verdict.entry, verdict.answered, verdict.intent].filter((each) => each !== undefined);
  await context.print({ ...jsonOf(verdict), entries: entries.map(textOf) }, () => [
    ...linesOf(verdict),
    ...entries.map((entry) => printableJson(textOf(entry))),
  ]);
  return 0;
};

/** What a file of any kind says. */
type Verdict = ProofVerdict | TlogProofVerdict | EvidenceVerdict;

async function verdictOn(context: Context, file: string, options: Options): Promise<Verdict> {
  await initCrypto();
  const witnesses = repeated(options, 'witness').map(witnessKey);
  try {
    const text = await readText(context, file, MAX_PROOF_FILE_BYTES);
    const entry = optional(options, 'entry');
    if (isTlogProof(text)) {
      const given =
        entry === undefined ? {} : { entry: entryBytesOf(await readText(context, entry, MAX_ENTRY_BYTES + 1)) };
      return cosignedBy(witnesses, verifyTlogProof(text, { ...given, witnesses }));
    }
    if (entry !== undefined || witnesses.length > 0)
      throw usage('--entry and --witness are for files of the format tlog-proof', 'leave them out for other files');
    return isEvidenceFile(text) ? verifyEvidenceFile(text) : verifyProofFile(text);
  } catch (error) {
    // Bytes that are no text, or too many of them, are no proof.
    if (isTalosError(error, 'E_MALFORMED') || isTalosError(error, 'E_LIMIT'))
      return { valid: false, code: 'E_PROOF_INVALID', reason: error.message };
    throw error;
  }
}

function witnessKey(text: string): Witness {
  try {
    return parseWitnessKey(text);
  } catch (error) {
    if (isTalosError(error, 'E_MALFORMED')) throw usage(`--witness is no key of a witness: "${printable(text)}"`);
    throw error;
  }
}

/** A proof that lacks the cosignature of a witness that was named does not hold. */
function cosignedBy(witnesses: readonly Witness[], verdict: TlogProofVerdict): TlogProofVerdict {
  if (!verdict.valid) return verdict;
  const missing = witnesses.find((each) => verdict.cosignatures.every(({ witness }) => witness !== each));
  if (missing === undefined) return verdict;
  return {
    valid: false,
    code: 'E_PROOF_INVALID',
    reason: `${printable(missing.name)} has not cosigned the checkpoint`,
  };
}

type Valid = Verdict & { readonly valid: true };
type ValidEvidence = EvidenceVerdict & { readonly valid: true };

/** The signed things themselves, for people to look at. */
function signedOf({ notes, headers }: ValidEvidence): string[] {
  return [
    ...notes.map(({ note }) => note),
    ...headers.map(({ header, signature }) => `${toHex(encodeHeader(header))} ${toHex(signature)}`),
  ];
}

function evidenceJson({ what, author, reason, by, timeMs }: ValidEvidence): object {
  return { valid: true, evidence: what, author, reason, ...(by === undefined ? {} : { by, timeMs }) };
}

function evidenceLines({ what, author, reason, by, timeMs }: ValidEvidence): string[] {
  return tableOf([
    ['evidence', what === 'fork' ? 'the author signed two histories' : 'the author showed an older log'],
    ['author', author],
    ['reason', reason],
    ...(by === undefined || timeMs === undefined
      ? []
      : [
          ['by', by],
          ['time', timeText(timeMs)],
        ]),
  ]);
}

function textOf(entry: Entry): string {
  return fromUtf8(entry.bytes);
}

function jsonOf(verdict: Valid): object {
  if ('what' in verdict) return evidenceJson(verdict);
  const { author, checkpoint, entry, answered } = verdict;
  return {
    valid: true,
    author,
    entry: entry.id,
    type: entry.body.type,
    timeMs: entry.timeMs,
    seq: entry.seq,
    size: checkpoint.size,
    ...(answered === undefined ? {} : { answers: answered.id }),
    ...callJson(verdict),
    ...('cosignatures' in verdict ? { cosigned: verdict.cosignatures.map(cosignedJson) } : {}),
  };
}

/** What the statement of a result or receipt names besides its call. */
function namedBy({ body }: Entry): CallNames {
  return body.type === 'result' || body.type === 'receipt' ? body.statement.statement : {};
}

function justificationOf({ intent }: ProofVerdict & { readonly valid: true }): string {
  return intent?.body.type === 'intent' ? intent.body.statement.statement.justification : '';
}

/** The call that is proved, or that the proved entry answers; its caller signed that. */
function callOf({ entry, answered }: ProofVerdict & { readonly valid: true }): CallStatement | undefined {
  const found = [entry.body, answered?.body].find((body) => body?.type === 'call' || body?.type === 'decision');
  return found?.type === 'call' || found?.type === 'decision' ? found.statement.statement : undefined;
}

/** What its server signed of a call. */
function resultOf({ entry: { body } }: ProofVerdict & { readonly valid: true }): ResultStatement | undefined {
  return body.type === 'result' || body.type === 'receipt' ? body.statement.statement : undefined;
}

function callJson(verdict: ProofVerdict & { readonly valid: true }): object {
  const [call, result] = [callOf(verdict), resultOf(verdict)];
  const { intent, approval } = namedBy(verdict.entry);
  return {
    ...(call === undefined
      ? {}
      : {
          call: {
            from: call.from,
            to: call.to,
            service: call.service,
            method: call.method,
            target: call.target,
            capability: call.token,
            timeMs: call.time,
          },
        }),
    ...(result === undefined ? {} : { decision: result.decision, outcome: result.outcome }),
    ...(intent === undefined ? {} : { intent, justification: justificationOf(verdict) }),
    ...(approval === undefined ? {} : { approval }),
  };
}

function callLines(verdict: ProofVerdict & { readonly valid: true }): string[][] {
  const { intent, approval } = namedBy(verdict.entry);
  const why = justificationOf(verdict);
  const [call, result] = [callOf(verdict), resultOf(verdict)];
  return [
    ...(call === undefined
      ? []
      : [
          ['call', `${printable(call.target === '' ? call.method : call.target)} of ${printable(call.service)}`],
          ['made', `${timeText(call.time)}, by ${call.from}`],
          ['to', call.to],
          ['capability', call.token],
        ]),
    ...(result === undefined ? [] : [['answer', `${result.decision}, ${result.outcome}`]]),
    ...(intent === undefined ? [] : [['intent', `${intent}${why === '' ? '' : `: ${printable(why)}`}`]]),
    ...(approval === undefined ? [] : [['approval', approval]]),
  ];
}

function cosignedJson({ witness, timeS }: Cosignature): { readonly witness: string; readonly timeMs: number } {
  return { witness: witness.name, timeMs: timeS * 1000 };
}

function linesOf(verdict: Valid): string[] {
  if ('what' in verdict) return evidenceLines(verdict);
  const { author, checkpoint, entry } = verdict;
  return tableOf([
    ['author', author],
    ['entry', entry.id],
    ['type', entry.body.type],
    ['time', timeText(entry.timeMs)],
    ['place', `${entry.seq} of ${checkpoint.size}`],
    ...callLines(verdict),
    ...('cosignatures' in verdict ? verdict.cosignatures : []).map((each) => [
      'cosigned',
      `${printable(each.witness.name)}, ${timeText(each.timeS * 1000)}`,
    ]),
  ]);
}

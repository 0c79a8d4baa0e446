/**
 * What the entries of a block say by themselves: the fourth layer. PROTOCOL.md §9.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Block } from '../block.ts';
import { type Entry, type EntryBody, readHashedEntry } from '../entry/entry.ts';
import type { VerifiedBatches } from '../entry/statement.ts';
import { isStatementOfEntry, statementFlaw } from '../entry/statement-check.ts';
import { type BlockFault, faultOf, type ValidationRule } from './validation-codes.ts';

/** The entries of a block, or the first whose form or place is wrong. */
type ReadEntries = Pick<EntryFindings, 'fault'> & Required<Pick<EntryFindings, 'entries'>>;

/** What the fourth layer gives. */
export interface EntryFindings {
  /** The first that is wrong. */
  readonly fault?: BlockFault;
  /** All of them, where nothing is wrong with the form of any and they were read in this thread. */
  readonly entries?: readonly Entry[];
  /** What each records once and for all, see {@link idsOf}; each once where nothing is wrong. */
  readonly ids: readonly string[];
}

/**
 * Reads the entries of a block whose log size is right, and checks their form and sequence.
 *
 * @param leaves - Their leaf hashes.
 */
export function readEntries({ header, entries: held }: Block, leaves: readonly Bytes[]): ReadEntries {
  const first = header.logSize - held.length;
  const entries: Entry[] = [];
  for (const [position, bytes] of held.entries()) {
    const entry = readOne(bytes, leaves[position] as Bytes, position);
    if ('rule' in entry) return { fault: entry, entries: [] };
    // The sequence is part of each entry, so one that is right everywhere repeats no entry.
    if (entry.seq !== first + position) {
      const reason = `entry ${first + position} says that it is ${entry.seq}`;
      return { fault: faultOf('entry-sequence', reason, position), entries: [] };
    }
    entries.push(entry);
  }
  return { entries };
}

function readOne(bytes: Bytes, leaf: Bytes, position: number): Entry | BlockFault {
  try {
    return readHashedEntry(bytes, leaf);
  } catch (error) {
    if (!(error instanceof TalosError)) throw error;
    return faultOf(ruleOf(error), error.message, position);
  }
}

function ruleOf(error: TalosError): ValidationRule {
  if (isTalosError(error, 'E_VERSION')) return 'entry-version';
  // The reader of JSON names itself; whatever else is wrong is a field.
  return /JSON|UTF-8/.test(error.message) ? 'entry-form' : 'entry-fields';
}

/** What is demanded of entries besides their form. */
export interface EntryTerms {
  /** Whose log it is; `undefined` where nobody said, when statements are only checked by themselves. */
  readonly author: Did | undefined;
  /** Gives what remembers batches and notes; a new one each time where nothing may be remembered. */
  readonly verified: () => VerifiedBatches;
}

/** As {@link readEntries}; also what they record twice, and the statements in them, which cost most and come last. */
export function checkEntries(block: Block, leaves: readonly Bytes[], terms: EntryTerms): EntryFindings {
  const read = readEntries(block, leaves);
  if (read.fault !== undefined) return { fault: read.fault, ids: [] };
  const { entries } = read;
  const { ids, fault = firstFault(entries, terms) } = idsOfAll(entries);
  return fault === undefined ? { entries, ids } : { fault, entries, ids };
}

function firstFault(entries: readonly Entry[], { author, verified }: EntryTerms): BlockFault | undefined {
  for (const [position, entry] of entries.entries()) {
    const fault = misfit(entry, author, position);
    if (fault !== undefined) return fault;
  }
  for (const [position, entry] of entries.entries()) {
    if (!('statement' in entry.body)) continue;
    const flaw = statementFlaw(entry, author, verified());
    if (flaw !== undefined) return faultOf(flaw.rule, flaw.reason, position);
  }
  return undefined;
}

/** An entry that cannot be of this author's log. */
function misfit({ body }: Entry, author: Did | undefined, position: number): BlockFault | undefined {
  if (author === undefined) return undefined;
  if (body.type === 'identity' && body.did !== author)
    return faultOf('identity', 'the entry names another identity than the author', position);
  if ('statement' in body && !isStatementOfEntry(body, author))
    return faultOf('statement-fit', 'the statement is not one that such an entry holds', position);
  return undefined;
}

const REPEATED: Readonly<Record<string, readonly [ValidationRule, string]>> = {
  message: ['message-repeated', 'the message is recorded twice'],
  file: ['message-repeated', 'the transfer is recorded twice'],
  call: ['call-repeated', 'the number of the call is recorded twice'],
  answer: ['answer-repeated', 'what the entry answers was answered before'],
};

/** The fault of an id that is there a second time. */
export function repetition(id: string, position?: number): BlockFault {
  const [rule, reason] = REPEATED[id.slice(0, id.indexOf(' '))] as readonly [ValidationRule, string];
  return faultOf(rule, reason, position);
}

function idsOfAll(entries: readonly Entry[]): { readonly ids: readonly string[]; readonly fault?: BlockFault } {
  const ids = new Set<string>();
  for (const [position, { body }] of entries.entries()) {
    for (const id of idsOf(body)) {
      if (ids.has(id)) return { ids: [...ids], fault: repetition(id, position) };
      ids.add(id);
    }
  }
  return { ids: [...ids] };
}

const NONE: readonly string[] = [];

/**
 * What an entry records once and for all. A peer chooses the ids of its messages and the numbers of its calls, so its
 * name stands beside them: nobody can spoil the ledger of another by choosing what a third one chose.
 */
export function idsOf(body: EntryBody): readonly string[] {
  if (body.type === 'message') return [`message ${body.direction} ${body.peer} ${body.message}`];
  if (body.type === 'file') return [`file ${body.direction} ${body.peer} ${body.statement.statement.transfer}`];
  if (body.type === 'call' || body.type === 'decision') {
    // What was refused may come again.
    if (body.type === 'decision' && body.decision !== 'allowed') return NONE;
    const { session, number } = body.statement.statement;
    return [`call ${body.type} ${body.peer} ${session} ${number}`];
  }
  if (body.type === 'result' || body.type === 'receipt') return [`answer ${body.type} ${body.answers}`];
  if (body.type === 'acknowledgement') return body.answers.map((id) => `answer ${body.type} ${id}`);
  return NONE;
}

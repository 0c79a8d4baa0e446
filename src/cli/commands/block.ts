/** @module `talos ledger block verify|export`: blocks as files, which are the bytes of PROTOCOL.md §9.5. */
import { toHex } from '../../base/bytes.ts';
import { fromBase64 } from '../../base/encoding.ts';
import { ERROR_CODES } from '../../base/errors.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import { decodeBlock, HEADER_BYTES, hashHeader } from '../../ledger/block.ts';
import { Frontier } from '../../ledger/log/frontier.ts';
import type { BlockValidation } from '../../ledger/validation/validation-chain.ts';
import { VALIDATION_NUMBERS, type ValidationRule } from '../../ledger/validation/validation-codes.ts';
import { ValidationEngine } from '../../ledger/validation/validation-engine.ts';
import { VALIDATION_LEVELS, type ValidationLevel } from '../../ledger/validation/validation-levels.ts';
import type { Position } from '../../ledger/validation/validation-link.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { readBytes, writeBytes } from '../files.ts';
import { plural, printable } from '../terminal.ts';
import { usage } from '../values.ts';

/** Longest file that is read: what is larger than a block is still judged, up to here. */
const MAX_FILE_BYTES: number = 2 * 1024 * 1024;

/** The level that `--level` names. @throws {TalosError} `E_USAGE`. */
export function levelOption(options: Options): ValidationLevel {
  const text = optional(options, 'level') ?? 'strict';
  const level = VALIDATION_LEVELS.find((each) => each === text);
  if (level === undefined) throw usage(`--level is unknown: "${text}"`, `one of ${VALIDATION_LEVELS.join(', ')}`);
  return level;
}

/** `verify`: exit 4 where the block breaks a rule. */
export const verifyBlock: Run = async (context, args, options) => {
  const level = levelOption(options);
  const { network, difficulty } = await context.settings(chosen(options));
  const author = await authorOf(context, options);
  const bytes = await readBytes(context, argument(args, 0, 'FILE'), MAX_FILE_BYTES);
  const position = await positionOf(context, options);
  const engine = new ValidationEngine({ level, author, network: network.value, difficulty: difficulty.value });
  const judged = await engine.validateBlock(bytes, { position });
  const unchecked = judged.isValid ? rulesNotChecked(judged, position) : [];
  const { header, hash, isValid, errors } = judged;
  const place = header === undefined ? {} : { height: header.height, timeMs: header.timeMs, logSize: header.logSize };
  await context.print(
    { valid: isValid, author, level, ...place, ...(hash && { hash: toHex(hash) }), errors, unchecked },
    () =>
      isValid
        ? [
            `valid: block ${header?.height} of ${author}`,
            ...(unchecked.length === 0
              ? []
              : [`not checked, as the blocks before are not here: ${unchecked.join(', ')}`]),
          ]
        : errors.map(
            ({ code, number, reason, position: at }) =>
              `${code} ${number}: ${reason}${at === undefined ? '' : ` (entry ${at} of the block)`}`,
          ),
  );
  return isValid ? 0 : ERROR_CODES.MALFORMED_BLOCK.exit;
};

function chosen(options: Options): { network?: string; difficulty?: string } {
  const [network, difficulty] = [optional(options, 'network'), optional(options, 'difficulty')];
  return { ...(network !== undefined && { network }), ...(difficulty !== undefined && { difficulty }) };
}

async function authorOf(context: Context, options: Options): Promise<Did> {
  const author = optional(options, 'author');
  return parseDid(author ?? (await context.identity()).did);
}

async function positionOf(context: Context, options: Options): Promise<Position> {
  const file = optional(options, 'after');
  if (file === undefined) return 'unknown';
  const bytes = await readBytes(context, file, MAX_FILE_BYTES);
  const { header } = decodeBlock(bytes);
  const { height, timeMs, logSize: size } = header;
  const point = { height, timeMs, size, hash: hashHeader(bytes.subarray(0, HEADER_BYTES)) };
  // Of an empty log all is known; of a longer one nothing but its root.
  return size === 0 ? { ...point, frontier: new Frontier() } : point;
}

/** Rules that need more of the chain than is there. */
function rulesNotChecked({ level, header }: BlockValidation, position: Position): ValidationRule[] {
  if (level === 'minimal' || header?.height === 0) return [];
  const rules = Object.keys(VALIDATION_NUMBERS) as ValidationRule[];
  const missing: readonly ValidationRule[] =
    position === 'unknown'
      ? ['log-root', 'height', 'previous-hash', 'time-before', 'log-size']
      : typeof position === 'object' && position.frontier === undefined
        ? ['log-root']
        : [];
  return rules.filter((rule) => missing.includes(rule));
}

/** `export`: the block as bytes. */
export const exportBlock: Run = async (context, args, options) => {
  const at = argument(args, 0, 'BLOCK');
  const out = optional(options, 'out') ?? '-';
  if (out === '-' && context.io.outIsTerminal && !context.global.json)
    throw usage('a block is no text for a terminal', 'write it to a file with --out FILE');
  await using agent = await context.open();
  const { height, hash, block } = await agent.api.blocks.find(at);
  const bytes = fromBase64(block);
  if (out !== '-') await writeBytes(context, out, bytes);
  if (context.global.json)
    await context.print({ block: { height, hash, ...(out === '-' ? { bytes: toHex(bytes) } : { out }) } }, () => '');
  else if (out === '-') await context.io.write(bytes);
  else context.note(`block ${height}, ${plural(bytes.length, 'byte')}, is in ${printable(out)}`);
  return 0;
};

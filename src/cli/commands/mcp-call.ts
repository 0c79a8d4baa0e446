/** @module `talos mcp-call`: one call of one tool of a peer, recorded like every other. */

import type { CallOutcome } from '../../agent/api/api.ts';
import { ERROR_CODES, type ErrorCode, EXIT, isErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { type Json, parseJson } from '../../codec/json.ts';
import { isJsonObject, MAX_RPC_BYTES, RPC_CODES } from '../../mcp/rpc.ts';
import { presentable } from '../capability-text.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { readText } from '../files.ts';
import { justificationOf } from '../justification.ts';
import { peerName } from '../peer-names.ts';
import { printableJson } from '../terminal.ts';
import { usage } from '../values.ts';

/** Exit 0 with the result; 3 with the code of a denial; 5 where the peer or the outcome is out of reach; else 1. */
export const mcpCall: Run = async (context, args, options) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const tool = argument(args, 1, 'TOOL');
  const given = argument(args, 2, 'JSON');
  if (given === '-' && optional(options, 'capability') === '-')
    throw usage('the capability and the arguments cannot both be read from -');
  const text = given === '-' ? await readText(context, '-', MAX_RPC_BYTES) : given;
  if (!isJsonObject(jsonOf(text))) throw usage('the arguments of the tool must be a JSON object');
  const service = optional(options, 'service');
  const justification = justificationOf(options);
  const capability = await capabilityOf(context, options);
  const deadline = await deadlineOf(context, options);
  await using agent = await context.open();
  const outcome = await agent.api.call(
    {
      peer,
      tool,
      arguments: text,
      ...(service === undefined ? {} : { service }),
      ...capability,
      ...justification,
      ...deadline,
    },
    context.io.signal,
  );
  if (outcome.error !== undefined || outcome.result === undefined) throw failure(outcome);
  const result = printableJson(outcome.result);
  await context.io.write(context.global.json ? `{"result":${result},"entry":"${outcome.entry}"}\n` : `${result}\n`);
  context.detail(`recorded as ${outcome.entry}`);
  const json = parseJson(outcome.result);
  return isJsonObject(json) && json['isError'] === true ? EXIT.failed : EXIT.done;
};

/** `--deadline`, or the setting. */
export async function deadlineOf(context: Context, options: Options): Promise<{ readonly deadlineMs?: number }> {
  const given = optional(options, 'deadline');
  const { deadline } = await context.settings(given === undefined ? {} : { deadline: given });
  return deadline.value === 0 ? {} : { deadlineMs: deadline.value * 1000 };
}

/** `--capability`, where it was given. */
async function capabilityOf(context: Context, options: Options): Promise<{ readonly capability?: string }> {
  const name = optional(options, 'capability');
  if (name === undefined) return {};
  return { capability: await presentable(context, name) };
}

function jsonOf(text: string): Json {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw usage(`the arguments are not JSON: ${cause.message}`);
  }
}

const BY_RPC_CODE: Readonly<Record<number, ErrorCode>> = {
  [RPC_CODES.denied]: 'E_REFUSED',
  [RPC_CODES.tunnelDown]: 'E_UNREACHABLE',
  [RPC_CODES.outcomeUnknown]: 'E_OUTCOME_UNKNOWN',
};

function failure({ error, entry }: CallOutcome): TalosError {
  if (error === undefined) return new TalosError('E_PROTOCOL', 'the call ended without a result');
  const details = { entry, rpc: error.code };
  if (error.denial !== undefined && isErrorCode(error.denial)) {
    // A server that says no more than the code leaves the words to us.
    const why = error.message === `denied: ${error.denial}` ? ERROR_CODES[error.denial].sentence : error.message;
    return new TalosError(error.denial, `denied: ${error.denial}: ${why}`, { details });
  }
  const code = error.fromTool === true ? 'E_TOOL_FAILED' : (BY_RPC_CODE[error.code] ?? 'E_TOOL_FAILED');
  return new TalosError(code, `the call failed (${error.code}): ${error.message}`, { details });
}

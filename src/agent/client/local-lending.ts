/**
 * What an application says of a tool server of its own process that it lends, as the agent takes it.
 *
 * @module
 */
import { membersOf } from '../../base/caller-mistakes.ts';
import { Slots } from '../../base/slots.ts';
import { parseJson } from '../../codec/json.ts';
import type { AskCommand } from '../authority/approval-book.ts';
import type { LendTerms } from '../tunnel/lending.ts';
import type { LentSecret } from '../tunnel/tool-secrets.ts';
import type { ApprovalQuestion, Approver, LocalLending } from './client-types.ts';
import type { LocalServer } from './mcp-transport.ts';

/** Life of capabilities of what a client lends, seconds: a quarter of an hour. PROTOCOL.md §11. */
const DEFAULT_LENDING_S = 900;
/** Questions that an approver is asked at a time; others wait for their turn, as long as they wait for an answer. */
export const MAX_APPROVER_QUESTIONS = 8;

/** The server of `params`, and the terms that it is lent on. @throws {TypeError} for a member of another type. */
export function lendingOf(
  params: LocalLending,
  onNotice: (text: string) => void,
): { readonly server: LocalServer; readonly terms: LendTerms } {
  const {
    server,
    approver,
    secrets,
    expiresInS = DEFAULT_LENDING_S,
    ...terms
  } = membersOf<LocalLending>(params, 'params', {
    server: 'function',
    service: 'text',
    allow: 'text',
    deny: 'text?',
    expiresInS: 'number?',
    inviteTtlS: 'number?',
    acl: 'text?',
    approve: 'text?',
    approveTimeoutS: 'number?',
    approver: 'function?',
    requireIntent: 'text?',
    roots: 'texts?',
    secrets: 'object?',
  });
  const asked = approver === undefined ? {} : { command: askerOf(approver, onNotice) };
  const hidden = secrets === undefined ? {} : { secrets: secretsOf(secrets) };
  return { server, terms: { ...terms, ...asked, ...hidden, expiresInS } };
}

function secretsOf(secrets: readonly LentSecret[]): readonly LentSecret[] {
  if (!Array.isArray(secrets)) throw new TypeError('params.secrets must be an array');
  return secrets.map((secret: LentSecret, at) => {
    const kinds = { name: 'text', file: 'text?', value: 'text?', tools: 'text?' } as const;
    const { file, value, ...rest } = membersOf<Record<string, unknown>>(
      secret as never,
      `params.secrets[${at}]`,
      kinds,
    );
    if ((file === undefined) === (value === undefined))
      throw new TypeError(`params.secrets[${at}] must have a file or a value`);
    return { ...rest, ...(file === undefined ? { value } : { file }) } as unknown as LentSecret;
  });
}

/** What throws, or gives anything but `true`, is a no. */
function askerOf(approver: Approver, onNotice: (text: string) => void): AskCommand {
  const slots = new Slots(MAX_APPROVER_QUESTIONS);
  return async (text, signal) => {
    try {
      return await slots.run(async () => {
        const { v: _, ...question } = parseJson(text) as unknown as ApprovalQuestion & { readonly v: number };
        return (await approver(question, signal)) === true;
      }, signal);
    } catch (error) {
      if (!signal.aborted) onNotice(`the approver of calls failed: ${String(error)}`);
      return false;
    }
  };
}

/**
 * One call in four layers, for people.
 *
 * @module
 */
import type { CallLayers } from '../agent/api/audit-api.ts';
import { who } from './message-text.ts';
import { printable, timeText } from './terminal.ts';

const TYPES = ['intent', 'call', 'approval', 'decision', 'result', 'receipt'];

/** Whether entries of this type are about a call. */
export function hasLayers(type: string): boolean {
  return TYPES.includes(type);
}

/** A row a layer. */
export function layerRows({ identity, authority, intent, execution }: CallLayers): string[][] {
  const { caller, callerAlias, server, serverAlias } = identity;
  return [
    ['identity', `${who(caller, callerAlias)} called ${who(server, serverAlias)}`],
    ['authority', authorityText(authority)],
    ['intent', intentText(intent)],
    ['execution', executionText(execution)],
  ];
}

function authorityText({ capability, service, decision, approval }: CallLayers['authority']): string {
  const approved = approval === undefined ? '' : `; approval ${approval.id.slice(0, 8)} ${approval.event ?? 'given'}`;
  const by = approval?.by === undefined ? '' : ` by ${approval.by}`;
  const said = decision === '' ? 'not decided' : printable(decision);
  return `capability ${capability.slice(0, 16)} for ${printable(service)}: ${said}${approved}${by}`;
}

function intentText(intent: CallLayers['intent']): string {
  if (intent === undefined) return 'none';
  const { hash, justification, fault } = intent;
  const why = justification === undefined || justification === '' ? '' : `: ${printable(justification)}`;
  return `${hash.slice(0, 16)}${fault === undefined ? ', which the call fits' : `, MISMATCH (${fault})`}${why}`;
}

function executionText(execution: CallLayers['execution']): string {
  if (execution === undefined) return 'nothing on record';
  const { outcome, result, statement, timeMs } = execution;
  const digest = result === '' ? '' : `, commitment ${result.slice(0, 16)}`;
  const what = outcome === 'none' ? 'no outcome' : outcome;
  return `${what}${digest}, signed in ${statement.slice(0, 16)} at ${timeText(timeMs)}`;
}

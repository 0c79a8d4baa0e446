/** @module `talos acl check|lint`: what an access-control list says, and what is wrong with it. */
import { join } from 'node:path';
import type { AclAnswer, AclQuestion } from '../../agent/api/access-api.ts';
import type { AgentApi } from '../../agent/api/api.ts';
import { ERROR_CODES, EXIT, isErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { type Did, isDid } from '../../identity/did.ts';
import { DATA_DIR_NAMES } from '../../node/data-dir.ts';
import { argument, type Context, optional, type Run } from '../context.ts';
import { knownPeers } from '../peer-names.ts';
import { plural, printable } from '../terminal.ts';
import { fullIdentity, usage } from '../values.ts';

/** Methods that are about something, which must be named. */
const WITH_TARGET = /^(?:tools\/call|resources\/(?:read|subscribe|unsubscribe)|prompts\/get|completion\/complete)$/;
/** Capabilities whose tools count as known: the newest. */
const MAX_ASKED_CAPABILITIES = 64;

/** `check`: exit 0 where the list allows it, else the status of the code of the refusal, 3 for `ACL_DENIED`. */
export const check: Run = async (context, args, options) => {
  const named = argument(args, 0, 'PEER');
  const method = argument(args, 1, 'METHOD');
  const target = args[2] ?? '';
  if (target === '' && WITH_TARGET.test(method))
    throw usage(`which tool, prompt or URI is ${printable(method)} about?`);
  const file = optional(options, 'acl');
  const service = optional(options, 'service');
  const question: AclQuestion = {
    peer: fullIdentity(named) ?? named,
    method,
    target,
    ...(file === undefined ? {} : { file: context.path(file) }),
    ...(service === undefined ? {} : { service }),
  };
  const answer = (await hasIdentity(context)) ? await ask(context, question) : await askFile(question);
  await context.print(answer, () => inWords(answer));
  const { code } = answer;
  return code !== undefined && isErrorCode(code) ? ERROR_CODES[code].exit : 0;
};

async function hasIdentity(context: Context): Promise<boolean> {
  return (await context.io.agents.identity(context.dataDir)) !== undefined;
}

async function ask(context: Context, question: AclQuestion): Promise<AclAnswer> {
  await using agent = await context.open();
  const { peer } = question;
  if (!isDid(peer)) await assertAlias(agent.api, peer);
  return await agent.api.acl.check(question);
}

/** A prefix is nobody's name: whoever can choose a key can choose what it begins with. */
async function assertAlias(api: AgentApi, text: string): Promise<void> {
  const peers = await api.contacts.peers();
  if (peers.some(({ alias }) => alias === text)) return;
  const near = peers.filter(({ did, alias }) => alias.startsWith(text) || did.includes(text));
  const names = near.map(({ did, alias }) => alias || did);
  const message = `no peer has the alias "${printable(text)}"`;
  if (near.length > 1)
    throw new TalosError('E_AMBIGUOUS', `${message}, and ${plural(near.length, 'name')} begin so`, {
      hint: `name the peer in full: ${names.slice(0, 8).map(printable).join(', ')}`,
    });
  throw new TalosError('E_NOT_FOUND', message, {
    hint: names[0] === undefined ? 'give a DID, or a whole alias' : `if it is ${printable(names[0])}, say so in full`,
  });
}

/** Without an identity there are no aliases but those of the list. */
async function askFile({ peer: name, method, target, file }: AclQuestion): Promise<AclAnswer> {
  if (file === undefined) throw usage('there is no identity and so no list', 'name a list with --acl FILE');
  const [{ decide }, { limitsOf }, { parseAcl }, { readAclFile }] = await Promise.all([
    import('../../acl/decide.ts'),
    import('../../acl/acl.ts'),
    import('../../acl/parse.ts'),
    import('../../node/acl-files.ts'),
  ]);
  const bytes = await readAclFile(file);
  if (bytes === undefined) throw noFile(file);
  const acl = parseAcl(bytes, file);
  const peer = isDid(name) ? { did: name, alias: '' } : { did: '' as Did, alias: name };
  const { code, ...decision } = decide(acl, peer, method, target);
  const answer = { ...decision, peer: peer.did, alias: peer.alias, file, inForce: false, limits: limitsOf(acl, peer) };
  return code === undefined ? answer : { ...answer, code };
}

function noFile(file: string): TalosError {
  return new TalosError('E_NOT_FOUND', `there is no access-control list ${printable(file)}`);
}

function inWords(answer: AclAnswer): readonly string[] {
  const { allowed, code, rule, file, line, reason, inForce, limits } = answer;
  const where = line === 0 ? file : `${file}:${line}`;
  const by = rule === '' ? '' : ` by ${rule}`;
  const bounds = [
    ...(limits.requestsPerMinute === undefined ? [] : [`${plural(limits.requestsPerMinute, 'call')} a minute`]),
    ...(limits.dataBytesPerDay === undefined ? [] : [`${plural(limits.dataBytesPerDay, 'byte')} a day`]),
    ...(limits.maxExecutionMs === undefined ? [] : [`${limits.maxExecutionMs / 1000} s a call`]),
  ];
  return [
    printable(`${allowed ? 'allowed' : `denied (${code ?? ''})`}${by}: ${reason}`),
    printable(`list    ${where}${inForce ? ', in force' : ''}`),
    ...(bounds.length === 0 ? [] : [`limits  ${bounds.join(', ')}`]),
    ...(allowed && rule !== '' ? ['the capability of the peer must allow it too'] : []),
  ];
}

/** A finding of `lint`. */
interface Finding {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `lint`: exit 0 where the list is read, with or without warnings; 2 where it is refused. */
export const lint: Run = async (context, args) => {
  const file = args[0] === undefined ? join(context.dataDir, DATA_DIR_NAMES.permissions) : context.path(args[0]);
  const findings = await findingsOf(context, file);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  await context.print({ file, valid: errors === 0, findings }, () =>
    findings.map(({ severity, line, column, message }) =>
      printable(`${line === 0 ? file : `${file}:${line}:${column}`}: ${severity}: ${message}`),
    ),
  );
  await sayInForce(context, file);
  const counts = `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}`;
  context.note(`${printable(file)}: ${findings.length === 0 ? 'nothing to remark' : counts}`);
  return errors === 0 ? EXIT.done : EXIT.usage;
};

/** Says where running services obey another list than the one in the file. */
async function sayInForce(context: Context, file: string): Promise<void> {
  await using agent = await context.io.agents.attach(context.dataDir);
  for (const list of (await agent?.api.acl.lists()) ?? [])
    if (list.file === file && list.problem !== '')
      context.note(`${list.services.map(printable).join(', ')}: the list from before is in force`);
}

async function findingsOf(context: Context, file: string): Promise<readonly Finding[]> {
  const [{ lintAcl }, { readAcl }, { readAclFile }] = await Promise.all([
    import('../../acl/lint.ts'),
    import('../../acl/parse.ts'),
    import('../../node/acl-files.ts'),
  ]);
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readAclFile(file);
  } catch (error) {
    if (!isTalosError(error, 'E_CONFIG')) throw error;
    return [{ severity: 'error', line: 0, column: 0, message: error.message }];
  }
  if (bytes === undefined) throw noFile(file);
  const read = readAcl(bytes);
  if ('faults' in read) return read.faults.map((fault) => ({ severity: 'error', ...fault }));
  const world = await worldOf(context);
  return lintAcl(read.acl, world).map((warning) => ({ severity: 'warning', ...warning }));
}

/** Who and what is known here; nothing where there is no identity, or its agent cannot be asked. */
async function worldOf(context: Context): Promise<object> {
  if (!(await hasIdentity(context))) return {};
  try {
    await using agent = await context.open();
    const { api } = agent;
    const contacts = await api.contacts.peers();
    const others = (await knownPeers(api)).filter((did) => contacts.every((each) => each.did !== did));
    return {
      self: (await api.whoami()).did,
      peers: [...contacts.map(({ did, alias }) => ({ did, alias })), ...others.map((did) => ({ did, alias: '' }))],
      tools: await knownTools(api),
    };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    context.note(`peers and tools were not compared: ${printable(error.message)}`);
    return {};
  }
}

/** Names of the tools that are lent now, or were granted. */
async function knownTools(api: AgentApi): Promise<readonly string[]> {
  const names = new Set((await api.status()).services.flatMap(({ tools }) => tools));
  const issued = (await api.capabilities()).filter(({ direction, revoked }) => direction === 'issued' && !revoked);
  for (const { id } of issued.slice(-MAX_ASKED_CAPABILITIES)) {
    const { tools } = JSON.parse((await api.capability(id)).scope) as { readonly tools?: object };
    for (const name of Object.keys(tools ?? {})) names.add(name);
  }
  return [...names];
}

/** @module `talos mcp-serve`: lends an MCP server until it is stopped. */
import type { AgentApi, ServedInfo, ServeParams } from '../../agent/api/api.ts';
import { toHex, utf8 } from '../../base/bytes.ts';
import { isTalosError } from '../../base/errors.ts';
import { MAX_SERVICE_NAME, SERVICE_NAME } from '../../capability/scope.ts';
import { MAX_TOKEN_LIFETIME_S } from '../../capability/token.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { SettingName } from '../../node/settings.ts';
import { splitCommand } from '../../node/tool/command-line.ts';
import { INHERITED_VARIABLES } from '../../node/tool/tool-environment.ts';
import { promptApprovals } from '../approval-prompt.ts';
import { type Context, type Options, optional, type Run, repeated } from '../context.ts';
import { askedTerms, declaredEnvironment } from '../grant-scope.ts';
import { networkFlags } from '../network-flags.ts';
import { ownerEnded } from '../owner-ended.ts';
import { authorizedDid, knownPeers } from '../peer-names.ts';
import { secretOption } from '../secret-option.ts';
import { plural, printable } from '../terminal.ts';
import { durationS, durationText, fullIdentity, quoted, usage } from '../values.ts';

/** What people type to run this program without installing it. */
const PROGRAM: readonly string[] = ['npx', '-y', 'talos-protocol'];

/** See the module comment. */
export const mcpServe: Run = async (context, args, options) => {
  const argv = argvOf(args, optional(options, 'command'));
  const flags = flagsOf(options);
  const given = await paramsOf(context, argv, options, flags);
  await context.ensureIdentity();
  const params = { ...given, ...rootsOf(options, (await context.identity()).did) };
  const authorizedPeer = await authorized(context, options, flags);
  let isFirst = true;
  for (;;) {
    const again = await serveOnce(
      context,
      { ...params, ...authorizedPeer, ...(isFirst ? {} : { inviteTtlS: 0 }) },
      flags,
      { isFirst, qr: options['qr'] === true },
    );
    context.io.signal.throwIfAborted();
    if (!again) return 0;
    context.note('the process that ran the agent ended; serving from here');
    isFirst = false;
  }
};

/** The issuers that were named, `self` among them perhaps. */
function rootsOf(options: Options, self: string): { readonly roots?: readonly string[] } {
  const named = repeated(options, 'root');
  if (named.length === 0) return {};
  return {
    roots: named.map((text) => {
      const did = text === 'self' ? self : fullIdentity(text);
      if (did === undefined) throw usage(`--root must name an issuer in full, or be "self", got "${printable(text)}"`);
      return did;
    }),
  };
}

type Flags = Partial<Record<SettingName, string>>;

/** How much is told when it is lent. */
interface Start {
  readonly isFirst: boolean;
  /** Whether the invitation is shown as a QR code as well. */
  readonly qr: boolean;
}

/** Serves until stopped. Gives true where the process of the agent ended, so that it can be served again. */
async function serveOnce(context: Context, params: ServeParams, flags: Flags, start: Start): Promise<boolean> {
  const { signal } = context.io;
  signal.throwIfAborted();
  await using agent = await context.open(flags);
  const service = await agent.api.serve(params, {
    signal,
    onNotice: (notice) => context.notice(notice),
  });
  const over = new AbortController();
  try {
    await announce(context, service.info, params, start);
    void asking(context, agent.api, params, over.signal);
    await service.ended;
    return false;
  } catch (error) {
    await ownerEnded(error, agent, signal);
    return true;
  } finally {
    over.abort();
    await service.close();
  }
}

/** Asks about calls on this terminal, where it is one. Never rejects: others may answer, and the service goes on. */
async function asking(context: Context, api: AgentApi, params: ServeParams, signal: AbortSignal): Promise<void> {
  if (params.approve === undefined) return;
  const { stdinIsTerminal, noteIsTerminal } = context.io;
  const where = stdinIsTerminal && noteIsTerminal ? 'asked about here, and by' : 'to be answered with';
  context.note(`calls of ${printable(params.approve)} are ${where} talos approvals`);
  if (!stdinIsTerminal || !noteIsTerminal) return;
  try {
    await promptApprovals(context, api.approvals, params.service, signal);
  } catch (error) {
    if (!isTalosError(error, 'E_CLOSED') && !signal.aborted)
      context.note(`calls are not asked about here any more: ${printable(String(error))}`);
  }
}

async function announce(
  context: Context,
  info: ServedInfo,
  params: ServeParams,
  { isFirst, qr }: Start,
): Promise<void> {
  const showsCode = qr && isFirst && context.io.outIsTerminal && !context.global.json;
  const code = showsCode && info.invitation !== undefined ? await codeOf(info.invitation) : [];
  if (isFirst) await context.print(info, () => [info.invitation ?? info.did, ...code]);
  const tools = info.tools.length === 0 ? '' : `: ${info.tools.map(printable).join(', ')}`;
  context.note(`lending ${printable(info.service)} (${plural(info.tools.length, 'tool')}${tools}) as ${info.did}`);
  context.note(`listening on ${info.addresses.map(printable).join(' ')}`);
  if (!isFirst) return;
  if (info.invitation !== undefined)
    context.note(`the invitation is for one agent, once, within ${durationText(params.inviteTtlS)}`);
  const target = info.invitation ?? info.addresses[0] ?? info.did;
  const command = [...PROGRAM, 'mcp-connect', target];
  context.note(`for an MCP client: ${JSON.stringify({ command: command[0], args: command.slice(1) })}`);
  context.note(`or, as a command: ${command.map(quoted).join(' ')}`);
}

/** The invitation as a QR code, in the characters of a terminal. */
async function codeOf(invitation: string): Promise<readonly string[]> {
  const { renderUnicodeCompact } = await import('uqr');
  return renderUnicodeCompact(invitation, { ecc: 'L' }).split('\n');
}

function argvOf(args: readonly string[], command: string | undefined): readonly string[] {
  if (command !== undefined && args.length > 0) throw usage('give --command or a command after --, not both');
  if (command !== undefined) return splitCommand(command);
  if (args[0] === undefined || args[0] === '')
    throw usage(
      'which MCP server is to be lent?',
      "give its command after --, as in: -- npx -y some-server 'an argument'",
    );
  return args;
}

function flagsOf(options: Options): Flags {
  const flags: Flags = { ...networkFlags(options) };
  const take = (name: SettingName, key: string): void => {
    const value = optional(options, key);
    if (value !== undefined) flags[name] = value;
  };
  take('expires', 'expires');
  take('invite-expires', 'inviteExpires');
  take('port', 'port');
  take('host', 'host');
  take('linger', 'linger');
  return flags;
}

async function paramsOf(
  context: Context,
  argv: readonly string[],
  options: Options,
  flags: Flags,
): Promise<ServeParams> {
  const allow = optional(options, 'allow');
  const deny = optional(options, 'deny');
  const requireIntent = optional(options, 'requireIntent');
  const peer = optional(options, 'authorizedPeer');
  if (allow === undefined && peer === undefined)
    throw usage(
      'whom and what is it lent to?',
      "--allow 'read_*' makes an invitation; --authorized-peer PEER names one peer",
    );
  const service = optional(options, 'service') ?? serviceName(argv);
  if (service.length > MAX_SERVICE_NAME || !SERVICE_NAME.test(service))
    throw usage('--service must be 1 to 64 printable ASCII characters without spaces');
  const acl = optional(options, 'acl');
  const secrets = repeated(options, 'secret').map((text) => secretOption(text, (file) => context.path(file)));
  const terms = await askedTerms(options);
  const environment = declaredEnvironment(options);
  const settings = await context.settings(flags);
  if (settings.expires.value > MAX_TOKEN_LIFETIME_S) throw usage('--expires exceeds 400 days');
  const { port, host } = settings;
  return {
    argv,
    cwd: context.io.cwd,
    env: inherited(context.io.env),
    service,
    ...(allow === undefined ? {} : { allow }),
    ...(deny === undefined ? {} : { deny }),
    ...(options['pins'] === false ? { pinned: false } : {}),
    ...(acl === undefined ? {} : { acl: context.path(acl) }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(requireIntent === undefined ? {} : { requireIntent }),
    ...approvalsOf(options),
    expiresInS: settings.expires.value,
    ...(terms === undefined ? {} : { terms }),
    ...(environment === undefined ? {} : { environment }),
    inviteTtlS: settings['invite-expires'].value,
    ...renewableOf(options),
    ...(host.source === 'built in' ? {} : { host: host.value }),
    ...(port.source === 'built in' ? {} : { port: port.value }),
  };
}

function renewableOf(options: Options): { readonly renewableS?: number } {
  const renewable = optional(options, 'renewable');
  if (renewable === undefined) return {};
  const renewableS = durationS(renewable, '--renewable');
  if (renewableS > MAX_TOKEN_LIFETIME_S) throw usage('--renewable exceeds 400 days');
  return { renewableS };
}

function approvalsOf(options: Options): Pick<ServeParams, 'approve' | 'approveTimeoutS' | 'approveCommand'> {
  const approve = optional(options, 'approve');
  const timeout = optional(options, 'approveTimeout');
  const command = optional(options, 'approveCommand');
  if (approve === undefined && (timeout !== undefined || command !== undefined))
    throw usage('which calls are to be approved?', "--approve 'write_*,delete_*' names them");
  return {
    ...(approve === undefined ? {} : { approve }),
    ...(timeout === undefined ? {} : { approveTimeoutS: durationS(timeout, '--approve-timeout') }),
    ...(command === undefined ? {} : { approveCommand: splitCommand(command) }),
  };
}

/** Words that say how a server is started, not which one it is. */
const LAUNCHER = /^(?:npx|npm|node|bun|bunx|deno|uvx|uv|python[0-9.]*|docker|exec|run|index|dist|main|-.*)$/;

/**
 * The name of a service that was given none: what is started, and eight digits of its whole command. A capability for
 * one command is then none for another, even under the same agent.
 */
function serviceName(argv: readonly string[]): string {
  // A program is named by its file alone, a script also by the folders that it lies in.
  const parts = argv.flatMap((word, at) => word.split('/').slice(at === 0 ? -1 : -3));
  const words = parts.map((word) => word.replace(/@.*$|\.[a-z]+$/g, ''));
  const word = words.find((each) => /^[A-Za-z][A-Za-z0-9_-]{1,39}$/.test(each) && !LAUNCHER.test(each)) ?? 'server';
  return `${word}-${toHex(sha256(utf8(JSON.stringify(argv)))).slice(0, 8)}`;
}

/** What the tool may see of this process's environment; the agent that runs it may be another process. */
function inherited(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (
      value !== undefined &&
      !value.startsWith('()') &&
      (INHERITED_VARIABLES.includes(name) || /^LC_[A-Z]+$/.test(name))
    )
      kept[name] = value;
  return kept;
}

async function authorized(context: Context, options: Options, flags: Flags): Promise<{ authorizedPeer?: string }> {
  const peer = optional(options, 'authorizedPeer');
  if (peer === undefined) return {};
  const did = fullIdentity(peer);
  if (did !== undefined) return { authorizedPeer: did };
  // Refused in any case; who is known here only makes the error better.
  await using agent = await context.open(flags);
  return { authorizedPeer: await authorizedDid(peer, '--authorized-peer', () => knownPeers(agent.api)) };
}

/**
 * The command line as a tree: names, options and help. What a command does is loaded when it is run, so that a start
 * costs only what it uses.
 *
 * @module
 */
import { VERSION } from '../base/version.ts';
import { aclCommands } from './acl-program.ts';
import { anchorCommands } from './anchor-program.ts';
import { approvalCommands } from './approval-program.ts';
import { auditCommands } from './audit-program.ts';
import { backupCommands } from './backup-program.ts';
import { benchCommands } from './bench-program.ts';
import { chainCommands } from './chain-program.ts';
import { completionCommands } from './completion-program.ts';
import { Context, type Options, type Run } from './context.ts';
import { delegationCommands } from './delegation-program.ts';
import { didCommands } from './did-program.ts';
import { doctorCommands } from './doctor-program.ts';
import { grantCommands } from './grant-program.ts';
import type { Io } from './io.ts';
import { ledgerCommands } from './ledger-program.ts';
import { lightCommands } from './light-program.ts';
import { type Act, branch, collect, type Define, TalosCommand } from './program-parts.ts';
import { pingCommands, relayCommands } from './relay-program.ts';
import { revocationCommands } from './revocation-program.ts';
import { toolCommands } from './tool-program.ts';
import { transferCommands } from './transfer-program.ts';
import { validationCommands } from './validation-program.ts';
import { witnessCommands } from './witness-program.ts';

/** What a run leaves. */
export interface Outcome {
  status: number;
}

/** The whole tree, ready to parse. */
export function buildProgram(io: Io, outcome: Outcome, help: (text: string) => void): TalosCommand {
  const program = new TalosCommand('talos')
    .description('Lend one tool, with these arguments, until Friday, to that agent; both sides keep a proof.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--data-dir <dir>', 'use the identity and the ledger in DIR ($TALOS_HOME, else ~/.talos)')
    .option('--passphrase-file <file>', 'read the passphrase of the keystore from FILE ($TALOS_PASSPHRASE_FILE)')
    .option('--json', 'print one JSON document; errors too')
    .option('--quiet', 'no remarks on standard error, only errors')
    .option('--verbose', 'more remarks')
    .option('--debug', 'all remarks, and the causes of errors')
    .option('--offline', 'stay off the network')
    .exitOverride()
    .configureOutput({ writeOut: help, writeErr: help })
    .addHelpText('after', EXAMPLE) as TalosCommand;
  const act: Act = (command, load, home) => {
    command.allowExcessArguments(false).action(async () => {
      const run = await load();
      const context = new Context(io, command.optsWithGlobals<Options>(), home);
      outcome.status = (await run(context, command.args, command.opts<Options>())) ?? 0;
    });
  };
  for (const define of [
    identityCommands,
    didCommands,
    mcpCommands,
    messageCommands,
    transferCommands,
    grantCommands,
    capabilityCommands,
    toolCommands,
    aclCommands,
    delegationCommands,
    revocationCommands,
    approvalCommands,
    ledgerCommands,
    anchorCommands,
    chainCommands,
    validationCommands,
    lightCommands,
    auditCommands,
    witnessCommands,
    backupCommands,
    relayCommands,
    pingCommands,
    doctorCommands,
    benchCommands,
    completionCommands,
  ])
    define(program, act);
  return program;
}

const EXAMPLE = `
Example, where the tool is:
  $ npx -y talos-protocol mcp-serve --allow 'read_*,list_*' -- npx -y @modelcontextprotocol/server-filesystem ~/share
and where the agent is:
  $ npx -y talos-protocol mcp-connect 'talos:invite:...'

Exit status: 0 done, 1 failed, 2 usage, 3 denied, 4 verification failed, 5 unreachable, 6 identity or key.`;

const identityCommands: Define = (program, act) => {
  act(
    program
      .command('init')
      .description('create the identity of the data directory')
      .requiredOption('--name <name>', 'a name for people to read')
      .option('--words-file <file>', 'write the 24 words to FILE instead of showing them')
      .option('--force', 'replace an identity, after backing it up'),
    async () => (await import('./commands/init.ts')).init,
  );
  act(
    program.command('whoami').description('show the identity'),
    async () => (await import('./commands/whoami.ts')).whoami,
  );
  act(
    program
      .command('register')
      .description('announce this agent at a server, where others find it and leave messages while it is away')
      .option('--server <place>', 'HOST:PORT or a multiaddr ($TALOS_SERVER); without any: all servers that are known')
      .option('--name <name>', 'what the list of the server calls this agent, from now on')
      .option('--unlisted', 'stay out of the list of the server, from now on: only who knows the DID finds this agent')
      .option('--listed', 'be in the list again'),
    async () => (await import('./commands/register.ts')).register,
  );
  act(
    program.command('status').description('show what the running agent does'),
    async () => (await import('./commands/status.ts')).status,
  );
  act(
    program.command('demo').description('two agents on this machine: a call, a refusal, a forgery, a proof'),
    async () => (await import('./commands/demo.ts')).demo,
  );
  act(
    program.command('limits').description('show every limit and default in force, with its source'),
    async () => (await import('./commands/limits.ts')).limits,
  );
};

const mcpCommands: Define = (program, act) => {
  act(
    program
      .command('mcp-serve')
      .description('lend an MCP server until stopped')
      .argument('[command...]', 'the MCP server, after --')
      .option('--allow <globs>', 'tools to lend, as read_*,list_*')
      .option('--deny <globs>', 'tools not to lend, whatever --allow says')
      .option('--no-pins', 'capabilities do not name the definitions of the tools')
      .option('--acl <file>', 'access-control list (permissions.yaml of the data directory, where it has one)')
      .option('--secret <name=@file[:globs]>', 'what stands for ${secret:NAME} in arguments, for these tools', collect)
      .option('--require-intent <globs>', 'tools whose callers must sign before each call what they do and why')
      .option('--approve <globs>', 'tools that a person is asked about, call by call: here, or with talos approvals')
      .option('--approve-timeout <duration>', 'how long an answer is waited for; none is no (5m)')
      .option('--approve-command <command>', 'a command that is asked too; no shell reads it, exit status 0 is yes')
      .option('--authorized-peer <peer>', 'lend to this peer alone, named in full, without an invitation')
      .option('--command <command>', 'the MCP server as one text; no shell reads it')
      .option('--expires <duration>', 'life of the capability, as 7d (24h)')
      .option('--renewable <duration>', 'renew the capability on request, for as long as 7d from when it is given')
      .option('--qr', 'show the invitation as a QR code as well, on a terminal')
      .option('--invite-expires <duration>', 'life of the invitation (15m)')
      .option('--service <name>', 'name of the service (made of the command)')
      .option(
        '--root <did>',
        'accept root capabilities of this issuer, "self" for the own; may be given again (self)',
        collect,
      )
      .option('--linger <duration>', 'how long a tool waits for a caller whose connection was lost; 0: not at all (5m)')
      .option('--port <port>', 'port to listen on; 0: any (8766)')
      .option('--host <address>', 'address to listen on')
      .option('--mdns', 'look for agents in the local network, and tell it of this one, by multicast DNS')
      .option('--nat-pmp', 'ask the router by NAT-PMP for a port that leads here')
      .option('--upnp', 'ask the router by UPnP for a port that leads here')
      .option(
        '--metrics <port>',
        'let Prometheus read at this port, of this machine alone, what the agent counts; 0: any',
      ),
    async () => (await import('./commands/mcp-serve.ts')).mcpServe,
  );
  act(
    program
      .command('mcp-connect')
      .description('be a lent MCP server here, over standard input and output')
      .argument('<target>', 'an invitation, @FILE or - that holds one, or a peer')
      .option('--capability <file>', 'present the capability in FILE, or in the first line of - input')
      .option('--service <name>', 'name of the service')
      .option('--deadline <duration>', 'longest wait of a request for its answer; an error then (without end)')
      .option('--justify <text>', 'why, for calls that the other side wants announced; kept on record by both sides')
      .option('--mdns', 'look for agents in the local network, and tell it of this one, by multicast DNS')
      .option(
        '--metrics <port>',
        'let Prometheus read at this port, of this machine alone, what the agent counts; 0: any',
      ),
    async () => (await import('./commands/mcp-connect.ts')).mcpConnect,
  );
  act(
    program
      .command('mcp-call')
      .description('call one tool of a peer')
      .argument('<peer>', 'an alias, an address, or a peer named in full')
      .argument('<tool>', 'its name')
      .argument('<json>', 'the arguments, or - to read them')
      .option('--capability <file>', 'present the capability in FILE, or -, and no other')
      .option('--service <name>', 'name of the service')
      .option('--deadline <duration>', 'longest wait for the result; an error then (without end)')
      .option('--justify <text>', 'announce the call, and say why; kept on record by both sides'),
    async () => (await import('./commands/mcp-call.ts')).mcpCall,
  );
};

const messageCommands: Define = (program, act) => {
  act(
    program
      .command('send')
      .description('send a message, or keep it for a peer that is away')
      .argument('<peer>', "an alias, or a peer named in full; '*' is every contact, each with a copy of its own")
      .argument('[text]', 'the message; - or nothing: from standard input')
      .option('--wait [duration]', 'wait until it is delivered, for ever or as long as 30s')
      .option('--bundle <file>', 'open the session with the bundle in FILE')
      .option('--port <port>', 'listen on this port meanwhile; 0: any'),
    async () => (await import('./commands/send.ts')).send,
  );
  act(
    program
      .command('listen')
      .description('run the agent, and print messages and files as they come; with --json one object a line')
      .option('--port <port>', 'port to listen on; 0: any (8766)')
      .option('--host <address>', 'address to listen on')
      .option(
        '--accept <whom>',
        'whose messages and files to take: all, contacts (and holders of a capability for them), or ask about others; unless given: all messages, files of contacts',
      )
      .option('--count <n>', 'end after N messages')
      .option('--mdns', 'look for agents in the local network, and tell it of this one, by multicast DNS')
      .option('--nat-pmp', 'ask the router by NAT-PMP for a port that leads here')
      .option('--upnp', 'ask the router by UPnP for a port that leads here')
      .option(
        '--metrics <port>',
        'let Prometheus read at this port, of this machine alone, what the agent counts; 0: any',
      ),
    async () => (await import('./commands/listen.ts')).listen,
  );
  act(
    program
      .command('history')
      .description('show messages and files that were sent and received, oldest first')
      .argument('[peer]', 'with this peer alone')
      .option('--last <n>', 'the newest N (100)')
      .option('--follow', 'go on with each new message and state, one a line, until stopped'),
    async () => (await import('./commands/history.ts')).history,
  );
  fileCommands(program, act);
  contactCommands(program, act);
  sessionCommands(program, act);
};

const fileCommands: Define = (program, act) => {
  const load = (name: 'seal' | 'open') => async (): Promise<Run> => (await import('./commands/seal.ts'))[name];
  act(
    program
      .command('seal')
      .description('seal a message into a file, without a network')
      .argument('<peer>', 'an alias, or a peer named in full')
      .argument('[text]', 'the message; - or nothing: from standard input')
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    load('seal'),
  );
  act(
    program
      .command('open')
      .description('open a sealed message, once, without a network')
      .argument('<file>', 'the file, or - to read it'),
    load('open'),
  );
};

const contactCommands: Define = (program, act) => {
  const load = (name: 'list' | 'add' | 'rename' | 'remove' | 'verify' | 'accept') => async (): Promise<Run> =>
    (await import('./commands/contacts.ts'))[name];
  act(
    program
      .command('peers')
      .description('list the peers that are known here, or those that a server lists')
      .option('--server <place>', 'the agents that the server at HOST:PORT, or a multiaddr, lists')
      .option('--limit <n>', 'at most N of them (100)'),
    async () => (await import('./commands/peers.ts')).peers,
  );
  const contacts = program.command('contacts').description('give peers names of your own') as TalosCommand;
  act(
    contacts
      .command('add')
      .description('call a peer ALIAS, and note where it is')
      .argument('<alias>')
      .argument('<peer>', 'named in full')
      .option('--address <multiaddr>', 'as /ip4/192.0.2.7/tcp/8766; may be given again', collect),
    load('add'),
  );
  act(
    contacts.command('rename').description('call a peer something else').argument('<peer>').argument('<alias>'),
    load('rename'),
  );
  act(
    contacts.command('remove').description('forget the alias and the addresses of a peer').argument('<peer>'),
    load('remove'),
  );
  act(contacts.command('list').description('list the peers that have an alias'), load('list'));
  act(
    contacts
      .command('verify')
      .description('show what both sides must see, and note that they do')
      .argument('<peer>', 'its whole alias, or named in full')
      .option('--words <words>', 'what the other side sees: its 12 words, or the text of its QR code'),
    load('verify'),
  );
  act(
    contacts
      .command('accept')
      .description('let a contact have the identity that was found in its place, or keep the one that is pinned')
      .argument('<peer>', 'its whole alias, or named in full')
      .option('--did <did>', 'which of the two; asked on a terminal, unless given'),
    load('accept'),
  );
};

const sessionCommands: Define = (program, act) => {
  const load = (name: 'list' | 'reset' | 'openSession' | 'exportBundle') => async (): Promise<Run> =>
    (await import('./commands/session.ts'))[name];
  const session = program.command('session').description('the sessions that messages travel under') as TalosCommand;
  act(session.command('list').description('list them, a peer each'), load('list'));
  act(
    session.command('reset').description('make a new one with a peer that is there').argument('<peer>'),
    load('reset'),
  );
  act(
    session
      .command('open')
      .description('make one from the bundle of a peer, without a network')
      .argument('<file>', 'the file of bundle export, or - to read it')
      .option('--require-one-time', 'refuse a bundle without a one-time prekey'),
    load('openSession'),
  );
  const bundle = program.command('bundle').description('what others need to open a session') as TalosCommand;
  act(
    bundle
      .command('export')
      .description('make a prekey bundle, for one peer')
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    load('exportBundle'),
  );
  const rotate = branch(program, 'rotate', 'replace keys before their time');
  act(
    rotate.command('prekeys').description('make a new signed prekey; old ones are accepted until they expire'),
    async () => (await import('./commands/rotate.ts')).prekeys,
  );
};

const capabilityCommands: Define = (program, act) => {
  const capabilities = branch(program, 'capabilities', 'grant, see and take back authority');
  const load = (name: 'list' | 'show') => async (): Promise<Run> => (await import('./commands/capabilities.ts'))[name];
  act(capabilities.command('list').description('list what was granted and received'), load('list'));
  act(
    capabilities
      .command('show')
      .description('show one, and whom it came through')
      .argument('<capability>', 'an id, a file that holds one, or -'),
    load('show'),
  );
};

/**
 * Networks of several hosts on one machine: network namespaces with cables between them. Needs root, `ip` and `nft`; where
 * those are missing, whoever uses this skips itself by name:
 *
 * ```ts
 * describe.skipIf(!canMakeNamespaces())('… (needs root, ip and nft)', () => {
 *   it('…', async () => {
 *     await using world = new World();
 *     const server = world.host('server');                    // 11.1.0.1, on the public net
 *     const home = world.nat('home');                         // 11.1.0.2 outside, 10.1.0.1 inside
 *     const laptop = home.host('laptop');                     // 10.1.0.2, and the default route leads through `home`
 *     const office = world.nat('office', { mapping: 'symmetric' });
 *     await using terminals = new Terminals();
 *     const listening = terminals.start('alice', ['listen', '--json'], { prefix: laptop.prefix });
 *     laptop.unplug();                                        // the cable is out: no carrier, addresses stay
 *     laptop.plug();
 *     laptop.mute();                                          // packets vanish, and no interface says so
 *     laptop.unmute();
 *     laptop.readdress();                                     // another address of the same net
 *     laptop.move(office);                                    // another net altogether
 *     home.renew();                                           // the router forgets all mappings, and has another address
 *   });
 * });
 * ```
 *
 * - Each host is a namespace of its own with `lo` and, once plugged in, `eth0`. Nothing of it reaches this machine's network.
 * - The public net is 11.1.0.0/16, which every address policy takes for the internet; nets behind a router are 10.N.0.0/24. A
 *   router with several hosts is a LAN with multicast; `world.lan()` is one without a way out.
 * - Routers let nothing in that nobody inside asked for: an unsolicited SYN is dropped, or answered by a reset where
 *   `unsolicited` is `'reset'`. A mapping keeps the port of inside, whoever is asked (`'preserving'`), or has a
 *   random one for each place that is asked (`'symmetric'`). `forward` opens a port by hand.
 * - Namespaces have names that hold this process's id and when it started, so those of runs that were killed are found by the next
 *   run, and removed with what still runs in them.
 *
 * @module
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What all namespaces of these tests begin with. */
const PREFIX = 'talos-w';
const NAMESPACES = '/run/netns';
let worlds = 0;

/** Whether this machine lets us make network namespaces, and has the tools for it. */
export function canMakeNamespaces(): boolean {
  if (process.getuid?.() !== 0) return false;
  const name = `talos-try-${process.pid}`;
  const isThere = spawnSync('ip', ['netns', 'add', name]).status === 0;
  if (isThere) spawnSync('ip', ['netns', 'del', name]);
  return isThere && spawnSync('nft', ['--version']).status === 0;
}

/** How a router behaves. */
export interface NatKind {
  /**
   * The port outside. `preserving`: that of inside, whoever is asked (what RFC 4787 calls endpoint-independent mapping).
   * `symmetric`: a random one for each place that is asked.
   */
  readonly mapping?: 'preserving' | 'symmetric';
  /** What becomes of a SYN that nobody inside asked for. */
  readonly unsolicited?: 'drop' | 'reset';
}

/** A net that hosts can be plugged into. */
export interface Net {
  /** The first three numbers of its addresses. */
  readonly prefix: string;
  /** Bits of the prefix of its addresses. */
  readonly bits: number;
  /** Where its switch is. */
  readonly namespace: string;
  /** Where packets for elsewhere go; absent where there is no elsewhere. */
  readonly gateway: string | undefined;
  /** An address that nobody has had yet. */
  nextAddress(): string;
}

/** One host. */
export class NetHost {
  readonly name: string;
  readonly namespace: string;
  /** What runs a command on it: for {@link RunOptions}, or before any command. */
  readonly prefix: readonly string[];
  readonly #world: World;
  #net: Net | undefined;
  #port = '';
  #address = '';

  constructor(world: World, name: string, namespace: string) {
    this.#world = world;
    this.name = name;
    this.namespace = namespace;
    this.prefix = ['ip', 'netns', 'exec', namespace];
  }

  /** Its IPv4 address. */
  get address(): string {
    return this.#address;
  }

  /** Runs a command on it to its end, and gives its standard output; throws where it fails. */
  run(command: string, ...args: readonly string[]): string {
    return run([...this.prefix, command, ...args]);
  }

  /** Puts a cable between it and `net`. The interface is `eth0`, or `name` for a host with several. */
  join(net: Net, name = 'eth0'): void {
    const port = this.#world.nextPort();
    const address = net.nextAddress();
    const space = this.namespace;
    run([
      'ip',
      'link',
      'add',
      'name',
      port,
      'netns',
      net.namespace,
      'type',
      'veth',
      'peer',
      'name',
      name,
      'netns',
      space,
    ]);
    batch(net.namespace, [`link set ${port} master switch`, `link set ${port} up`]);
    batch(space, [`addr add ${address}/${net.bits} dev ${name}`, `link set ${name} up`, ...route(net)]);
    this.#net = net;
    this.#port = port;
    this.#address = address;
  }

  /** Takes the cable out: no carrier on either side; addresses stay. */
  unplug(): void {
    batch(this.#plugged().namespace, [`link set ${this.#port} down`]);
  }

  /** Puts the cable in again. */
  plug(): void {
    batch(this.#plugged().namespace, [`link set ${this.#port} up`]);
  }

  /** Loses every packet from now on, silently: interfaces and addresses look as before. */
  mute(): void {
    this.unmute();
    rules(
      this.namespace,
      `table inet muted {
         chain inbound { type filter hook input priority -10; iifname != "lo" drop; }
         chain outbound { type filter hook output priority -10; oifname != "lo" drop; }
       }`,
    );
  }

  /** Ends what {@link mute} began. */
  unmute(): void {
    rules(this.namespace, 'table inet muted\ndelete table inet muted');
  }

  /** Has another address of the same net from now on; connections of the old one are dead. Returns it. */
  readdress(): string {
    const net = this.#plugged();
    const old = this.#address;
    this.#address = net.nextAddress();
    batch(this.namespace, [
      `addr add ${this.#address}/${net.bits} dev eth0`,
      `addr del ${old}/${net.bits} dev eth0`,
      `addr flush dev eth0 to ${old}`,
      // The address that goes takes the others of its net with it, where the kernel does not promote them.
      `addr replace ${this.#address}/${net.bits} dev eth0`,
      ...route(net),
    ]);
    return this.#address;
  }

  /** Goes to another net. */
  move(net: Net): void {
    run(['ip', '-n', this.#plugged().namespace, 'link', 'del', this.#port]);
    this.join(net);
  }

  #plugged(): Net {
    if (this.#net === undefined) throw new Error(`${this.name} is plugged in nowhere`);
    return this.#net;
  }
}

/** A net behind a router that translates addresses, and the router. */
export class Nat implements Net {
  readonly prefix: string;
  readonly bits = 24;
  readonly gateway: string;
  /** The router. Its interfaces are `out` and `switch`. */
  readonly router: NetHost;
  readonly #world: World;
  #last = 1;

  constructor(world: World, router: NetHost, number: number, kind: NatKind) {
    this.#world = world;
    this.router = router;
    this.prefix = `10.${number}.0`;
    this.gateway = `${this.prefix}.1`;
    batch(router.namespace, [
      'link add name switch type bridge',
      `addr add ${this.gateway}/24 dev switch`,
      'link set switch up',
    ]);
    router.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
    const { mapping = 'preserving', unsolicited = 'drop' } = kind;
    const refusal = unsolicited === 'reset' ? 'reject with tcp reset' : 'drop';
    rules(
      router.namespace,
      `table ip nat {
         chain inbound { type nat hook prerouting priority -100; }
         chain outbound { type nat hook postrouting priority 100; oifname "out" masquerade ${mapping === 'symmetric' ? 'fully-random' : ''}; }
       }
       table ip firewall {
         chain inbound { type filter hook input priority 0; iifname "out" ct state new meta l4proto tcp ${refusal}; iifname "out" ct state new drop; }
         chain through { type filter hook forward priority 0; ct status dnat accept; iifname "out" ct state new drop; }
       }`,
    );
  }

  get namespace(): string {
    return this.router.namespace;
  }

  /** The address that the public net sees. */
  get address(): string {
    return this.router.address;
  }

  nextAddress(): string {
    this.#last += 1;
    return `${this.prefix}.${this.#last}`;
  }

  /** A host in this net. */
  host(name: string): NetHost {
    return this.#world.host(name, this);
  }

  /** Lets TCP to a port of the router through to a host, as a person does by hand. */
  forward(port: number, host: NetHost, to: number = port): void {
    const rule = `iifname "out" tcp dport ${port} dnat to ${host.address}:${to}`;
    rules(this.namespace, `add rule ip nat inbound ${rule}`);
  }

  /** Has another address outside, and has forgotten every mapping. Returns the address. */
  renew(): string {
    const old = this.address;
    this.router.run('ip', 'link', 'del', 'out');
    this.router.join(this.#world.internet, 'out');
    if (this.address === old) throw new Error('the address did not change');
    return this.address;
  }
}

/** A set of hosts; see the module comment. */
export class World implements AsyncDisposable {
  /** The public net. */
  readonly internet: Net;
  readonly #name: string;
  readonly #namespaces: string[] = [];
  #ports = 0;
  #nets = 0;

  constructor() {
    removeLeftOvers();
    worlds += 1;
    this.#name = `${PREFIX}${process.pid}.${startOf(process.pid)}.${worlds}`;
    try {
      this.internet = this.#switch('internet', '11.1.0', 16);
    } catch (error) {
      this.#remove();
      throw error;
    }
  }

  /** A host on the public net, or in another one. */
  host(name: string, net: Net = this.internet): NetHost {
    const host = new NetHost(this, name, this.#namespace(name));
    host.join(net);
    return host;
  }

  /** A router on the public net, and a net of its own behind it. */
  nat(name: string, kind: NatKind = {}): Nat {
    const router = new NetHost(this, name, this.#namespace(name));
    router.join(this.internet, 'out');
    this.#nets += 1;
    return new Nat(this, router, this.#nets, kind);
  }

  /** A net without a way out. */
  lan(name: string): Net {
    this.#nets += 1;
    return this.#switch(name, `10.${this.#nets}.0`, 24);
  }

  /** A name for one end of a cable. */
  nextPort(): string {
    this.#ports += 1;
    return `port${this.#ports}`;
  }

  #switch(name: string, prefix: string, bits: number): Net {
    const namespace = this.#namespace(name);
    batch(namespace, ['link add name switch type bridge', 'link set switch up']);
    let last = 0;
    const nextAddress = (): string => {
      last += 1;
      return `${prefix}.${last}`;
    };
    return { prefix, bits, namespace, gateway: undefined, nextAddress };
  }

  #namespace(name: string): string {
    const namespace = `${this.#name}.${this.#namespaces.length}${name}`;
    run(['ip', 'netns', 'add', namespace]);
    this.#namespaces.push(namespace);
    batch(namespace, ['link set lo up']);
    return namespace;
  }

  /** Kills what still runs on its hosts, and removes them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#remove();
    await Promise.resolve();
  }

  #remove(): void {
    for (const namespace of this.#namespaces.splice(0)) removeNamespace(namespace);
  }
}

/** Removes the namespaces of processes that are gone. Returns their names. */
export function removeLeftOvers(): readonly string[] {
  const left = namespaces().filter((name) => {
    const [, pid, start] = /^talos-w([0-9]+)\.([0-9]+)\./.exec(name) ?? [];
    return pid !== undefined && startOf(Number(pid)) !== start;
  });
  for (const name of left) removeNamespace(name);
  return left;
}

/** The names of all namespaces of this machine. */
export function namespaces(): readonly string[] {
  try {
    return readdirSync(NAMESPACES);
  } catch {
    return []; // none was ever made
  }
}

function removeNamespace(name: string): void {
  // A namespace lives as long as a process in it.
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
  for (const pid of stdout.split('\n').filter(Boolean)) kill(Number(pid));
  spawnSync('ip', ['netns', 'del', name]);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** When a process started, in ticks since the machine did; undefined where there is none. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; field 22 is the time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function route({ gateway }: Net): readonly string[] {
  return gateway === undefined ? [] : [`route replace default via ${gateway}`];
}

/** Several `ip` commands in one namespace. */
function batch(namespace: string, commands: readonly string[]): void {
  run(['ip', '-n', namespace, '-batch', '-'], commands.join('\n'));
}

/** Loads rules of nftables in a namespace. */
function rules(namespace: string, text: string): void {
  // nft wants each end of a rule on its own.
  run(['ip', 'netns', 'exec', namespace, 'nft', '-f', '-'], `${text.replaceAll(/([;{}])/g, '$1\n')}\n`);
}

function run([command = '', ...args]: readonly string[], input = ''): string {
  const { status, stdout, stderr, error }: SpawnSyncReturns<string> = spawnSync(command, args, {
    encoding: 'utf8',
    input,
  });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? stderr}\n${input}`);
  return stdout;
}

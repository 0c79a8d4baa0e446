import type { LanMode } from '../net/lan-mode.ts';
import type { RunningAgentOptions } from './agent.ts';
/** What a client may be configured to: the values of a {@link TalosConfig}. */
export interface ConfigValues extends Omit<TalosConfig, 'preset' | 'sources'> {
}
/** Name of a preset. */
export type Preset = 'development' | 'production';
/** Where a value came from. */
export type ConfigSource = 'preset' | 'file' | 'environment' | 'program';
/** Variables by name, as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;
/**
 * See the module comment. Immutable.
 *
 * @example
 * await using client = await TalosClient.create('owner', { config: TalosConfig.production({ port: 9000 }) });
 */
export declare class TalosConfig {
    readonly preset: Preset;
    /** Address to listen on. */
    readonly host: string;
    /** Port to listen on; 0: any. */
    readonly port: number;
    /** When an entry counts as recorded: written, or on the disk. */
    readonly durability: 'default' | 'strict';
    /** The network that a new ledger begins in; one that is there stays in its own. */
    readonly network: string;
    /** Leading zero bits of the block hashes of a new ledger; one that is there keeps its own. */
    readonly difficulty: number;
    /** The server that `register` means where none is named: `HOST:PORT` or a multiaddr; `""`: none. */
    readonly server: string;
    /** Relays to be reached through: multiaddrs that end in `/p2p/…`; those of the own servers where there are none. */
    readonly relay: readonly string[];
    /** Whether addresses of private networks are published, and dialled where others name them. */
    readonly lan: LanMode;
    /** Nodes of the DHT to begin with: multiaddrs that end in `/p2p/…`. */
    readonly bootstrap: readonly string[];
    /** Whether agents are looked for, and this one is published, in the DHT. */
    readonly dht: boolean;
    /** Whether agents are looked for, and this one is told of, in the local network by multicast DNS. */
    readonly mdns: boolean;
    /** Most bytes of a file of each kind, sent or received. */
    readonly 'image-limit': number;
    readonly 'audio-limit': number;
    readonly 'video-limit': number;
    readonly 'document-limit': number;
    /** Most bytes that `downloads/` of the data directory holds in all. */
    readonly 'downloads-quota': number;
    /** Where each value came from: what overrode the preset is no secret. */
    readonly sources: Readonly<Record<keyof ConfigValues, ConfigSource>>;
    /** Made by {@link development}, {@link production} or {@link load}. */
    private constructor();
    /**
     * For a program that is being written: on the loopback interface, any free port, private addresses count, no DHT.
     *
     * @param overrides - Win over everything.
     * @param environment - `TALOS_*` of it win over the preset; that of the process where absent.
     * @throws {TypeError} for an override of another type; {RangeError} for one that cannot be.
     * @throws {TalosError} `E_CONFIG` for a variable that cannot be, with its name.
     */
    static development(overrides?: Partial<ConfigValues>, environment?: Variables): TalosConfig;
    /**
     * For a program that others reach: on all interfaces, port 8766 or any free one, in the DHT, and durable before it acts.
     *
     * @throws as {@link TalosConfig.development}.
     */
    static production(overrides?: Partial<ConfigValues>, environment?: Variables): TalosConfig;
    /**
     * As the commands do on a data directory: a preset, its `config.yaml`, the environment, and `overrides`, in this order.
     *
     * @throws as {@link TalosConfig.development}, and `E_CONFIG` for a file that has an unknown key or a wrong value, or that
     *   others may write.
     */
    static load(dataDir: string, preset: Preset, overrides?: Partial<ConfigValues>, environment?: Variables): Promise<TalosConfig>;
}
/** What an agent is started with. */
export type ConfiguredOptions = Pick<RunningAgentOptions, 'host' | 'port' | 'durability' | 'network' | 'relays' | 'reach' | 'dht' | 'mdns' | 'files'>;
/** A configuration as an agent takes it. */
export declare function optionsOf(config: TalosConfig): ConfiguredOptions;

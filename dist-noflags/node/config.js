/**
 * How a client is configured: a preset, `TALOS_*` over it, the `config.yaml` of a data directory between them where one is
 * read, and over all what the program says itself. The settings are those of the commands (`talos limits` lists them).
 *
 * @module
 */
import { asCallerMistake, assertText, membersOf } from "../base/caller-mistakes.js";
import { readSettings, resolveSettings } from "./settings.js";
/** What an override of each setting must be. */
const KINDS = {
    host: 'text?',
    port: 'number?',
    durability: 'text?',
    network: 'text?',
    difficulty: 'number?',
    server: 'text?',
    relay: 'texts?',
    lan: 'text?',
    bootstrap: 'texts?',
    dht: 'boolean?',
    mdns: 'boolean?',
    'image-limit': 'number?',
    'audio-limit': 'number?',
    'video-limit': 'number?',
    'document-limit': 'number?',
    'downloads-quota': 'number?',
};
/** What each preset says other than what is built in. */
const PRESETS = {
    // On this machine alone, beside whatever else runs here.
    development: { host: '127.0.0.1', port: '0', lan: 'on', dht: 'off' },
    // Reached by others; what was done is on the disk before it is acted on.
    production: { durability: 'strict' },
};
const SOURCES = {
    'built in': 'preset',
    file: 'file',
    environment: 'environment',
    flag: 'program',
};
/**
 * See the module comment. Immutable.
 *
 * @example
 * await using client = await TalosClient.create('owner', { config: TalosConfig.production({ port: 9000 }) });
 */
export class TalosConfig {
    preset;
    /** Address to listen on. */
    host;
    /** Port to listen on; 0: any. */
    port;
    /** When an entry counts as recorded: written, or on the disk. */
    durability;
    /** The network that a new ledger begins in; one that is there stays in its own. */
    network;
    /** Leading zero bits of the block hashes of a new ledger; one that is there keeps its own. */
    difficulty;
    /** The server that `register` means where none is named: `HOST:PORT` or a multiaddr; `""`: none. */
    server;
    /** Relays to be reached through: multiaddrs that end in `/p2p/…`; those of the own servers where there are none. */
    relay;
    /** Whether addresses of private networks are published, and dialled where others name them. */
    lan;
    /** Nodes of the DHT to begin with: multiaddrs that end in `/p2p/…`. */
    bootstrap;
    /** Whether agents are looked for, and this one is published, in the DHT. */
    dht;
    /** Whether agents are looked for, and this one is told of, in the local network by multicast DNS. */
    mdns;
    /** Most bytes of a file of each kind, sent or received. */
    'image-limit';
    'audio-limit';
    'video-limit';
    'document-limit';
    /** Most bytes that `downloads/` of the data directory holds in all. */
    'downloads-quota';
    /** Where each value came from: what overrode the preset is no secret. */
    sources;
    /** Made by {@link development}, {@link production} or {@link load}. */
    constructor(preset, settings) {
        this.preset = preset;
        this.host = settings.host.value;
        this.port = settings.port.value;
        this.durability = settings.durability.value;
        this.network = settings.network.value;
        this.difficulty = settings.difficulty.value;
        this.server = settings.server.value;
        this.relay = settings.relay.value.split(',').filter((each) => each !== '');
        this.lan = settings.lan.value;
        this.bootstrap = [...settings.bootstrap.value];
        this.dht = settings.dht.value;
        this.mdns = settings.mdns.value;
        this['image-limit'] = settings['image-limit'].value;
        this['audio-limit'] = settings['audio-limit'].value;
        this['video-limit'] = settings['video-limit'].value;
        this['document-limit'] = settings['document-limit'].value;
        this['downloads-quota'] = settings['downloads-quota'].value;
        const names = Object.keys(KINDS);
        const sources = names.map((name) => [name, SOURCES[settings[name].source]]);
        this.sources = Object.freeze(Object.fromEntries(sources));
        Object.freeze(this);
    }
    /**
     * For a program that is being written: on the loopback interface, any free port, private addresses count, no DHT.
     *
     * @param overrides - Win over everything.
     * @param environment - `TALOS_*` of it win over the preset; that of the process where absent.
     * @throws {TypeError} for an override of another type; {RangeError} for one that cannot be.
     * @throws {TalosError} `E_CONFIG` for a variable that cannot be, with its name.
     */
    static development(overrides = {}, environment = process.env) {
        return new TalosConfig('development', settingsOf('development', overrides, environment));
    }
    /**
     * For a program that others reach: on all interfaces, port 8766 or any free one, in the DHT, and durable before it acts.
     *
     * @throws as {@link TalosConfig.development}.
     */
    static production(overrides = {}, environment = process.env) {
        return new TalosConfig('production', settingsOf('production', overrides, environment));
    }
    /**
     * As the commands do on a data directory: a preset, its `config.yaml`, the environment, and `overrides`, in this order.
     *
     * @throws as {@link TalosConfig.development}, and `E_CONFIG` for a file that has an unknown key or a wrong value, or that
     *   others may write.
     */
    static async load(dataDir, preset, overrides = {}, environment = process.env) {
        assertText(dataDir, 'dataDir');
        const flags = textsOf(overrides);
        if (!Object.hasOwn(PRESETS, preset))
            throw new TypeError('preset must be "development" or "production"');
        try {
            return new TalosConfig(preset, await readSettings(dataDir, environment, flags, { preset: PRESETS[preset], flagText }));
        }
        catch (error) {
            throw asCallerMistake(error);
        }
    }
}
const flagText = (name) => name;
function settingsOf(preset, overrides, env) {
    const flags = textsOf(overrides);
    try {
        return resolveSettings({ flags, flagText, env, preset: PRESETS[preset] });
    }
    catch (error) {
        throw asCallerMistake(error);
    }
}
/** Overrides in the words of the settings, which check them. */
function textsOf(overrides) {
    const given = membersOf(overrides, 'overrides', KINDS);
    const texts = Object.entries(given).map(([name, value]) => {
        if (typeof value === 'boolean')
            return [name, value ? 'on' : 'off'];
        return [name, Array.isArray(value) ? value.join(',') : String(value)];
    });
    return Object.fromEntries(texts);
}
/** A configuration as an agent takes it. */
export function optionsOf(config) {
    const { host, port, durability, network: name, difficulty, relay, lan, bootstrap, dht, mdns, sources } = config;
    // Without a port that somebody chose, another is taken where the usual one is in use.
    const isUsual = config.preset === 'production' && sources.port === 'preset';
    return {
        host,
        ...(isUsual ? {} : { port }),
        durability,
        network: {
            ...(sources.network === 'preset' ? {} : { name }),
            ...(sources.difficulty === 'preset' ? {} : { difficulty }),
        },
        relays: relay,
        reach: { lan, bootstrap },
        dht,
        mdns,
        files: {
            limits: {
                image: config['image-limit'],
                audio: config['audio-limit'],
                video: config['video-limit'],
                document: config['document-limit'],
            },
            quotaBytes: config['downloads-quota'],
        },
    };
}

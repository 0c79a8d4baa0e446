/**
 * What can be configured: flags over `TALOS_*` variables over `<data-dir>/config.yaml` over what is built in.
 *
 * @module
 */
import type { SettingStatus } from '../agent/api/api.ts';
import { type LanMode } from '../net/lan-mode.ts';
import { type FileSettings } from './files/file-settings.ts';
/** Name of the configuration file in a data directory. */
export declare const CONFIG_NAME: string;
/** Where a value came from. */
export type Source = 'built in' | 'file' | 'environment' | 'flag';
interface Setting<Value> {
    readonly variable: string;
    readonly about: string;
    readonly builtIn: string;
    readonly parse: (text: string, name: string) => Value;
}
declare const DURABILITIES: readonly ["default", "strict"];
/** What each setting holds. */
interface Values {
    readonly port: number;
    readonly host: string;
    /** Seconds. */
    readonly expires: number;
    /** Seconds. */
    readonly 'invite-expires': number;
    readonly durability: (typeof DURABILITIES)[number];
    /** `HOST:PORT` or a multiaddr; `""`: none. */
    readonly server: string;
    readonly network: string;
    /** Leading zero bits. */
    readonly difficulty: number;
    /** Multiaddrs that end in `/p2p/…`, separated by commas; `""`: none. */
    readonly relay: string;
    /** Seconds; 0: without end. */
    readonly deadline: number;
    /** Seconds; 0: not at all. */
    readonly linger: number;
    readonly lan: LanMode;
    /** Multiaddrs, each with `/p2p/…`. */
    readonly bootstrap: readonly string[];
    readonly dht: boolean;
    readonly mdns: boolean;
    readonly 'nat-pmp': boolean;
    readonly upnp: boolean;
    /** `PORT` or `ADDRESS:PORT` of the loopback interface; `""`: none. */
    readonly metrics: string;
    /** Bytes, as the four after it. */
    readonly 'image-limit': number;
    readonly 'audio-limit': number;
    readonly 'video-limit': number;
    readonly 'document-limit': number;
    readonly 'downloads-quota': number;
}
/** Name of a setting. */
export type SettingName = keyof Values;
/** Every setting, by the name that it has in the file and as a flag. */
export declare const SETTINGS: {
    readonly [Name in SettingName]: Setting<Values[Name]>;
};
/** The settings that are sizes, in bytes. */
export declare const SIZE_SETTINGS: readonly SettingName[];
/** What a running agent is told about files. */
export declare function fileSettings(settings: Settings): FileSettings;
/** A value and where it came from. */
export interface Sourced<Value> {
    readonly value: Value;
    readonly source: Source;
}
/** All settings in force. */
export type Settings = {
    readonly [Name in SettingName]: Sourced<Values[Name]>;
};
/** The settings in force, as texts of the same form as they are written in. */
export declare function settingText(name: SettingName, settings: Settings): string;
/** The settings that are not as built in, and by whom they were made. */
export declare function settingsMade(settings: Settings): readonly SettingStatus[];
/** What settings are made of, each over those after it. */
export interface SettingSources {
    /** What was said here and now, by setting. */
    readonly flags?: Partial<Record<SettingName, string>>;
    /** How a flag is called in an error; `--name` where absent. */
    readonly flagText?: (name: SettingName) => string;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Of `config.yaml`. */
    readonly file?: ReadonlyMap<string, string>;
    /** In place of what is built in. */
    readonly preset?: Partial<Record<SettingName, string>>;
}
/**
 * All settings.
 *
 * @throws {TalosError} `E_CONFIG` with the key's name for what is wrong in the file or the environment; `E_USAGE` for a
 *   wrong flag.
 */
export declare function resolveSettings(sources: SettingSources): Settings;
/**
 * Reads all settings of a data directory.
 *
 * @param flags - What was given on the command line, by setting.
 * @throws {TalosError} as {@link resolveSettings}; `E_CONFIG` for what is unknown in the file, or where others may write it.
 */
export declare function readSettings(dataDir: string, env: SettingSources['env'], flags?: Partial<Record<SettingName, string>>, more?: Pick<SettingSources, 'preset' | 'flagText'>): Promise<Settings>;
/** An address or host name to listen on. @throws {TalosError} `E_USAGE`. */
export declare function hostText(text: string, name: string): string;
/** Nodes of the DHT that may be configured. */
export declare const MAX_BOOTSTRAPS = 16;
/** Multiaddrs with `/p2p/…`, separated by commas. @throws {TalosError} `E_USAGE`. */
export declare function bootstraps(text: string, name: string): readonly string[];
/** @throws {TalosError} `E_USAGE`. */
export declare function choice<const Of extends string>(text: string, name: string, among: readonly Of[]): Of;
export {};

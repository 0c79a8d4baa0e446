/**
 * The members of a scope besides tools, resources and prompts: what else may be done, how much, when and where.
 * PROTOCOL.md §8.2.
 *
 * @module
 */
import { readArray, readBase64url, readInteger, readObject, readString } from '../codec/fields.ts';
import type { Json } from '../codec/json.ts';
import { type Constraint, parseConstraint } from './constraint.ts';
import type { PatternRoom } from './pattern.ts';
import { MAX_SERVICE_NAME, MAX_TOOLS, readName, readNamed, SERVICE_NAME } from './scope-names.ts';
import { malformed } from './verdict.ts';
import { MAX_WINDOWS, readWindow, type TimeWindow } from './window.ts';

/** Most constraints on names of files. */
export const MAX_FILE_NAMES = 64;
/** Most further services of a scope. */
export const MAX_SERVICES = 64;
/** Most names that `environment` constrains. */
export const MAX_ENVIRONMENT = 16;
/** Longest time that a rate counts over and that revocations may be unknown for, in seconds: that of a token. */
export const MAX_SCOPE_SECONDS: number = 400 * 86_400;

/** Messages to the audience. */
export interface MessageRule {
  /** Most bytes of one. */
  readonly max_bytes?: number;
}

/** Files to the audience. */
export interface FileRule {
  /** Most bytes of one. */
  readonly max_bytes?: number;
  /** On the name; one that holds is enough. Any name where absent. */
  readonly names?: readonly Constraint[];
}

/** At most `count` calls within any `seconds`. */
export interface RateLimit {
  readonly count: number;
  readonly seconds: number;
}

/** How much may be used in all; at least one member is there. */
export interface Limits {
  readonly calls?: number;
  /** Of arguments and results, as sent. */
  readonly bytes?: number;
  readonly rate?: RateLimit;
}

/** Hashes of what was seen when the token was issued, 32 bytes each in base64url. */
export interface Pins {
  /** Of the server's command or URL. */
  readonly server: string;
  /** Of the tools' definitions, by name of the tool. */
  readonly tools: Readonly<Record<string, string>>;
}

/** The members; all may be absent. Names are those of the token. */
export interface ScopeMembers {
  /** Messages may be sent; absent: none. */
  readonly messages?: MessageRule;
  /** Files may be sent; absent: none. */
  readonly files?: FileRule;
  /** Further services of the audience whose streams may be opened. */
  readonly services?: readonly string[];
  /** Of the tools, only those in {@link ScopeMembers.read_only_tools} are allowed. */
  readonly read_only?: true;
  readonly limits?: Limits;
  /** Limits of single tools, besides those of all. */
  readonly tool_limits?: Readonly<Record<string, Limits>>;
  /** One that holds is enough. */
  readonly windows?: readonly TimeWindow[];
  /** On what the serving side says of itself; each must hold. */
  readonly environment?: Readonly<Record<string, Constraint>>;
  /** Seconds; revocations that have been unknown for longer refuse every call. */
  readonly fresh?: number;
  readonly pins?: Pins;
  /** Pinned tools whose definition says that they change nothing. */
  readonly read_only_tools?: readonly string[];
  /** Seconds since 1970, until when the issuer will renew. */
  readonly renewable_until?: number;
}

/** How each member is read, in the order in which they are written. */
const MEMBERS: {
  readonly [K in keyof ScopeMembers]-?: (json: Json, room: PatternRoom) => NonNullable<ScopeMembers[K]>;
} = {
  messages: readMessages,
  files: readFiles,
  services: (json) => readNames(json, 'services', MAX_SERVICES, (name, at) => readService(name, at)),
  read_only: (json) => {
    if (json !== true) throw malformed('read_only must be true');
    return true;
  },
  limits: (json) => readLimits(json, 'limits'),
  tool_limits: (json) => readNamed(json, 'tool_limits', MAX_TOOLS, (each) => readLimits(each, 'tool_limits')),
  windows: (json) => readArray(json, 'windows', { min: 1, max: MAX_WINDOWS }, readWindow),
  environment: (json, room) => readNamed(json, 'environment', MAX_ENVIRONMENT, (each) => parseConstraint(each, room)),
  fresh: (json) => readInteger(json, 'fresh', { min: 1, max: MAX_SCOPE_SECONDS }),
  pins: readPins,
  read_only_tools: (json) => readNames(json, 'read_only_tools', MAX_TOOLS, readName),
  renewable_until: (json) => readInteger(json, 'renewable_until', { min: 1 }),
};

/** Names of the members, for the shape of a scope. */
export const MEMBER_NAMES: readonly (keyof ScopeMembers)[] = Object.keys(MEMBERS) as (keyof ScopeMembers)[];

/**
 * Reads those of the members that are there.
 *
 * @throws {TalosError} `E_MALFORMED` or `MALFORMED` for another form or a count over its limit.
 */
export function readMembers(fields: { readonly [K in keyof ScopeMembers]?: Json }, room: PatternRoom): ScopeMembers {
  const members: Record<string, unknown> = {};
  for (const name of MEMBER_NAMES) {
    const json = fields[name];
    if (json !== undefined) members[name] = MEMBERS[name](json, room);
  }
  return members;
}

/**
 * Members that are about tools must be about those that are granted, and what is called read-only must be pinned.
 *
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export function checkMembers(members: ScopeMembers, tools: Readonly<Record<string, unknown>>): void {
  const { tool_limits = {}, pins, read_only_tools = [] } = members;
  const pinned = pins?.tools ?? {};
  for (const tool of [...Object.keys(tool_limits), ...Object.keys(pinned)])
    if (!Object.hasOwn(tools, tool)) throw malformed('a limit or pin of a tool that is not granted');
  for (const tool of read_only_tools)
    if (!Object.hasOwn(pinned, tool)) throw malformed('a tool in read_only_tools is not pinned');
}

function readMessages(json: Json): MessageRule {
  const { max_bytes } = readObject(json, { required: [], optional: ['max_bytes'] }, 'messages');
  return max_bytes === undefined ? {} : { max_bytes: readInteger(max_bytes, 'messages.max_bytes', { min: 1 }) };
}

function readFiles(json: Json, room: PatternRoom): FileRule {
  const { max_bytes, names } = readObject(json, { required: [], optional: ['max_bytes', 'names'] }, 'files');
  return {
    ...(max_bytes === undefined ? {} : { max_bytes: readInteger(max_bytes, 'files.max_bytes', { min: 1 }) }),
    ...(names === undefined
      ? {}
      : {
          names: readArray(names, 'files.names', { min: 1, max: MAX_FILE_NAMES }, (each) =>
            parseConstraint(each, room),
          ),
        }),
  };
}

function readLimits(json: Json, name: string): Limits {
  const { calls, bytes, rate } = readObject(json, { required: [], optional: ['calls', 'bytes', 'rate'] }, name);
  if (calls === undefined && bytes === undefined && rate === undefined) throw malformed(`${name} must have a limit`);
  return {
    ...(calls === undefined ? {} : { calls: readInteger(calls, `${name}.calls`, { min: 1 }) }),
    ...(bytes === undefined ? {} : { bytes: readInteger(bytes, `${name}.bytes`, { min: 1 }) }),
    ...(rate === undefined ? {} : { rate: readRate(rate, `${name}.rate`) }),
  };
}

function readRate(json: Json, name: string): RateLimit {
  const { count, seconds } = readObject(json, { required: ['count', 'seconds'] }, name);
  return {
    count: readInteger(count, `${name}.count`, { min: 1 }),
    seconds: readInteger(seconds, `${name}.seconds`, { min: 1, max: MAX_SCOPE_SECONDS }),
  };
}

function readPins(json: Json): Pins {
  const { server, tools } = readObject(json, { required: ['server', 'tools'] }, 'pins');
  return { server: readHash(server, 'pins.server'), tools: readNamed(tools, 'pins', MAX_TOOLS, readHash) };
}

function readHash(json: Json, name = 'pins'): string {
  readBase64url(json, name, 32);
  return json as string;
}

function readService(json: Json, name: string): string {
  return readString(json, name, { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME });
}

function readNames(json: Json, name: string, max: number, read: (json: Json, name: string) => string): string[] {
  const names = readArray(json, name, { min: 1, max }, read);
  if (new Set(names).size < names.length) throw malformed(`${name} names one twice`);
  return names;
}

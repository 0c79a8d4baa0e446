import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Json, JsonNumber, parseJson } from '../../../src/codec/json.ts';
import {
  definitionHash,
  isKeepable,
  MAX_DEFINITION_BYTES,
  originHash,
  originText,
  toolDefinition,
} from '../../../src/mcp/definition.ts';
import { loadVectors } from '../../vectors/files.ts';

interface Vectors {
  readonly definitions: readonly { name: string; json: string; canonical: string; hash: string; readOnly: boolean }[];
  readonly origins: readonly { json: string; canonical: string; hash: string }[];
  readonly noDefinitions: readonly string[];
}
const vectors = loadVectors<Vectors>('talos/tool-definition-v1.json');

/** PROTOCOL.md §2.3 with nothing of ours. */
const hashed = (label: string, text: string): string =>
  createHash('sha256').update(`${label}\0${text}`, 'utf8').digest('base64url');

/** RFC 8785 with nothing of ours, of values whose numbers are doubles. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

describe('the definition of a tool', () => {
  it.each(vectors.definitions)('$name: has the hash that is recomputed from its text alone', (vector) => {
    const made = toolDefinition(parseJson(vector.json));
    expect(made).toMatchObject({ text: vector.canonical, hash: vector.hash, isReadOnly: vector.readOnly });
    expect(hashed('talos/v1/tool-definition', vector.canonical)).toBe(vector.hash);
    if (!vector.json.includes('9007199254740993')) expect(canonical(JSON.parse(vector.json))).toBe(vector.canonical);
  });

  it.each(vectors.origins)('a server: $json', ({ json, canonical: text, hash }) => {
    expect(originText(JSON.parse(json) as { url: string })).toBe(text);
    expect(canonical(JSON.parse(json))).toBe(text);
    expect(originHash(text)).toBe(hash);
    expect(hashed('talos/v1/tool-server', text)).toBe(hash);
  });

  it.each(vectors.noDefinitions)('is none: %s', (json) => {
    expect(toolDefinition(parseJson(json))).toBeUndefined();
  });

  it('M12: has another hash for every change, wherever it is', () => {
    const base = '{"name":"t","description":"d","inputSchema":{"type":"object","properties":{"a":{"type":"string"}}}}';
    const changed = [
      base.replace('"d"', '"d "'),
      base.replace('"d"', '"d\\u200b"'),
      base.replace('"d"', '"\\u202ed"'),
      base.replace('"a"', '"A"'),
      base.replace('"string"', '"number"'),
      base.replace('}}}}', '}},"required":["a"]}}'),
      base.replace('{"name"', '{"title":"t","name"'),
      base.replace('{"name"', '{"annotations":{"readOnlyHint":true},"name"'),
      base.replace('{"name"', '{"_meta":{},"name"'),
      base.replace('{"name"', '{"icons":[],"name"'),
      base.replace('{"name"', '{"outputSchema":{"type":"object"},"name"'),
      base.replace('{"name"', '{"x":9007199254740993,"name"'),
      base.replace('{"name"', '{"x":9007199254740992,"name"'),
    ];
    const hashes = [base, ...changed].map((json) => toolDefinition(parseJson(json))?.hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is read-only where its annotation says exactly so', () => {
    const readOnly = (annotations: Json): boolean | undefined => toolDefinition({ name: 't', annotations })?.isReadOnly;
    expect(readOnly({ readOnlyHint: true })).toBe(true);
    for (const other of [
      {},
      { readOnlyHint: 'true' },
      { readOnlyHint: 1 },
      { readOnlyHint: new JsonNumber('1.0') },
      { readonlyhint: true },
      [],
      null,
    ] as Json[])
      expect(readOnly(other)).toBe(false);
  });

  it('is kept up to 64 KiB, counted in bytes', () => {
    const of = (text: string): { text: string; hash: string } => ({ text, hash: definitionHash(text) });
    expect(isKeepable(of('x'.repeat(MAX_DEFINITION_BYTES)))).toBe(true);
    expect(isKeepable(of('x'.repeat(MAX_DEFINITION_BYTES + 1)))).toBe(false);
    expect(isKeepable(of('ä'.repeat(MAX_DEFINITION_BYTES / 2 + 1)))).toBe(false);
  });
});

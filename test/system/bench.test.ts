/** `talos bench`: what it measures, and that it says so in the shape that all results have. No figure is asserted. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/figures.ts';
import { type Ended, Terminals } from '../scenario/terminals.ts';

const terminals = new Terminals();
let ended: Ended;
let report: BenchReport;
const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('talos-bench-'));
const before = left();
const figureOf = (part: string) =>
  report.sections.flatMap(({ figures }) => figures).find(({ name }) => name.includes(part));

beforeAll(async () => {
  ended = await terminals.process('nobody', '--json', 'bench');
  report = JSON.parse(ended.stdout) as BenchReport;
}, 120_000);
afterAll(() => terminals[Symbol.asyncDispose]());

describe('talos bench', () => {
  it('needs no identity, ends with 0, and leaves nothing behind', () => {
    expect(ended.status).toBe(0);
    expect(left().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('says machine and versions', () => {
    expect(report).toMatchObject({ v: 1, kind: 'talos-bench', versions: { node: process.versions.node } });
    expect(report.machine.processors).toBeGreaterThan(0);
    expect(Math.abs(Date.parse(report.time) - Date.now())).toBeLessThan(600_000);
  });

  it.each([
    ['signature verification', 'Ed25519', 'libsodium'],
    ['encryption', 'ChaCha20-Poly1305 sealed and opened, 1 KiB', 'node:crypto'],
    ['serialisation', 'deterministic CBOR written', 'JSON.stringify'],
    ['authorisation, cold', 'cold:', 'Ed25519 verification'],
    ['authorisation, cached', 'cached: the same call', 'Map look-up and Date.now'],
    ['block validation', 'validated, strict', 'bare signature and hashes'],
    ['a durable write', 'written durably, one after the other', 'append and fdatasync'],
    ['a read', 'read, checksum verified', 'read of a file, cached'],
    ['the tunnel', 'through the tunnel, p50', 'direct stdio'],
  ])('measures %s beside something bare in the same run', (_, part, other) => {
    const figure = figureOf(part);
    expect(figure?.value).toBeGreaterThan(0);
    const beside = figure?.beside?.find(({ name }) => name === other);
    expect(beside?.value).toBeGreaterThan(0);
    expect(beside?.ratio).toBeGreaterThan(0);
  });

  it('L14: compares every cached verdict with the uncached one', () => {
    expect(figureOf('cached verdicts that are not')).toMatchObject({ value: 0, reached: true });
  });
});

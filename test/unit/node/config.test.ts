import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionsOf, TalosConfig } from '../../../src/node/config.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const RELAY = '/ip4/192.0.2.7/tcp/8767/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'talos-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the configuration of a client', () => {
  it('has a preset for development, on this machine alone', () => {
    const config = TalosConfig.development({}, {});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 0,
      durability: 'default',
      lan: 'on',
      dht: false,
      mdns: false,
    });
    expect(optionsOf(config)).toMatchObject({ port: 0, network: {}, relays: [], reach: { lan: 'on', bootstrap: [] } });
    expect(new Set(Object.values(config.sources))).toEqual(new Set(['preset']));
  });

  it('has a preset for production, durable before it acts, at the usual port or any free one', () => {
    const config = TalosConfig.production({}, {});
    expect(config).toMatchObject({ host: '0.0.0.0', port: 8766, durability: 'strict', lan: 'auto', dht: true });
    expect(optionsOf(config)).not.toHaveProperty('port');
    expect(optionsOf(TalosConfig.production({ port: 8766 }, {}))).toMatchObject({ port: 8766 });
  });

  it('takes TALOS_* over the preset, and what the program says over both; each value says where it came from', () => {
    const env = { TALOS_PORT: '9000', TALOS_DHT: 'on', TALOS_RELAY: RELAY, TALOS_NETWORK: 'mine', TALOS_HOST: '' };
    const config = TalosConfig.development({ port: 9001, relay: [], bootstrap: [RELAY] }, env);
    expect(config).toMatchObject({ port: 9001, dht: true, relay: [], network: 'mine', bootstrap: [RELAY] });
    expect(config.sources).toMatchObject({ port: 'program', dht: 'environment', host: 'preset', relay: 'program' });
    expect(optionsOf(config).network).toEqual({ name: 'mine' });
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });

  it('has the limits of files, as the commands do', () => {
    const { files } = optionsOf(TalosConfig.production({}, {}));
    expect(files).toEqual({
      limits: { image: 50 * 2 ** 20, audio: 200 * 2 ** 20, video: 2 ** 31, document: 100 * 2 ** 20 },
      quotaBytes: 2 ** 34,
    });
    const chosen = TalosConfig.production({ 'image-limit': 7, 'downloads-quota': 9 }, { TALOS_VIDEO_LIMIT: '1KiB' });
    expect(optionsOf(chosen).files).toMatchObject({ limits: { image: 7, video: 1024 }, quotaBytes: 9 });
    for (const limit of [-1, 2 ** 40])
      expect(() => TalosConfig.production({ 'image-limit': limit }, {})).toThrow(RangeError);
  });

  it('reads the config.yaml of a data directory between them', async () => {
    writeFileSync(join(folder, 'config.yaml'), 'port: 9000\nhost: 192.0.2.1\ndht: "off"\n', { mode: 0o600 });
    const config = await TalosConfig.load(folder, 'production', { dht: true }, { TALOS_HOST: '::1' });
    expect(config).toMatchObject({ port: 9000, host: '::1', dht: true, durability: 'strict' });
    expect(config.sources).toMatchObject({ port: 'file', host: 'environment', dht: 'program', durability: 'preset' });
  });

  it('L07: refuses a file with an unknown key, a wrong value, or that others may write, by E_CONFIG', async () => {
    const path = join(folder, 'config.yaml');
    for (const content of ['prot: 1\n', 'port: 65536\n', 'port: [1]\n', 'port: 1\nport: 2\n']) {
      writeFileSync(path, content, { mode: 0o600 });
      await expect(TalosConfig.load(folder, 'development', {}, {}), content).rejects.toThrow(code('E_CONFIG'));
    }
    writeFileSync(path, 'port: 1\n');
    chmodSync(path, 0o666);
    await expect(TalosConfig.load(folder, 'development', {}, {})).rejects.toThrow(code('E_CONFIG'));
  });

  it.each([
    ['TALOS_PORT', 'http'],
    ['TALOS_LAN', 'maybe'],
    ['TALOS_DIFFICULTY', '25'],
    ['TALOS_RELAY', 'relay.example.org'],
  ])('refuses %s=%s by E_CONFIG, naming the variable', (name, value) => {
    const given = expect.objectContaining({ code: 'E_CONFIG', details: { key: name } });
    expect(() => TalosConfig.development({}, { [name]: value })).toThrow(given);
  });

  it.each<[string, object, typeof TypeError]>([
    ['a port that is a text', { port: '9000' }, TypeError],
    ['a port that there is not', { port: 65_536 }, RangeError],
    ['a port that is not whole', { port: 1.5 }, RangeError],
    ['a durability that there is not', { durability: 'perhaps' }, RangeError],
    ['a relay that is none', { relay: ['nowhere'] }, RangeError],
    ['relays that are no list', { relay: RELAY }, TypeError],
    ['a switch that is a text', { dht: 'on' }, TypeError],
  ])('refuses %s', (_what, overrides, error) => {
    expect(() => TalosConfig.production(overrides, {})).toThrow(error);
  });

  it('refuses a preset that there is not, and overrides that are none', async () => {
    await expect(TalosConfig.load(folder, 'staging' as 'production')).rejects.toThrow(TypeError);
    expect(() => TalosConfig.production(null as never, {})).toThrow(TypeError);
  });
});

import { describe, expect, it } from 'vitest';
import { type JsonObject, parseJson, writeJson } from '../../../src/codec/json.ts';
import { CALLER_META, withCaller, withoutCaller } from '../../../src/mcp/meta.ts';

const read = (text: string): JsonObject => parseJson(text) as JsonObject;
const CALLER = { did: 'did:key:z1', capability: 'c1' };
const key = `"${CALLER_META}"`;

describe('the caller in _meta', () => {
  it('sets the caller beside what a client put there, and keeps every token', () => {
    const message = read('{"id":1.0,"params":{"a":9007199254740993,"_meta":{"progressToken":1e2}},"x":{}}');
    expect(writeJson(withCaller(message, CALLER))).toBe(
      `{"id":1.0,"params":{"a":9007199254740993,"_meta":{"progressToken":1e2,${key}:{"did":"did:key:z1","capability":"c1"}}},"x":{}}`,
    );
  });

  it('sets it where there were no params', () => {
    expect(writeJson(withCaller(read('{"method":"ping"}'), CALLER))).toBe(
      `{"method":"ping","params":{"_meta":{${key}:{"did":"did:key:z1","capability":"c1"}}}}`,
    );
  });

  it.each([CALLER_META, CALLER_META.toUpperCase(), 'io.github.taloſ-protocol/caller'])(
    'replaces what a peer set under %s',
    (forged) => {
      const message = read(`{"params":{"_meta":{"${forged}":{"did":"did:key:zForged"},"a":1}}}`);
      expect(writeJson(withCaller(message, CALLER))).not.toContain('Forged');
      expect(writeJson(withoutCaller(message))).toBe('{"params":{"_meta":{"a":1}}}');
    },
  );

  it('removes it from the params of notifications and from results, and changes nothing in place', () => {
    const message = read(`{"result":{"_meta":{${key}:1},"b":2}}`);
    expect(writeJson(withoutCaller(message))).toBe('{"result":{"_meta":{},"b":2}}');
    expect(writeJson(message)).toContain(CALLER_META);
  });

  it('M16: says by which name and through whom, and removes every spelling of the key wherever a reader may look', () => {
    const caller = { ...CALLER, alias: 'ada', chain: ['did:key:z0', 'did:key:z1'] };
    expect(writeJson(withCaller(read('{}'), caller))).toBe(
      `{"params":{"_meta":{${key}:{"did":"did:key:z1","capability":"c1","alias":"ada","chain":["did:key:z0","did:key:z1"]}}}}`,
    );
    for (const meta of ['_meta', '_Meta', '_META'])
      for (const name of [CALLER_META, CALLER_META.toUpperCase(), 'io.GitHub.talos-protocol/Caller'])
        for (const part of ['params', 'result'])
          expect(writeJson(withoutCaller(read(`{"${part}":{"${meta}":{"${name}":1,"a":2},"b":3}}`)))).toBe(
            `{"${part}":{"${meta}":{"a":2},"b":3}}`,
          );
    const twice = `{"params":{"_Meta":{${key}:{"did":"did:key:zForged"}},"_meta":{${key}:2}}}`;
    expect(writeJson(withCaller(read(twice), caller))).not.toContain('Forged');
  });

  it('gives the same message back where there is nothing to remove', () => {
    for (const text of ['{}', '{"params":[]}', '{"params":{"_meta":5}}', `{"params":{${key}:1}}`, '{"result":"x"}']) {
      const message = read(text);
      expect(withoutCaller(message)).toBe(message);
    }
  });

  it('keeps a key __proto__ a key', () => {
    const text = `{"params":{"_meta":{"__proto__":{"a":1},${key}:1}}}`;
    expect(writeJson(withoutCaller(read(text)))).toBe('{"params":{"_meta":{"__proto__":{"a":1}}}}');
  });

  it('leaves a _meta that is no object to the tool, without a caller', () => {
    const message = read('{"params":{"_meta":"x"}}');
    expect(withCaller(message, CALLER)).toEqual(message);
  });
});

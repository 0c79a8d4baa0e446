import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { JsonNumber } from '../../../src/codec/json.ts';
import {
  errorResponse,
  idInTail,
  idKey,
  MAX_ID_LENGTH,
  MAX_RPC_BYTES,
  type RpcFault,
  readHead,
  readRpc,
  resultResponse,
  secondSpelling,
  writeRpc,
} from '../../../src/mcp/rpc.ts';

function faultOf(text: string): RpcFault {
  const read = readRpc(text);
  if (read.kind !== 'fault') throw new Error(`${text.slice(0, 80)} was read as ${read.kind}`);
  return read;
}
const request = (id: string): string => `{"jsonrpc":"2.0","id":${id},"method":"ping"}`;

describe('readRpc', () => {
  it.each([
    ['request', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'],
    ['request', '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"x","arguments":{"n":1.0}}}'],
    ['notification', '{"jsonrpc":"2.0","method":"notifications/initialized"}'],
    ['result', '{"result":{"a":[1e2,-0,9007199254740993]},"jsonrpc":"2.0","id":1}'],
    ['result', '{"jsonrpc":"2.0","id":1,"result":null}'],
    ['error', '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no","data":{"x":1}}}'],
    ['error', '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}'],
    ['request', '{"jsonrpc":"2.0","id":1,"method":"x","extra":{"kept":true},"__proto__":{"a":1}}'],
  ])('reads a %s and writes it back as it was: %s', (kind, text) => {
    const read = readRpc(utf8(text));
    expect(read.kind).toBe(kind);
    expect(read.kind !== 'fault' && writeRpc(read.json)).toBe(text);
  });

  it.each([
    '[]',
    `[${request('1')}]`,
    `[${request('1')},{"jsonrpc":"2.0","id":2,"method":"tools/call"}]`,
    ' \t[1]',
    `[${'[1],'.repeat(50)}1]`,
  ])('M05: refuses the batch %s with -32600', (text) => {
    expect(faultOf(text)).toMatchObject({ code: -32600, id: null, isAnswerable: true });
  });

  it.each([
    '{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}',
    '{"jsonrpc":"2.0","id":1,"method":"a","\\u006dethod":"b"}',
    '{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":{"p":1,"p":2}}}',
  ])('M08: refuses duplicate keys with -32700: %s', (text) => {
    expect(faultOf(text)).toMatchObject({ code: -32700, id: null });
  });

  it.each([
    '{"jsonrpc":"2.0","id":1,"method":"a","Method":"b"}',
    '{"jsonrpc":"2.0","id":1,"method":"a","METHOD":"b"}',
    '{"jsonrpc":"2.0","id":1,"method":"a","paramſ":{}}',
    '{"jsonrpc":"2.0","id":1,"ID":2,"method":"a"}',
    '{"jsonrpc":"2.0","id":1,"result":{},"Error":{}}',
  ])('M08: refuses a second spelling of a member, which Go tools take for it: %s', (text) => {
    expect(faultOf(text)).toMatchObject({ code: -32600, id: 1 });
  });

  it.each([
    '1',
    '-1',
    '0',
    '1.5',
    '1.0',
    '-0',
    '1e400',
    '1E2',
    '9007199254740993',
    '0.1000000000000000055511',
    '"1"',
    '""',
    '"😀"',
    '9'.repeat(MAX_ID_LENGTH),
    `"${'x'.repeat(MAX_ID_LENGTH)}"`,
  ])('M09: keeps the id %s as it is written', (id) => {
    const read = readRpc(request(id));
    if (read.kind !== 'request') throw new Error(read.kind);
    expect(writeRpc(resultResponse(read.id, {}))).toBe(`{"jsonrpc":"2.0","id":${id},"result":{}}`);
    expect(writeRpc(errorResponse(read.id, -1, 'm'))).toBe(
      `{"jsonrpc":"2.0","id":${id},"error":{"code":-1,"message":"m"}}`,
    );
  });

  it.each([
    'null',
    '{}',
    '[]',
    '[1]',
    'true',
    '{"a":1}',
    '9'.repeat(MAX_ID_LENGTH + 1),
    `"${'x'.repeat(MAX_ID_LENGTH + 1)}"`,
  ])('M09: refuses the id %s with -32600', (id) => {
    expect(faultOf(request(id))).toMatchObject({ code: -32600, id: null, isAnswerable: true });
    expect(faultOf(`{"jsonrpc":"2.0","id":${id},"result":{}}`)).toMatchObject({ code: -32600, isAnswerable: false });
  });

  it.each([
    '{"jsonrpc":"2.0","method":""}',
    '{"jsonrpc":"2.0","method":"notifications/x","params":[1]}',
    '{"jsonrpc":"1.0","method":"notifications/x"}',
    '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}',
    '{"jsonrpc":"2.0","result":{}}',
    '{"jsonrpc":"2.0","id":1,"error":"text"}',
    '{"jsonrpc":"2.0","id":{},"error":{}}',
    '{"id":1,"result":{}}',
  ])('M10: says that nothing is to be sent back for %s', (text) => {
    expect(faultOf(text)).toMatchObject({ code: -32600, isAnswerable: false });
  });

  it.each([
    ['{"id":1,"method":"x"}', 1],
    ['{"jsonrpc":2.0,"id":1,"method":"x"}', 1],
    ['{"jsonrpc":"2.0","id":1,"method":"x","result":{}}', 1],
    ['{"jsonrpc":"2.0","id":1,"method":5}', 1],
    ['{"jsonrpc":"2.0","id":"q","method":"x","params":[]}', 'q'],
    ['{"jsonrpc":"2.0","id":1,"method":"x","params":null}', 1],
    ['{"jsonrpc":"2.0","id":1}', 1],
    ['{}', null],
    ['"x"', null],
    ['1.0', null],
    ['null', null],
  ])('refuses %s with -32600', (text, id) => {
    expect(faultOf(text)).toMatchObject({ code: -32600, id, isAnswerable: true });
  });

  it.each(['', '{', '{"a":1}}', '{"a":"\\ud800"}', '\ufeff{}', '{"a":01}', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`])(
    'refuses %j with -32700',
    (text) => {
      expect(faultOf(text)).toMatchObject({ code: -32700, id: null });
    },
  );

  it('M07: takes a message of exactly 8 MiB and refuses one of a byte more', () => {
    const frame = '{"jsonrpc":"2.0","id":1,"result":""}';
    const exact = frame.replace('""', `"${'x'.repeat(MAX_RPC_BYTES - frame.length)}"`);
    expect(readRpc(utf8(exact)).kind).toBe('result');
    expect(faultOf(`${exact} `)).toMatchObject({ code: -32600 });
  });

  it('throws for nothing that a peer can write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.json(), (bytes, json) => {
        readRpc(bytes);
        readRpc(json);
      }),
    );
  });
});

describe('idKey', () => {
  it('M01: tells ids apart that are written differently', () => {
    const ids = [1, '1', new JsonNumber('1.0'), new JsonNumber('1e0'), 's:1', 'n:1', -1, ''];
    expect(new Set(ids.map(idKey)).size).toBe(ids.length);
  });
});

describe('secondSpelling', () => {
  it('names the member that has a second spelling, and none where all are spelt the one way', () => {
    expect(secondSpelling({ name: 1, NaMe: 2 }, ['name'])).toBe('name');
    expect(secondSpelling({ toKen: 1 }, ['token'])).toBe('token');
    expect(secondSpelling({ ['to\u212aen']: 1 }, ['token'])).toBe('token');
    expect(secondSpelling({ name: 1, names: 2, constructor: 3 }, ['name'])).toBeUndefined();
  });
});

describe('the ends of a message that is too long', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":7,"result":{"text":"aaa', 7, false],
    ['{"id" : "a\\"b","result":{"', 'a"b', false],
    ['{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{"', 9, true],
    ['{"method":"x","params":{"id":5,"a":[{"id":6}]},"id":8,', 8, true],
    ['{"result":{"id":5,"x":"y', undefined, false],
    ['{"id":12', undefined, false],
    ['{"id":{"id":3},"result":"', undefined, false],
    ['[{"id":3}', undefined, false],
    ['{"result":"\\"id\\":3', undefined, false],
    ['noise', undefined, false],
    ['', undefined, false],
  ])('M07: the head %s', (head, id, isRequest) => {
    expect(readHead(utf8(head))).toEqual({ id, isRequest });
  });

  it.each([
    ['aaa"},"jsonrpc":"2.0","id":7}', 7],
    ['aaa"},"id":"x","jsonrpc":"2.0"}', 'x'],
    ['aaa"}, "id" : 7 } ', 7],
    ['aaa","id":7}}', undefined],
    ['aaa\\",\\"id\\":7}', undefined],
    ['aaa,"id":7,"more":{}}', undefined],
    ['aaa"},"id":7', undefined],
    ['aaa"},"id":null}', undefined],
    ['', undefined],
  ])('M07: the tail %s', (tail, id) => {
    expect(idInTail(utf8(tail))).toEqual(id);
  });
});

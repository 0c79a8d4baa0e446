import { describe, expect, it } from 'vitest';
import { isTalosError } from '../../../src/base/errors.ts';
import { isLoopbackHost, metricsPlace } from '../../../src/node/metrics-place.ts';

describe('where metrics are', () => {
  it.each([
    ['9464', '127.0.0.1', 9464],
    ['0', '127.0.0.1', 0],
    ['65535', '127.0.0.1', 65_535],
    ['127.0.0.1:9464', '127.0.0.1', 9464],
    ['127.255.0.9:1', '127.255.0.9', 1],
    ['[::1]:9464', '::1', 9464],
  ])('%s is %s, port %i', (text, host, port) => {
    expect(metricsPlace(text, '--metrics')).toEqual({ host, port });
  });

  it.each([
    '65536',
    '-1',
    'x',
    '',
    ':',
    '127.0.0.1:',
    '127.0.0.1',
    '::1:9464',
    ':9464',
    '0.0.0.0:9464',
    '[::]:9464',
    '192.168.1.4:9464',
    '127.0.0.256:9464',
    '127.0.0.1.example.com:9464',
    '128.0.0.1:9464',
    '[::ffff:127.0.0.1]:9464',
    'localhost:9464',
    'example.com:9464',
    ' 9464',
    '9464 ',
  ])('%j is refused: E_USAGE', (text) => {
    expect(() => metricsPlace(text, '--metrics')).toThrow(
      expect.toSatisfy((error: unknown) => isTalosError(error, 'E_USAGE') && error.message.startsWith('--metrics')),
    );
  });

  it.each(['localhost', 'LOCALHOST:9464', '127.0.0.1', '127.0.0.1:9464', '[::1]:9464', '127.1.2.3'])(
    'a request may be to %s',
    (host) => expect(isLoopbackHost(host)).toBe(true),
  );

  it.each([
    undefined,
    '',
    'example.com',
    'localhost.example.com:9464',
    '127.0.0.1.example.com',
    '10.0.0.1:9464',
    '::1',
  ])('a request may not be to %s', (host) => expect(isLoopbackHost(host)).toBe(false));
});

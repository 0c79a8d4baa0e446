import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, Redaction } from '../../../src/agent/tunnel/redaction.ts';
import { type Json, JsonNumber, parseJson, writeJson } from '../../../src/codec/json.ts';

const TOKEN = 's3cr3t/t+k"n\\ zwölf';
const PEM = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEIN5x0Yc9PpQbTt7K4k1cRZ1l0R0yV1Pq2b8Qw7m3Zx9a'.repeat(2)}\n${'abcdefghijklmnop'.repeat(4)}\n-----END PRIVATE KEY-----\n`;

/** How programs write a text, each as a whole around it. */
const FORMS: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => `before ${secret} after`],
  ['twice, side by side', (secret) => secret + secret],
  ['in JSON', (secret) => JSON.stringify({ a: secret })],
  ['in JSON in JSON', (secret) => JSON.stringify([JSON.stringify({ a: secret })])],
  [
    'in JSON of ASCII',
    (secret) =>
      JSON.stringify(secret).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  ['in JSON with escaped slashes', (secret) => JSON.stringify(secret).replaceAll('/', '\\/')],
  ['in a URL', (secret) => `https://x/?key=${encodeURIComponent(secret)}&b`],
  ['in a form', (secret) => `a=${encodeURIComponent(secret).replaceAll('%20', '+')}`],
  ['in hex', (secret) => Buffer.from(secret).toString('hex')],
  ['in upper hex', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['in base64', (secret) => Buffer.from(secret).toString('base64')],
  ['in base64url', (secret) => Buffer.from(secret).toString('base64url')],
  ['in Basic authorisation', (secret) => `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`],
  ['in base64, one byte on', (secret) => Buffer.from(`x${secret}y`).toString('base64')],
  ['in base64, two bytes on', (secret) => Buffer.from(`xx${secret}yy`).toString('base64url')],
];

/** Every run of eight bytes of the secret that is left, however it is written. */
function leftOf(secret: string, text: string): string[] {
  const decoded = [text, Buffer.from(text, 'base64').toString('latin1'), Buffer.from(text, 'hex').toString('latin1')];
  const bytes = Buffer.from(secret).toString('latin1');
  const runs = Array.from({ length: Math.max(0, bytes.length - 7) }, (_, at) => bytes.slice(at, at + 8));
  return runs.filter((run) => decoded.some((each) => each.includes(run)));
}

describe('taking secrets out of what a tool says', () => {
  it.each(FORMS)('%s', (_name, form) => {
    for (const secret of [TOKEN, 'plainsecret', '12345678', 'x'.repeat(200)]) {
      const clean = new Redaction([secret]).text(form(secret));
      expect(clean).toContain(REDACTED);
      expect(leftOf(secret, clean), clean).toEqual([]);
    }
  });

  it('finds it in each of these forms, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 8, maxLength: 60 }).filter((text) => !REDACTED.includes(text)),
        fc.constantFrom(...FORMS),
        (secret, [, form]) => {
          const redaction = new Redaction([secret]);
          const said = form(secret);
          const clean = redaction.text(said);
          expect(clean).not.toBe(said);
          for (const form2 of [secret, Buffer.from(secret).toString('base64').slice(0, -4)])
            if (form2.length >= 8) expect(clean).not.toContain(form2);
        },
      ),
      { numRuns: process.env['TALOS_SLOW'] === '1' ? 5000 : 60 },
    );
  });

  it('finds the lines of a key by themselves, and its base64 in lines', () => {
    const redaction = new Redaction([PEM]);
    for (const line of PEM.split('\n').filter((each) => each.length > 0))
      expect(redaction.text(`key: ${line}!`)).toBe(`key: ${REDACTED}!`);
    for (const columns of [64, 76]) {
      const wrapped =
        Buffer.from(PEM)
          .toString('base64')
          .match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
      for (const line of wrapped.slice(0, -1)) expect(redaction.text(line), `${columns}`).toBe(REDACTED);
    }
  });

  it('finds the one of two that holds the other whole', () => {
    const redaction = new Redaction(['password', 'password-of-the-database']);
    expect(redaction.text('a password-of-the-database b password c')).toBe(`a ${REDACTED} b ${REDACTED} c`);
  });

  it('leaves everything else as it is, the object itself', () => {
    const redaction = new Redaction([TOKEN]);
    for (const text of ['', 's3cr3t', 'nothing', TOKEN.slice(1)]) expect(redaction.text(text)).toBe(text);
    const json = parseJson('{"a":[1.50,{"__proto__":"x"}],"b":null,"c":true}');
    expect(redaction.json(json)).toBe(json);
  });

  it('looks at texts, names and numbers of JSON', () => {
    const redaction = new Redaction(['12345678', TOKEN]);
    const said: Json = {
      [TOKEN]: [TOKEN, 12345678, new JsonNumber('123456789.0'), { deep: [`${TOKEN}!`] }],
      kept: 1234567,
    };
    const text = writeJson(redaction.json(said));
    expect(text).toBe(
      `{"${REDACTED}":["${REDACTED}","${REDACTED}","${REDACTED}9.0",{"deep":["${REDACTED}!"]}],"kept":1234567}`,
    );
  });

  it('takes out the beginning of one at the end of a line that was cut', () => {
    const redaction = new Redaction([TOKEN]);
    for (let length = 6; length < TOKEN.length; length++)
      expect(redaction.cut(`log: ${TOKEN.slice(0, length)}…`)).toBe(`log: ${REDACTED}…`);
    expect(redaction.cut(`log: ${Buffer.from(TOKEN).toString('base64').slice(0, 12)}`)).toBe(`log: ${REDACTED}…`);
    expect(redaction.cut('log: s3cr3…')).toBe('log: s3cr3…');
    expect(redaction.cut('nothing')).toBe('nothing');
  });

  it('takes no long time over the largest secrets and messages', () => {
    const secrets = [
      Array.from({ length: 4000 }, (_, at) => `line ${at} of a file`)
        .join('\n')
        .slice(0, 65_000),
    ];
    const redaction = new Redaction(secrets);
    const began = performance.now();
    redaction.json(Array.from({ length: 300 }, (_, at) => `text ${at} ${'x'.repeat(500)}`));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

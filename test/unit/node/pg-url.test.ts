import { describe, expect, it } from 'vitest';
import { MAX_STORE_URL, parseStoreUrl } from '../../../src/node/store/pg-url.ts';

const SECRET = 'sw0rdfish';

function refusalOf(text: string): unknown {
  try {
    parseStoreUrl(text);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the address of a database', () => {
  it.each([
    [`postgres://talos:${SECRET}@db/talos?sslmode=disable`, 'postgres://talos@db/talos'],
    [
      `postgresql://talos:${SECRET}@db.example:5433/talos?sslmode=verify-full`,
      'postgres://talos@db.example:5433/talos',
    ],
    [`postgres://talos:${SECRET}@[::1]:5433/talos`, 'postgres://talos@[::1]:5433/talos'],
    ['postgres://db/talos?application_name=x&sslmode=require', 'postgres://db/talos'],
    [`postgres://talos:${SECRET}@/talos?host=/var/run/postgresql`, 'postgres://talos@/var/run/postgresql/talos'],
    ['postgres:///talos?host=/run/pg', 'postgres:///run/pg/talos'],
  ])('%s is shown without its password', (text, shown) => {
    expect(parseStoreUrl(text).shown).toBe(shown);
  });

  it.each([
    ['disable', 'disable'],
    ['require', 'verify-full'],
    ['verify-ca', 'verify-full'],
    ['verify-full', 'verify-full'],
    ['no-verify', 'no-verify'],
  ])('sslmode=%s verifies the certificate unless that is turned off', (mode, meant) => {
    const { connectionString } = parseStoreUrl(`postgres://a:b@db/talos?sslmode=${mode}`);
    expect(new URL(connectionString).searchParams.get('sslmode')).toBe(meant);
  });

  it.each([
    'sqlite:///x',
    'postgres:',
    'postgres://',
    'postgres://db',
    'postgres://db/',
    'postgres://db/a/b',
    'postgres:///talos',
    `postgres://talos:${SECRET}@db:99999/talos`,
    `postgres://talos:${SECRET}@db/talos?sslmod=require`,
    `postgres://talos:${SECRET}@db/talos?sslmode=prefer`,
    `postgres://talos:${SECRET}@db/talos?sslmode=allow`,
    `postgres://talos:${SECRET}@db/talos?sslmode=toString`,
    `postgres://talos:${SECRET}@db/talos?sslmode=disable&sslmode=verify-full`,
    `postgres://talos:${SECRET}@db/talos?password=other`,
    `postgres://talos:${SECRET}@db/talos?uselibpqcompat=true`,
    // Plain text, without a word that it is.
    `postgres://talos:${SECRET}@db/talos`,
    `postgres://talos:${SECRET}@10.0.0.7/talos`,
    `postgres://talos:${SECRET}@localhost.example/talos`,
    `postgres://talos:${SECRET}@127.0.0.1.example/talos`,
    `postgres://talos:${SECRET}@[::2]/talos`,
    `postgres://talos:${SECRET}@/talos?host=db.example`,
    `postgres://talos:${SECRET}@localhost/talos?host=db.example`,
    `postgres://talos:${SECRET}@db/talos?sslrootcert=/etc/ssl/db.pem`,
  ])('%s is E_CONFIG, and nothing of it that is secret is said', (text) => {
    const error = refusalOf(text);
    expect(error).toMatchObject({ code: 'E_CONFIG', details: { key: 'store' } });
    expect(JSON.stringify([(error as Error).message, (error as Error).stack, error])).not.toContain(SECRET);
  });

  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '[::1]'])('needs no sslmode at %s', (host) => {
    expect(parseStoreUrl(`postgres://a:b@${host}/talos`).connectionString).not.toContain('sslmode');
  });

  it('has at most so many characters', () => {
    const address = (length: number): string =>
      `postgres://localhost/${'x'.repeat(length - 'postgres://localhost/'.length)}`;
    expect(refusalOf(address(MAX_STORE_URL))).toBeUndefined();
    expect(refusalOf(address(MAX_STORE_URL + 1))).toMatchObject({ code: 'E_CONFIG' });
  });
});

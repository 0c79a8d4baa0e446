import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { canMakeNamespaces } from './namespaces.ts';

describe.skipIf(!canMakeNamespaces())('a network namespace (needs root, ip and nft)', () => {
  it('has no network but its own', () => {
    const name = `talos-${process.pid}`;
    execFileSync('ip', ['netns', 'add', name]);
    try {
      const links = execFileSync('ip', ['-n', name, '-json', 'link', 'show'], { encoding: 'utf8' });
      expect((JSON.parse(links) as { ifname: string }[]).map(({ ifname }) => ifname)).toEqual(['lo']);
    } finally {
      execFileSync('ip', ['netns', 'del', name]);
    }
  });
});

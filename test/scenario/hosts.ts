/** Two hosts: two network namespaces where this user may make them, two addresses of loopback where not. */
import { spawnSync } from 'node:child_process';

/** See the module comment. */
export interface Hosts {
  /** What runs a command on the one host, and on the other. */
  readonly prefixes: readonly [readonly string[], readonly string[]];
  /** Where the first is reached. */
  readonly address: string;
  close(): void;
}

/** Two namespaces with a cable between them, else loopback. `number` tells those of one process apart, below 200. */
export function twoHosts(number: number): Hosts {
  const loopback = { prefixes: [[], []], address: `127.0.0.${number}`, close: () => undefined } as const;
  return namespaces(number) ?? loopback;
}

/** Two namespaces with a cable between them; undefined where that is not allowed. */
export function namespaces(number: number): Hosts | undefined {
  const name = `talos${process.pid}n${number}`;
  const sides = [`${name}a`, `${name}b`] as const;
  const ip = (...args: readonly string[]): boolean => spawnSync('ip', args).status === 0;
  const close = (): void => {
    for (const side of sides) ip('netns', 'del', side);
  };
  const isMade =
    sides.every((side) => ip('netns', 'add', side)) &&
    ip('link', 'add', 'cable', 'netns', sides[0], 'type', 'veth', 'peer', 'name', 'cable', 'netns', sides[1]) &&
    sides.every((side, n) => ip('-n', side, 'addr', 'add', `10.83.${number}.${n + 1}/24`, 'dev', 'cable')) &&
    sides.every((side) => ip('-n', side, 'link', 'set', 'cable', 'up') && ip('-n', side, 'link', 'set', 'lo', 'up'));
  if (!isMade) {
    close();
    return undefined;
  }
  const run = (side: string): readonly string[] => ['ip', 'netns', 'exec', side];
  return { prefixes: [run(sides[0]), run(sides[1])], address: `10.83.${number}.1`, close };
}

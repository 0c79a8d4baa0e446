/**
 * Networks of several hosts on one machine.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';

/** Whether this machine lets us make network namespaces, and has the tools for it. */
export function canMakeNamespaces(): boolean {
  if (process.getuid?.() !== 0) return false;
  const name = `talos-try-${process.pid}`;
  const isThere = spawnSync('ip', ['netns', 'add', name]).status === 0;
  if (isThere) spawnSync('ip', ['netns', 'del', name]);
  return isThere && spawnSync('nft', ['--version']).status === 0;
}

/** Processor time of this process so far, in milliseconds: a bound on it does not depend on what else runs. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Processor time that this process has used so far: what other programs of the machine take does not count. */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

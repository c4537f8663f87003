/**
 * Loaded before a child's own program (`node --import`): when the supervisor is gone, even after kill -9, the channel
 * to it closes and the child ends as if it had been asked to. Programs hand the import on to workers of their own,
 * which follow them and not the supervisor: the mark in the environment is taken away, so that they are left alone.
 */
const graceMs = 10_000;
const supervisor = process.env.PENSTOCK_SUPERVISOR;

if (supervisor !== undefined) {
  delete process.env.PENSTOCK_SUPERVISOR;
  if (process.ppid !== Number(supervisor) || !process.channel) process.exit(1);
  process.on("disconnect", () => {
    // The supervisor's end of our output is gone too.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  // Listening alone must not keep a program alive that has nothing left to do.
  process.channel.unref();
}

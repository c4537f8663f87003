/**
 * Loaded by a worker process before anything of ours: what it has compiled is written down as soon as it is running.
 * Node does so when a process ends, and those of the tests are killed.
 */
import { flushCompileCache } from "node:module";

const send = process.send?.bind(process);

if (send !== undefined) {
  process.send = (message: unknown) => {
    flushCompileCache();
    return send(message);
  };
}

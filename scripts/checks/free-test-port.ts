import { randomInt } from "node:crypto";
import { freePort } from "#appliance/database/free-port.ts";

/**
 * Below the ports that systems give to outgoing calls: what is free now is still free when the stack has been built.
 */
const lowest = 20_000;
const highest = 29_999;

/**
 * A port for the stack of the browser tests: another each time, so that nothing that was left over stands in the way.
 */
export async function freeTestPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const wanted = randomInt(lowest, highest);
    if ((await freePort(wanted)) === wanted) return wanted;
  }
  throw new Error(`None of 100 ports between ${lowest} and ${highest} was free.`);
}

import { randomInt } from "node:crypto";
import { freePort } from "#appliance/database/free-port.ts";

/** Below the range of ephemeral ports: a port that is free now is still free after the build. */
const lowest = 20_000;
const highest = 29_999;

/** A random port for the browser tests' stack, so that a leftover process does not block it. */
export async function freeTestPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const wanted = randomInt(lowest, highest);
    if ((await freePort(wanted)) === wanted) return wanted;
  }
  throw new Error(`None of 100 ports between ${lowest} and ${highest} was free.`);
}

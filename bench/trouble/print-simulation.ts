import { setImmediate } from "node:timers/promises";
import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import { asJson } from "#core/pipeline/as-json.ts";
import type { SimulationFault, SimulationReport } from "#core/run/testing/simulation/simulate.ts";

const count = (figure: number) => figure.toLocaleString("en-US");

/** Yields now and then: stops when told to, and shows progress on a terminal. */
export function lookUp(signal: AbortSignal): (done: number) => Promise<void> {
  return async (done) => {
    if (done % 500 !== 0) return;
    await setImmediate();
    signal.throwIfAborted();
    if (process.stderr.isTTY) process.stderr.write(`\r${count(done)} seeds `);
  };
}

/** The figures, and for a failure its seed, its pipeline and its events, reduced to the smallest case. */
export function printSimulation(
  { seeds, steps, moves, ends, faults }: SimulationReport,
  tookMs: number,
): void {
  const statuses = [...ends].toSorted(([left], [right]) => left.localeCompare(right));
  console.log(
    `${count(seeds)} seeds in ${(tookMs / 1_000).toFixed(1)} s: ${count(moves)} moves, ${count(steps)} steps`,
  );
  console.log(`ends: ${statuses.map(([status, runs]) => `${count(runs)} ${status}`).join(", ")}`);
  console.log(`faults: ${faults.length}`);
  for (const fault of faults) printFault(fault);
}

function printFault({ seed, message, definition, trace }: SimulationFault): void {
  console.log(`\nseed ${seed}: ${message}\n\n${formatDefinitionYaml(asJson(definition))}`);
  for (const [index, line] of trace.entries()) console.log(`${String(index + 1).padStart(4)}  ${line}`);
  console.log(`\nAgain: npm run simulate -- --seeds 1 --seed ${seed}`);
}

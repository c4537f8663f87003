/**
 * What a run costs on this machine, compared with raw PostgreSQL at the same time: `npm run bench`, or `npm run bench
 * -- p2 p4` for a part. Run it on a quiet machine; on a busy one read ratios and processor time.
 */
import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { measureAgentStep } from "./agent-step.ts";
import { measureEffectNodes } from "./effect-nodes.ts";
import { measureFan } from "./fan.ts";
import { type Figure, type Floor, toTable } from "./figure.ts";
import { measureFirstToken } from "./first-token.ts";
import { measureFloor } from "./floor.ts";
import { measureCancel } from "./installed/cancel-call.ts";
import { measureMemory } from "./installed/memory.ts";
import { measureRelay } from "./installed/relay.ts";
import { measureWholePath } from "./installed/whole-path.ts";
import { measureLongChain } from "./long-chain.ts";
import { measureMap } from "./map.ts";
import { measureMillion } from "./million/measure-million.ts";
import { comparePeers, readPeerLines } from "./peers/compare-peers.ts";
import { measurePureNodes } from "./pure-nodes.ts";
import { measureFairness } from "./queue/fairness.ts";
import { type Stage, setStage } from "./stage.ts";

/** The output of one measurement. */
type Scenario = (stage: Stage, floor: Floor) => Promise<string>;

const inTable =
  (measure: (stage: Stage) => Promise<readonly Figure[]>): Scenario =>
  async (stage, floor) =>
    toTable(await measure(stage), floor);

const always: { readonly [name: string]: Scenario } = {
  p1: inTable(measurePureNodes),
  p2: inTable(measureEffectNodes),
  p3: inTable(measureFan),
  p4: inTable(measureLongChain),
  p5: inTable(measureFirstToken),
  "p5-http": inTable(measureWholePath),
  p6: inTable(measureRelay),
  p7: inTable(measureCancel),
  p11: inTable(measureMemory),
  agent: inTable(measureAgentStep),
  map: inTable(measureMap),
  fairness: inTable(measureFairness),
};

/** The size of P8; and the smallest for which each question still finds something. */
const mostRuns = 1_000_000;
const fewestRuns = 20_000;

/** The measurements by name; those that take more than a few minutes or need a file run only when named. */
async function readAsked(): Promise<readonly Scenario[]> {
  const { positionals, values } = readCommandLine("bench");
  const asked = positionals.map((name) => name.toLowerCase());
  if (values.lines !== undefined && !asked.includes("peers")) {
    throw usageError("bench", "--lines says something only about the measurement peers.");
  }
  const runs = Number(values.runs ?? mostRuns);
  if (values.runs !== undefined && !(asked.includes("p8") && Number.isInteger(runs) && runs >= fewestRuns)) {
    throw usageError("bench", `--runs is how many runs p8 seeds: a whole number from ${fewestRuns}.`);
  }
  const text = asked.includes("peers") ? await readPeerLines(values.lines) : "";
  const named: typeof always = {
    ...always,
    peers: (stage, floor) => comparePeers(stage, floor, text),
    // Last, because it fills the database that the others use.
    p8: (stage) => measureMillion(stage, runs),
  };
  const unknown = asked.filter((name) => !Object.hasOwn(named, name));
  if (unknown.length > 0) {
    const there = Object.keys(named).join(", ");
    throw usageError("bench", `There is no measurement ${unknown.join(", ")}. There are: ${there}.`);
  }
  return Object.entries(asked.length === 0 ? always : named)
    .filter(([name]) => asked.length === 0 || asked.includes(name))
    .map(([, scenario]) => scenario);
}

async function measure(stage: Stage, scenarios: readonly Scenario[]): Promise<void> {
  const floor = await measureFloor(stage.ownerUrl);
  const perSecond = Math.round(floor.commitsPerSecond);
  console.log(
    `raw PostgreSQL: a commit ${floor.commitMs.toFixed(2)} ms; ${perSecond} a second on 16 connections`,
  );
  for (const scenario of scenarios) console.log(`\n${await scenario(stage, floor)}`);
}

await runUntilStopped(async (signal) => {
  const scenarios = await readAsked();
  const stage = await setStage();
  try {
    await Promise.race([measure(stage, scenarios), untilAborted(signal)]);
    return 0;
  } finally {
    await stage.close();
  }
});
process.exit();

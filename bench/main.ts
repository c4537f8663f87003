/**
 * What a run costs on this machine, beside what raw PostgreSQL costs in the same minute: `npm run bench`, or `npm run
 * bench -- p2 p4` for a part. Run it on a quiet machine; on a busy one read ratios.
 */
import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { measureEffectNodes } from "./effect-nodes.ts";
import { measureFan } from "./fan.ts";
import { type Figure, toTable } from "./figure.ts";
import { measureFirstToken } from "./first-token.ts";
import { measureFloor } from "./floor.ts";
import { measureLongChain } from "./long-chain.ts";
import { measurePureNodes } from "./pure-nodes.ts";
import { type Stage, setStage } from "./stage.ts";
import { measureWholePath } from "./whole-path.ts";

const scenarios: { readonly [name: string]: (stage: Stage) => Promise<readonly Figure[]> } = {
  p1: measurePureNodes,
  p2: measureEffectNodes,
  p3: measureFan,
  p4: measureLongChain,
  p5: measureFirstToken,
  "p5-http": measureWholePath,
};

async function measure(stage: Stage, names: readonly string[]): Promise<void> {
  const floor = await measureFloor(stage.ownerUrl);
  const perSecond = Math.round(floor.commitsPerSecond);
  console.log(
    `raw PostgreSQL: a commit ${floor.commitMs.toFixed(2)} ms; ${perSecond} a second on 16 connections`,
  );
  for (const name of names) console.log(`\n${toTable((await scenarios[name]?.(stage)) ?? [], floor)}`);
}

await runUntilStopped(async (signal) => {
  const asked = readCommandLine("bench").positionals.map((name) => name.toLowerCase());
  const unknown = asked.filter((name) => scenarios[name] === undefined);
  if (unknown.length > 0) {
    const there = Object.keys(scenarios).join(", ");
    throw usageError("bench", `There is no measurement ${unknown.join(", ")}. There are: ${there}.`);
  }
  const stage = await setStage();
  try {
    const names = asked.length === 0 ? Object.keys(scenarios) : asked;
    await Promise.race([measure(stage, names), untilAborted(signal)]);
    return 0;
  } finally {
    await stage.close();
  }
});
process.exit();

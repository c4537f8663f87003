import type { RunId } from "#core/ids.ts";
import { percentile, timeEach } from "../measure.ts";
import type { Stage } from "../stage.ts";
import { questionsOf } from "./questions.ts";
import { type Seeded, seedRuns } from "./seed.ts";

/** P8: 95 of a hundred answers come within this many milliseconds. */
const targetMs = 100;
const times = 40;

/**
 * P8: what pages ask of a million runs, each question by itself at the service. Seeds them first, in a database that
 * goes away with the stage.
 */
export async function measureMillion(stage: Stage, runs: number): Promise<string> {
  const beganMs = performance.now();
  const tell = (line: string) =>
    console.log(`  seeding, ${((performance.now() - beganMs) / 1_000).toFixed(0)} s: ${line}`);
  const seeded = await seedRuns(stage, runs, tell);
  return askAll(stage, seeded, (line) => console.log(line));
}

/** Asks every question again and again, and says of each how long the answers took; returns how many are in time. */
async function askAll(stage: Stage, seeded: Seeded, tell: (line: string) => void): Promise<string> {
  const questions = questionsOf(stage.context, seeded, await chooseRuns(stage));
  const width = Math.max(...questions.map(({ what }) => what.length));
  tell(toLine(`P8, ${seeded.runs} runs of ten nodes`, ["p50", "p95", "longest"], width));
  let met = 0;
  for (const { what, ask } of questions) {
    const samples = await timeEach(times, ask);
    const isMet = percentile(samples, 0.95) <= targetMs;
    const figures = [0.5, 0.95, 1].map((share) => `${percentile(samples, share).toFixed(1)} ms`);
    tell(toLine(what, [...figures, isMet ? "met" : "NOT MET"], width));
    if (isMet) met += 1;
  }
  return `${met} of ${questions.length} are answered within ${targetMs} ms, 95 times of a hundred.`;
}

function toLine(what: string, cells: readonly string[], width: number): string {
  return [what.padEnd(width), ...cells.map((cell) => cell.padStart(11))].join("");
}

async function chooseRuns({ asOwner }: Stage) {
  const ids = async (rows: string) => (await asOwner<{ id: RunId }>(rows)).map(({ id }) => id);
  return {
    any: await ids("select id from runs tablesample system (0.1) limit 1000"),
    whole: await ids("select run_id as id from artifacts limit 1000"),
  };
}

import type { PipelineVersionId, RunId, WebhookEndpointId } from "#core/ids.ts";
import { percentile, type Samples, timeEach } from "../measure.ts";
import type { Stage } from "../stage.ts";
import { type CountedDatabase, countPages } from "./count-pages.ts";
import { measurePurge } from "./measure-purge.ts";
import { allQuestions } from "./questions/all-questions.ts";
import type { Question, QuestionSubjects } from "./questions/question.ts";
import { type Seeded, seedRuns } from "./seed.ts";

/** P8: the 95th percentile in milliseconds. */
const targetMs = 100;
const times = 40;
/** How often each question is asked to count the pages it reads; the median is reported. */
const counted = 3;

/**
 * P8: the queries of pages on a million runs, each by itself at the service. Seeds the runs first, in a database that
 * is deleted with the stage.
 */
export async function measureMillion(stage: Stage, runs: number): Promise<string> {
  const beganMs = performance.now();
  const tell = (line: string) =>
    console.log(`  seeding, ${((performance.now() - beganMs) / 1_000).toFixed(0)} s: ${line}`);
  const asked = await chooseAsked(stage, await seedRuns(stage, runs, tell));
  const answered = await askAll(stage, asked, (line) => console.log(line));
  return `${answered}\n${await measurePurge(stage, asked)}`;
}

/** Repeats every question, and reports the durations and the pages read; returns how many are in time. */
async function askAll(stage: Stage, asked: QuestionSubjects, tell: (line: string) => void): Promise<string> {
  const database = await countPages(stage);
  const questions = allQuestions({ ...stage.context, db: database.db }, asked);
  const width = Math.max(...questions.map(({ what }) => what.length));
  tell(toLine(`P8, ${asked.runs} runs of ten nodes`, ["p50", "p95", "longest", "pages", ""], width));
  let met = 0;
  for (const question of questions) {
    const samples = await timeEach(times, question.ask);
    const isMet = percentile(samples, 0.95) <= targetMs;
    const figures = [0.5, 0.95, 1].map((share) => `${percentile(samples, share).toFixed(1)} ms`);
    const pages = percentile(await countEach(database, question), 0.5).toLocaleString("en-US");
    tell(toLine(question.what, [...figures, pages, isMet ? "met" : "NOT MET"], width));
    if (isMet) met += 1;
  }
  await database.close();
  return `${met} of ${questions.length} are answered within ${targetMs} ms, 95 times of a hundred.`;
}

async function countEach(database: CountedDatabase, { ask }: Question): Promise<Samples> {
  const samples: number[] = [];
  for (let index = 0; index < counted; index += 1) {
    const before = await database.pages();
    await ask();
    samples.push((await database.pages()) - before);
  }
  return samples.sort((one, other) => one - other);
}

function toLine(what: string, cells: readonly string[], width: number): string {
  return [what.padEnd(width), ...cells.map((cell) => cell.padStart(11))].join("");
}

/** The subjects of the questions, among what was seeded. */
async function chooseAsked({ asOwner }: Stage, seeded: Seeded): Promise<QuestionSubjects> {
  const ids = async <Id>(rows: string, values: readonly unknown[] = []) =>
    (await asOwner<{ id: Id }>(rows, values)).map(({ id }) => id);
  const ofVersion = "select id from pipeline_versions where pipeline_id = $1 and number = $2";
  const ofPipeline = "select id from runs where pipeline_id = $1 and parent_run_id is null order by id";
  const one = async <Id>(rows: string, values: readonly unknown[] = []) => {
    const [id] = await ids<Id>(rows, values);
    if (id === undefined) throw new Error(`Nothing was seeded: ${rows}`);
    return id;
  };
  return {
    ...seeded,
    anyRuns: await ids<RunId>(
      "select id from runs tablesample system (0.1) where parent_run_id is null limit 1000",
    ),
    wholeRuns: await ids<RunId>(
      "select run_id as id from run_events where seq = 1 order by run_id desc limit 1000",
    ),
    twoRuns: [
      await one<RunId>(`${ofPipeline} desc limit 1`, [seeded.busyPipeline]),
      await one<RunId>(`${ofPipeline} limit 1`, [seeded.busyPipeline]),
    ],
    mapRuns: await ids<RunId>(
      "select parent_run_id as id from runs group by 1 having count(parent_run_id) > 50 order by count(*) desc limit 10",
    ),
    versions: {
      first: await one<PipelineVersionId>(ofVersion, [seeded.busyPipeline, 1]),
      last: await one<PipelineVersionId>(ofVersion, [seeded.busyPipeline, 2]),
    },
    endpointId: await one<WebhookEndpointId>("select id from webhook_endpoints limit 1"),
  };
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { getWait } from "#server/services/waits/get-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { type Stage, setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const folder = join(import.meta.dirname, "../src/features/pipelines/templates");
const examples: Readonly<Record<string, Json>> = JSON.parse(
  readFileSync(join(folder, "example-inputs.json"), "utf8"),
);
const ids = readdirSync(folder).flatMap((name) =>
  name.endsWith(".yaml") ? [name.replace(".yaml", "")] : [],
);

const database = await createTestDatabase();
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(database);
  await stage.spawnWorker().ready;
});
afterAll(() => stage.close());

/** The template, in a hurry: models say everything at once, and what waits for the clock waits a second. */
function readTemplate(id: string): PipelineDefinitionInput {
  const text = readFileSync(join(folder, `${id}.yaml`), "utf8")
    .replace(/(sandbox\/\w+)$/gm, "$1?pace=0")
    .replace(/(seconds|deadlineSeconds): 20\b/g, "$1: 1")
    // An address that is refused without anything being sent.
    .replace("https://example.com/", "http://127.0.0.1:9/")
    .replace("https://{{ variables.language }}.wikipedia.org/", "http://127.0.0.1:9/");
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  return parsed.value as unknown as PipelineDefinitionInput;
}

async function start(id: string): Promise<RunId> {
  const pipelineId = await seedPipeline(stage.context, readTemplate(id));
  const input = examples[id] ?? null;
  const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
  return (await startRun(stage.context, asked)).runId;
}

/** Makes the first choice of all that is asked. */
async function decideAll(): Promise<void> {
  const page = {
    runId: null,
    mine: true,
    which: "open",
    kinds: ["approval"],
    cursor: null,
    limit: 50,
  } as const;
  const { waits } = await listWaits(stage.context, page);
  for (const { waitId, choices } of waits) {
    const { form } = await getWait(stage.context, { waitId });
    const filled = form === null ? null : {};
    await decideWait(stage.context, { waitId, choice: choices[0] ?? "", form: filled });
  }
}

it("runs every template to its end in the sandbox, with what its first run is given and the first choice made", async () => {
  const started = new Map<string, RunId>();
  for (const id of ids) started.set(id, await start(id));
  const statuses = async () => {
    await decideAll();
    const runs = [...started].map(async ([id, runId]) => {
      const { run } = await getRun(stage.context, { runId });
      return [id, run.error === null ? run.status : `${run.status}: ${run.error.message}`] as const;
    });
    return new Map(await Promise.all(runs));
  };
  const isOpen = (status: string) => /^(pending|running|waiting)$/.test(status);
  const ended = await until(statuses, (seen) => ![...seen.values()].some(isOpen), 120_000);
  expect([...ended]).toEqual(ids.map((id) => [id, "completed"]));
});

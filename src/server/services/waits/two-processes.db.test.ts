import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, it } from "vitest";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { bundleProgram } from "#server/testing/bundle-program.ts";
import { approval, setWaitStage, trigger } from "./testing/wait-stage.ts";

const { context, database, startOf, waitIdOf, statusOf } = await setWaitStage();
const program = await bundleProgram(join(import.meta.dirname, "testing/decide-process.ts"));
const children: ChildProcessWithoutNullStreams[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

function spawnDecider() {
  const { workspaceId, userId } = context.actor;
  const child = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    program,
    database.appUrl,
    workspaceId,
    userId,
  ]);
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    return line.done === true ? expect.fail("the process has ended") : line.value;
  };
  return {
    ready: next(),
    decide: async (waitId: string, choice: string) => {
      child.stdin.write(`${waitId} ${choice}\n`);
      return JSON.parse(await next()) as { readonly resolution: string };
    },
  };
}

it("gives one answer to two processes that decide at the same moment", async () => {
  const [one, other] = [spawnDecider(), spawnDecider()];
  await Promise.all([one.ready, other.ready]);
  const choices = { choices: ["yes", "no"] };
  const pipelineId = await seedPipeline(context, chainOf("Contested", [trigger, approval("go", choices)]));
  const winners = new Set<string>();
  for (let round = 0; round < 12; round += 1) {
    const runId = await startOf(pipelineId, round);
    const waitId = await waitIdOf(runId);
    // Each begins as often as the other.
    const [first, second] = round % 2 === 0 ? [one, other] : [other, one];
    const answers = await Promise.all([first.decide(waitId, "yes"), second.decide(waitId, "no")]);
    expect(answers[0]).toEqual(answers[1]);
    winners.add(answers[0].resolution);
    expect(await statusOf(runId)).toBe("completed");
    const [row] = await database.asOwner(
      "select choice, jsonb_array_length(votes) as votes from waits where id = $1",
      [waitId],
    );
    expect(row).toEqual({ choice: answers[0].resolution, votes: 1 });
  }
  expect([...winners].every((winner) => ["yes", "no"].includes(winner))).toBe(true);
});

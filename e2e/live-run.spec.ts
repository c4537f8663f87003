import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./test.ts";

const repository = join(import.meta.dirname, "..");
const definition = readFileSync(join(repository, "scripts/demo/contract-review.yaml"), "utf8");
const text = readFileSync(join(repository, "LICENSE"), "utf8");

test("a run is watched live, survives a reload, and ends with all its text", async ({
  page,
  account,
  faults,
}) => {
  const { client, workspaceSlug } = account;
  // Slow enough to be looked at while it speaks.
  const slow = definition.replaceAll("sandbox/brief", "sandbox/brief?pace=25");
  const { pipelineId } = await client.pipelines.create.mutate({ definition: slow });
  const { runId } = await client.runs.start.mutate({
    pipelineId,
    input: { title: "Apache License 2.0", text },
  });

  await page.goto(`/${workspaceSlug}/runs/${runId}?node=obligations`);
  const spoken = page.getByRole("region", { name: "Node Obligations" });
  await expect(spoken).toContainText("Extract by the sandbox");
  await expect(page.getByRole("button", { name: "Stop run" })).toBeVisible();
  await page.reload();
  await expect(spoken).toContainText("Extract by the sandbox");

  await expect(page.getByRole("button", { name: "Stop run" })).toBeHidden({ timeout: 45_000 });
  const { run, attempts } = await client.runs.get.query({ runId });
  expect(run.status).toBe("completed");
  expect(attempts.filter((attempt) => attempt.status === "completed" && attempt.model !== null)).toHaveLength(
    3,
  );
  expect(faults).toEqual([]);
});

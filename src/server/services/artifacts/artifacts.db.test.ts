import { expect, it } from "vitest";
import { runIdSchema, workspaceIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertArtifacts } from "#server/db/run/artifact-store.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const person = await createPerson(web);
const client = clientOf(web, person);

async function runWith(saved: number) {
  const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "a" } });
  const artifacts = Array.from({ length: saved }, (_, index) => ({
    runId: runIdSchema.parse(runId),
    nodeId: "shape",
    kind: "saved" as const,
    name: `page-${index}.md`,
    mediaType: "text/markdown",
    content: `${index}`,
    encoding: "text" as const,
  }));
  await withTenant(web.tools.db, workspaceIdSchema.parse(person.workspaceId), (tx) =>
    insertArtifacts(tx, workspaceIdSchema.parse(person.workspaceId), artifacts),
  );
  return runId;
}

it("lists every artifact of a run, page by page, once and newest first", async () => {
  const runId = await runWith(250);
  await runWith(3);
  const view = await client.runs.get.query({ runId });
  const names = view.artifacts.map(({ name }) => name);
  const times = view.artifacts.map(({ createdAtMs }) => createdAtMs);
  expect(names).toHaveLength(200);
  expect(view.artifactCount).toBe(251);
  let cursor = view.nextArtifactCursor;
  while (cursor !== null) {
    const page = await client.artifacts.list.query({ runId, cursor, limit: 20 });
    names.push(...page.artifacts.map(({ name }) => name));
    times.push(...page.artifacts.map(({ createdAtMs }) => createdAtMs));
    cursor = page.nextCursor;
  }
  // The run's own artifact is one of them.
  expect(new Set(names).size).toBe(251);
  expect(names).toHaveLength(251);
  expect(times).toEqual(times.toSorted((left, right) => right - left));

  const all = await client.artifacts.list.query({ limit: 200 });
  expect(all.nextCursor).not.toBeNull();
});

it("accepts only artifacts of this workspace as cursors", async () => {
  const runId = await runWith(2);
  const [artifact] = (await client.artifacts.list.query({ runId })).artifacts;
  const stranger = clientOf(web, await createPerson(web));
  expect(await refusalOf(stranger.artifacts.list.query({ cursor: artifact?.id ?? "" }))).toBe("NOT_FOUND");
});

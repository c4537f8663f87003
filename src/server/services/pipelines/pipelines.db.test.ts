import { describe, expect, it } from "vitest";
import { readPenstockError } from "#client/read-error.ts";
import type { JsonObject } from "#core/json/json.ts";
import { cyclic, sound } from "#server/services/testing/written-definitions.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const client = clientOf(web, await createPerson(web));
const { pipelines } = client;
const messageOf = (error: unknown) => readPenstockError(error)?.message;

async function count(table: "pipelines" | "pipeline_versions" | "runs"): Promise<number> {
  const rows = await web.database.asOwner<{ rows: string }>(`select count(*) as rows from ${table}`);
  return Number(rows[0]?.rows);
}

async function problemsOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (caught: unknown) => readPenstockError(caught),
  );
  return error?.problems ?? [];
}

describe("pipelines.create", () => {
  it("refuses a definition with errors, each with its place, and stores nothing", async () => {
    const problems = await problemsOf(pipelines.create.mutate({ definition: cyclic }));
    expect(problems).toMatchObject([{ code: "CYCLE" }]);
    expect(await refusalOf(pipelines.create.mutate({ definition: "name: [" }))).toBe("INVALID_DEFINITION");
    expect(await count("pipelines")).toBe(0);
  });

  it("stores work in progress when asked to, as its author wrote it", async () => {
    const { pipelineId, problems } = await pipelines.create.mutate({
      definition: cyclic,
      acceptFaults: true,
    });
    expect(problems).toMatchObject([{ code: "CYCLE" }]);
    const kept = await pipelines.get.query({ pipelineId });
    expect(kept).toMatchObject({ draftText: cyclic, name: "Round and round", publishedVersion: null });
    expect(await refusalOf(pipelines.publish.mutate({ pipelineId }))).toBe("INVALID_DEFINITION");
    expect(await refusalOf(client.runs.start.mutate({ pipelineId }))).toBe("INVALID_DEFINITION");
    expect(await count("runs")).toBe(0);
  });

  it("writes data as equivalent YAML", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: pureDefinition });
    const { draft, draftText } = await pipelines.get.query({ pipelineId });
    expect(draft).toEqual(pureDefinition);
    expect((await pipelines.validate.mutate({ definition: draftText })).isValid).toBe(true);
  });

  it("gives two pipelines of one name different slugs", async () => {
    const made = await Promise.all([1, 2, 3].map(() => pipelines.create.mutate({ definition: sound })));
    const all = await Promise.all(made.map(({ pipelineId }) => pipelines.get.query({ pipelineId })));
    expect(new Set(all.map(({ slug }) => slug)).size).toBe(3);
  });

  it.each([
    ["a NUL", { ...pureDefinition, name: "a\0b" }],
    ["half a character", { ...pureDefinition, name: "a\ud800" }],
  ])("refuses %s with its place", async (_what, definition) => {
    const problems = await problemsOf(pipelines.create.mutate({ definition }));
    expect(problems[0]?.path).toEqual(["definition", "name"]);
  });

  it("refuses two megabytes", async () => {
    const definition = { ...pureDefinition, description: "x".repeat(2_100_000) };
    expect(await refusalOf(pipelines.create.mutate({ definition }))).toBe("PAYLOAD_TOO_LARGE");
  });
});

describe("pipelines.saveDraft", () => {
  it("lets one of several people win, and says to the others what has been saved", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    const save = (note: string) =>
      pipelines.saveDraft
        .mutate({ pipelineId, definition: `# ${note}\n${sound}`, expectedRevision: 1 })
        .then(({ draftRevision }) => `saved ${draftRevision}`, messageOf);
    const outcomes = await Promise.all(["one", "two", "three", "four"].map(save));
    const late =
      "Somebody else saved this draft (revision 2; you started from 1). Load it, and apply your changes to it.";
    expect(outcomes.sort()).toEqual([late, late, late, "saved 2"]);
    expect((await pipelines.get.query({ pipelineId })).draftRevision).toBe(2);
  });

  it("changes nothing when the new draft has errors", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    const save = pipelines.saveDraft.mutate({ pipelineId, definition: cyclic, expectedRevision: 1 });
    expect(await refusalOf(save)).toBe("INVALID_DEFINITION");
    expect(await pipelines.get.query({ pipelineId })).toMatchObject({ draftRevision: 1, draftText: sound });
  });
});

describe("pipelines.publish", () => {
  it("numbers versions, and gives equal content the same number", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    const first = await pipelines.publish.mutate({ pipelineId, expectedRevision: 1, note: " The first.\n" });
    const { version, versionId } = first;
    const again = { version, versionId, isNew: false };
    expect(await pipelines.publish.mutate({ pipelineId, note: "Once more" })).toEqual(again);
    await pipelines.saveDraft.mutate({ pipelineId, definition: pureDefinition, expectedRevision: 1 });
    expect(await refusalOf(pipelines.publish.mutate({ pipelineId, expectedRevision: 1 }))).toBe("CONFLICT");
    expect(await pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 2 });
    await pipelines.saveDraft.mutate({ pipelineId, definition: sound, expectedRevision: 2 });
    expect(await pipelines.publish.mutate({ pipelineId })).toEqual(again);
    const { versions } = await pipelines.versions.query({ pipelineId });
    expect(versions.map(({ number, note }) => [number, note])).toEqual([
      [2, null],
      [1, "The first."],
    ]);
    expect((await pipelines.get.query({ pipelineId })).publishedVersion).toBe(1);
  });

  it("freezes once when several publish at once", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    const published = await Promise.all([1, 2, 3].map(() => pipelines.publish.mutate({ pipelineId })));
    expect(published.map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it("freezes the agents with it: a later change of an agent is a new version", async () => {
    const { agentId } = await client.agents.create.mutate({
      key: "editor",
      name: "Editor",
      instructions: "Cut.",
      model: "sandbox/brief",
      effort: "low",
    });
    const definition = sound.replace(
      'type: transform, name: B, config: { value: "input" }',
      "type: agent, name: B, config: { agentId: editor, task: Edit }",
    );
    const { pipelineId } = await pipelines.create.mutate({ definition });
    await pipelines.publish.mutate({ pipelineId });
    const changed = { agentId, name: "Editor", instructions: "Cut more.", model: "sandbox/brief" };
    await client.agents.update.mutate(changed);
    expect(await pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 2 });
    const frozen = (number: number) => pipelines.version.query({ pipelineId, number });
    expect((await frozen(1)).agents).toMatchObject([{ key: "editor", effort: "low" }]);
    expect((await frozen(2)).agents).not.toMatchObject([{ effort: "low" }]);
  });
});

describe("pipelines.version", () => {
  it("returns an old version as its author wrote it, whatever happened to the draft", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    await pipelines.publish.mutate({ pipelineId });
    await pipelines.saveDraft.mutate({ pipelineId, definition: pureDefinition, expectedRevision: 1 });
    await pipelines.publish.mutate({ pipelineId });
    const first = await pipelines.version.query({ pipelineId, number: 1 });
    expect(first).toMatchObject({
      number: 1,
      text: sound,
      definition: { name: "Round and round" },
      agents: [],
    });
    const { versions } = await pipelines.versions.query({ pipelineId });
    expect(versions[1]).toEqual({
      id: first.id,
      number: 1,
      contentHash: first.contentHash,
      note: null,
      createdBy: first.createdBy,
      createdAtMs: first.createdAtMs,
    });
  });

  it("writes YAML for a version whose text was not kept", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    const { versionId } = await pipelines.publish.mutate({ pipelineId });
    await web.database.asOwner(
      "alter table pipeline_versions disable trigger pipeline_versions_written_once",
    );
    await web.database.asOwner("update pipeline_versions set source_text = null where id = $1", [versionId]);
    await web.database.asOwner("alter table pipeline_versions enable trigger pipeline_versions_written_once");
    const { text, contentHash } = await pipelines.version.query({ pipelineId, number: 1 });
    await pipelines.saveDraft.mutate({ pipelineId, definition: text, expectedRevision: 1 });
    expect(await pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 1 });
    expect(contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("has no version that was not published", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    expect(await refusalOf(pipelines.version.query({ pipelineId, number: 1 }))).toBe("NOT_FOUND");
  });
});

describe("pipelines.list", () => {
  it("lists the newest runs of each pipeline, as many as requested", async () => {
    const [busy, quiet] = await Promise.all(
      [1, 2].map(() => pipelines.create.mutate({ definition: pureDefinition })),
    );
    if (busy === undefined || quiet === undefined) throw new Error("Two were made.");
    const runIds: string[] = [];
    for (const word of ["a", "b", "c"]) {
      const { runId } = await client.runs.start.mutate({ pipelineId: busy.pipelineId, input: { word } });
      runIds.unshift(runId);
    }
    const listed = new Map(
      (await pipelines.list.query({ lastRuns: 2 })).pipelines.map((one) => [one.id, one.lastRuns]),
    );
    expect(listed.get(busy.pipelineId)?.map(({ id, status }) => [id, status])).toEqual(
      runIds.slice(0, 2).map((id) => [id, "completed"]),
    );
    expect(listed.get(quiet.pipelineId)).toEqual([]);
    expect((await pipelines.list.query()).pipelines.flatMap(({ lastRuns }) => lastRuns)).toEqual([]);
  });
});

describe("pipelines.archive", () => {
  it("takes a pipeline out of use and brings it back", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: sound });
    await pipelines.archive.mutate({ pipelineId });
    const listed = async () => (await pipelines.list.query()).pipelines.some(({ id }) => id === pipelineId);
    expect(await listed()).toBe(false);
    expect(await refusalOf(client.runs.start.mutate({ pipelineId }))).toBe("CONFLICT");
    expect(await refusalOf(pipelines.publish.mutate({ pipelineId }))).toBe("CONFLICT");
    await pipelines.archive.mutate({ pipelineId, isArchived: false });
    expect(await listed()).toBe(true);
  });
});

describe("an idempotency key", () => {
  it("recognises the same request, with its fields in any order", async () => {
    const { pipelineId } = await pipelines.create.mutate({ definition: pureDefinition });
    const start = (input: JsonObject) =>
      client.runs.start.mutate({ pipelineId, idempotencyKey: "key-1", input });
    const first = await start({ word: "a", more: { x: 1, y: [{ p: 1, q: 2 }] } });
    expect(await start({ more: { y: [{ q: 2, p: 1 }], x: 1 }, word: "a" })).toEqual(first);
    expect(await refusalOf(start({ word: "b", more: { x: 1, y: [{ p: 1, q: 2 }] } }))).toBe(
      "IDEMPOTENCY_MISMATCH",
    );
  });
});

import { describe, expect, it } from "vitest";
import { type FileRef, fileRefOf, hashOf } from "#core/http/file-ref.ts";
import { pipelineIdSchema, type RunId, runIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertArtifacts } from "#server/db/run/artifact-store.ts";
import { sourceOf } from "#server/files/spool.ts";
import { keepFile } from "#server/services/files/keep-file.ts";
import { contextOf } from "#server/services/testing/service-context.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { findContents, searchRoom } from "../search/find-contents.ts";
import { searchArtifacts } from "./search-artifacts.ts";

const web = await createTestWeb();
const person = await createPerson(web);
const client = clientOf(web, person);
const context = contextOf(web.tools.db, person);

/** A run that saved files of these names; each run also produces its own document. */
async function runWith(name: string, files: readonly (readonly [name: string, mediaType: string])[]) {
  const { pipelineId } = await client.pipelines.create.mutate({ definition: { ...pureDefinition, name } });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "a" } });
  const artifacts = files.map(([file, mediaType]) => ({
    ...{ runId: runIdSchema.parse(runId), nodeId: "shape", kind: "saved" as const, name: file, mediaType },
    ...{ content: file, encoding: "text" as const },
  }));
  await withTenant(web.tools.db, person.workspaceId, (tx) =>
    insertArtifacts(tx, person.workspaceId, artifacts),
  );
  return { pipelineId: pipelineIdSchema.parse(pipelineId), runId };
}

const reports = await runWith("Reports", [
  ["Report 100%.md", "text/markdown"],
  ["totals.json", "application/json"],
]);
const letters = await runWith("Letters", [["letter_a.md", "text/markdown; charset=utf-8"]]);

type Search = Parameters<typeof client.artifacts.search.query>[0];
const namesOf = async (search: Search) =>
  (await client.artifacts.search.query(search)).artifacts.map(({ name }) => name).toSorted();

describe("artifacts across runs", () => {
  it("are found by name, type, pipeline and time", async () => {
    const all = ["Report 100%.md", "letter_a.md", "totals.json"];
    expect(await namesOf({})).toEqual(all);
    expect(await namesOf({ text: "report" })).toEqual(["Report 100%.md"]);
    // A search text is not a pattern.
    expect(await namesOf({ text: "%" })).toEqual(["Report 100%.md"]);
    expect(await namesOf({ text: "_" })).toEqual(["letter_a.md"]);
    expect(await namesOf({ mediaType: "text/markdown" })).toEqual(["Report 100%.md", "letter_a.md"]);
    expect(await namesOf({ mediaType: "application/" })).toEqual(["totals.json"]);
    expect(await namesOf({ pipelineId: letters.pipelineId })).toEqual(["letter_a.md"]);
    expect(await namesOf({ withinSeconds: 3_600 })).toEqual(all);
    expect((await namesOf({ withRunDocuments: true })).length).toBe(5);
    await web.database.asOwner(
      "update artifacts set created_at = now() - interval '2 days' where name = $1",
      ["totals.json"],
    );
    expect(await namesOf({ withinSeconds: 3_600 })).toEqual(["Report 100%.md", "letter_a.md"]);
  });

  it("name the run, node and attempt that produced them", async () => {
    const [found] = (await client.artifacts.search.query({ text: "letter" })).artifacts;
    expect(found).toMatchObject({
      ...{ runId: letters.runId, nodeId: "shape", pipelineId: letters.pipelineId },
      ...{ pipelineName: "Letters", kind: "saved" },
    });
    expect(found?.attempt).not.toBeNull();
  });

  it("come page by page, each once, and a search for a rare match says where it stopped", async () => {
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof client.artifacts.search.query>> =
        await client.artifacts.search.query({ limit: 1, cursor });
      names.push(...page.artifacts.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names.toSorted()).toEqual(["Report 100%.md", "letter_a.md", "totals.json"]);
    const rare = { text: "totals", mediaType: null, pipelineId: null, withRunDocuments: false };
    const search = { ...rare, withinSeconds: null, limit: 10 };
    const first = await searchArtifacts(context, { ...search, after: null }, 2);
    expect([first.artifacts.length, first.nextCursor === null]).toEqual([0, false]);
    const second = await searchArtifacts(context, { ...search, after: first.nextCursor }, 2);
    expect([second.artifacts.map(({ name }) => name), second.nextCursor]).toEqual([["totals.json"], null]);
  });

  it("show what they were made from and which later runs use them as a file", async () => {
    const tools = { db: web.tools.db, bodies: context.bodies };
    const keep = async (text: string, name: string) => {
      const source = sourceOf(Buffer.from(text));
      await keepFile(tools, person.workspaceId, source, "text/plain");
      return fileRefOf(source.sha256, "text/plain", source.bytes, name);
    };
    const { pipelineId } = reports;
    const runOf = async (photo: FileRef | null) =>
      runIdSchema.parse(
        (
          await client.runs.start.mutate({
            pipelineId,
            input: { word: "a", photo: photo === null ? null : { ...photo } },
          })
        ).runId,
      );
    const save = async (runId: RunId, file: FileRef) => {
      const kept = { sha256: hashOf(file), bytes: file.bytes };
      const about = {
        name: file.name ?? "",
        mediaType: file.mediaType,
        content: "",
        encoding: "text",
      } as const;
      await withTenant(web.tools.db, person.workspaceId, (tx) =>
        insertArtifacts(tx, person.workspaceId, [
          { ...about, runId, nodeId: "shape", kind: "saved", file: kept },
        ]),
      );
      const { artifacts } = await client.artifacts.list.query({ runId });
      return artifacts.find(({ name }) => name === file.name)?.id ?? expect.fail("it was not saved");
    };
    const [raw, fair] = [await keep("raw", "raw.txt"), await keep("fair", "fair.txt")];
    const rawRun = await runOf(null);
    const rawId = await save(rawRun, raw);
    const fairRun = await runOf(raw);
    const fairId = await save(fairRun, fair);
    const { runId: forkId } = await client.runs.fork.mutate({ runId: fairRun, fromNodeIds: ["shape"] });

    const ofRaw = await client.artifacts.lineage.query({ artifactId: rawId });
    expect(ofRaw.madeBy).toMatchObject({ ...{ runId: rawRun, pipelineId }, nodeId: "shape", attempt: null });
    expect(ofRaw.madeFrom).toEqual([]);
    expect(ofRaw.usedBy.map(({ runId }) => runId).toSorted()).toEqual([forkId, fairRun].toSorted());
    expect(ofRaw.usedBy.some(({ isFork }) => isFork)).toBe(false);
    const ofFair = await client.artifacts.lineage.query({ artifactId: fairId });
    expect(ofFair.madeFrom).toEqual([
      {
        ...{ sha256: hashOf(raw), mediaType: "text/plain", bytes: 3, name: "raw.txt", isOfNode: true },
        from: { artifactId: rawId, runId: rawRun },
      },
    ]);
    expect(ofFair.usedBy).toEqual([]);
    await web.database.asOwner("update runs set bodies_deleted_at = now(), input = 'null' where id = $1", [
      fairRun,
    ]);
    expect((await client.artifacts.lineage.query({ artifactId: fairId })).madeFrom).toBeNull();
    const { artifacts } = await client.artifacts.search.query({ text: ".txt" });
    expect(artifacts.map(({ id, bodiesDeletedAtMs }) => [id, bodiesDeletedAtMs !== null])).toEqual([
      [fairId, true],
      [rawId, false],
    ]);
  });

  it("are found with runs by their content, within the search limits", async () => {
    const said = (word: string) =>
      client.runs.start
        .mutate({ pipelineId: letters.pipelineId, input: { word } })
        .then(({ runId }) => runId);
    const [quoted, plain] = [await said('a "sluice"'), await said("A SLUICE, 5%")];
    const find = (text: string) => client.search.find.query({ text });
    const idsOf = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id);

    expect(idsOf((await find("sluice")).runsThatSay)).toEqual([plain, quoted]);
    const [saying] = (await find('"SLUICE"')).runsThatSay;
    expect(saying).toMatchObject({
      id: quoted,
      excerpt: { before: '{"word": "a ', match: '"sluice"', after: '"}' },
    });
    expect((await find("5%")).runsThatSay[0]?.excerpt?.match).toBe("5%");
    expect(idsOf((await find("5%")).runsThatSay)).toEqual([plain]);
    expect(idsOf((await find(quoted.slice(-8))).runs)).toEqual([quoted]);
    const byPipeline = await find("letters");
    expect(idsOf(byPipeline.runs).slice(0, 2)).toEqual([plain, quoted]);
    expect(byPipeline.runs[0]).toMatchObject({ pipelineName: "Letters", status: "completed" });
    expect((await find("letter_")).artifacts).toMatchObject([
      { name: "letter_a.md", pipelineName: "Letters", excerpt: { match: "letter_" } },
    ]);
    expect((await find("totals")).artifacts[0]?.excerpt?.match).toBe("totals");
    await web.database.asOwner("update artifacts set content = 'about a weir' where name = 'totals.json'");
    expect((await find("A WEIR")).artifacts).toMatchObject([
      { runId: reports.runId, excerpt: { before: "about ", match: "a weir", after: "" } },
    ]);
    // Only its name matches.
    expect((await find("totals")).artifacts).toMatchObject([{ name: "totals.json", excerpt: null }]);
    expect(await find("  ")).toEqual({ runs: [], runsThatSay: [], artifacts: [] });

    const narrow = { ...searchRoom, runs: 1, artifacts: 1 };
    expect(idsOf((await findContents(context, { text: "sluice" }, narrow)).runsThatSay)).toEqual([plain]);
    expect((await findContents(context, { text: "totals" }, narrow)).artifacts).toEqual([]);
    const small = { ...searchRoom, runBytes: 1, artifactBytes: 1 };
    expect(idsOf((await findContents(context, { text: "sluice" }, small)).runsThatSay)).toEqual([plain]);
    expect((await findContents(context, { text: "a weir" }, small)).artifacts).toEqual([]);
    // Binary content is not searched, however large.
    await web.database.asOwner(
      "update artifacts set content = repeat('A', 400), encoding = 'base64' where kind = 'saved' and name <> 'totals.json'",
    );
    const little = { ...searchRoom, artifactBytes: 100 };
    expect((await findContents(context, { text: "a weir" }, little)).artifacts).toHaveLength(1);
    // Its lower-case form may be longer.
    await web.database.asOwner(
      "update artifacts set content = repeat('İ', 200) || ' a lock' where name = 'totals.json'",
    );
    expect((await find("A LOCK")).artifacts[0]?.excerpt).toMatchObject({ match: "a lock", after: "" });
  });

  it("list the forks that took over the node which saved a text, and no others", async () => {
    const { runId } = await client.runs.start.mutate({
      pipelineId: letters.pipelineId,
      input: { word: "a" },
    });
    const note = { name: "note.md", mediaType: "text/markdown", content: "a", encoding: "text" } as const;
    await withTenant(web.tools.db, person.workspaceId, (tx) =>
      insertArtifacts(tx, person.workspaceId, [
        { ...note, runId: runIdSchema.parse(runId), nodeId: "start", kind: "saved" },
        { ...note, runId: runIdSchema.parse(runId), nodeId: "shape", kind: "saved", name: "again.md" },
      ]),
    );
    const fork = { fromNodeIds: ["shape"] };
    const { runId: forkId } = await client.runs.fork.mutate({ runId, ...fork });
    const { runId: forkOfForkId } = await client.runs.fork.mutate({ runId: forkId, ...fork });
    const { artifacts } = await client.artifacts.list.query({ runId });
    const usesOf = async (name: string) => {
      const artifactId = artifacts.find((artifact) => artifact.name === name)?.id ?? expect.fail(name);
      return (await client.artifacts.lineage.query({ artifactId })).usedBy;
    };
    expect((await usesOf("note.md")).map((use) => [use.runId, use.isFork])).toEqual([
      [forkOfForkId, true],
      [forkId, true],
    ]);
    expect(await usesOf("again.md")).toEqual([]);
  });

  it("are those of this workspace alone", async () => {
    const stranger = clientOf(web, await createPerson(web));
    expect((await stranger.artifacts.search.query({ withRunDocuments: true })).artifacts).toEqual([]);
    const nothing = { runs: [], runsThatSay: [], artifacts: [] };
    for (const text of ["letter", "sluice", reports.runId]) {
      expect(await stranger.search.find.query({ text })).toEqual(nothing);
    }
    const foreign = stranger.artifacts.search.query({ pipelineId: reports.pipelineId });
    expect(await refusalOf(foreign)).toBe("NOT_FOUND");
  });
});

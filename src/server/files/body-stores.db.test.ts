import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { takeUpFile } from "#server/db/file/file-rows.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import type { BodySource, BodyStore } from "./body-store.ts";
import { createDatabaseBodies } from "./database-bodies.ts";
import { createFolderBodies } from "./folder-bodies.ts";
import { createS3Bodies, objectAddress, type S3Settings } from "./s3-bodies.ts";
import { sourceOf } from "./spool.ts";
import { startS3Stub } from "./testing/s3-stub.ts";

const database = await createTestDatabase();
const { workspaceId } = await seedWorkspace(database.db);
const { workspaceId: otherId } = await seedWorkspace(database.db);
const folder = await mkdtemp(join(tmpdir(), "penstock-bodies-"));
const stub = await startS3Stub();
afterAll(async () => {
  await stub.close();
  await rm(folder, { recursive: true });
});

const stores: { readonly [name: string]: BodyStore } = {
  database: createDatabaseBodies(database.db),
  folder: createFolderBodies(folder),
  s3: createS3Bodies(stub.settings),
};

/** Bytes whose row exists, as it always does before bytes are put. */
async function given(text: string, id: WorkspaceId = workspaceId) {
  const source = sourceOf(Buffer.from(text));
  const row = { ...source, mediaType: "text/plain", place: "database" } as const;
  await withTenant(database.db, id, (tx) => takeUpFile(tx, id, row));
  return { source, key: { workspaceId: id, sha256: source.sha256 } };
}

async function textOf(chunks: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  if (chunks === null) return null;
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read).toString();
}

/** A source that breaks in the middle, as when its process dies. */
function breaking({ sha256, bytes }: BodySource): BodySource {
  return {
    sha256,
    bytes,
    async *open() {
      yield Buffer.from("half");
      throw new Error("it ends here");
    },
  };
}

describe.each(Object.entries(stores))("the store of bytes: %s", (name, store) => {
  const whole = { first: 0, count: 1_000_000 };

  it("returns what was put, whole or in part, any number of times", async () => {
    const { source, key } = await given(`${name}: 0123456789`);
    await store.put(key, source);
    await store.put(key, source);
    expect(await textOf(await store.read(key, { first: 0, count: source.bytes }))).toBe(
      `${name}: 0123456789`,
    );
    const part = { first: name.length + 4, count: 3 };
    expect(await textOf(await store.read(key, part))).toBe("234");
  });

  it("finds nothing under another workspace's hash", async () => {
    const { source, key } = await given(`${name}: mine`);
    const theirs = await given(`${name}: mine`, otherId);
    await store.put(key, source);
    expect(await store.read(theirs.key, whole)).toBeNull();
    await store.remove(theirs.key);
    expect(await textOf(await store.read(key, { first: 0, count: source.bytes }))).toBe(`${name}: mine`);
  });

  it("has nothing of an incomplete put, and accepts the bytes later", async () => {
    const { source, key } = await given(`${name}: broken`);
    await expect(store.put(key, breaking(source))).rejects.toThrow();
    expect(await store.read(key, whole)).toBeNull();
    await store.put(key, source);
    expect(await textOf(await store.read(key, { first: 0, count: source.bytes }))).toBe(`${name}: broken`);
  });

  it("deletes what is there, and succeeds when nothing is", async () => {
    const { source, key } = await given(`${name}: gone`);
    await store.remove(key);
    await store.put(key, source);
    await store.remove(key);
    await store.remove(key);
    expect(await store.read(key, whole)).toBeNull();
  });
});

it("leaves no unfinished file in the folder", async () => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = files.filter((one) => one.isFile()).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
});

describe("a bucket", () => {
  it("is addressed by host or by path, also below a path of its endpoint", () => {
    const key = { workspaceId, sha256: "a1".repeat(32) };
    const endpoint = "https://s3.example.com:9000";
    const name = `kept/${workspaceId}/${key.sha256}`;
    const of = (more: Partial<S3Settings>) => objectAddress({ ...stub.settings, endpoint, ...more }, key);
    expect(of({})).toBe(`${endpoint}/penstock/${name}`);
    expect(of({ endpoint: `${endpoint}/s3/` })).toBe(`${endpoint}/s3/penstock/${name}`);
    expect(of({ isPathStyle: false })).toBe(`https://penstock.s3.example.com:9000/${name}`);
  });

  it("accepted every signature, with a length and under the prefix", () => {
    expect(stub.refusals).toEqual([]);
    expect([...stub.objects.keys()].every((path) => path.startsWith(`/penstock/kept/${workspaceId}/`))).toBe(
      true,
    );
  });

  it("is retried while it fails, and then reports that without its address", async () => {
    const { source, key } = await given("trouble");
    stub.failNext(2);
    await stores.s3?.put(key, source);
    stub.failNext(3);
    const refused = stores.s3?.read(key, { first: 0, count: 1 });
    await expect(refused).rejects.toMatchObject({
      code: "FILES_UNAVAILABLE",
      message: expect.stringMatching(/status 503(?!.*127)/),
    });
  });

  it("that does not know the key is reported as unavailable", async () => {
    const { source, key } = await given("stranger");
    const strange = createS3Bodies({ ...stub.settings, secretAccessKey: "another" });
    await expect(strange.put(key, source)).rejects.toMatchObject({ code: "FILES_UNAVAILABLE" });
    expect(stub.refusals.splice(0)).toEqual(["SignatureDoesNotMatch"]);
  });
});

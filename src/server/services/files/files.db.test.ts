import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { doomFiles, takeUpFile } from "#server/db/file/file-rows.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import type { BodyStore } from "#server/files/body-store.ts";
import { createFileBodies } from "#server/files/file-bodies.ts";
import { sourceOf } from "#server/files/spool.ts";
import { clearFiles } from "./clear-files.ts";
import { keepFile } from "./keep-file.ts";
import { openFile, readFile } from "./open-file.ts";

const database = await createTestDatabase();
const { db, asOwner } = database;
const { workspaceId } = await seedWorkspace(db);
const { workspaceId: otherId } = await seedWorkspace(db);
const folder = await mkdtemp(join(tmpdir(), "penstock-files-"));
afterAll(() => rm(folder, { recursive: true }));

const bodies = createFileBodies(db, { folder, s3: null, maxBytes: 10_000_000 });
const tools = { db, bodies };
const small = Buffer.from("a few words");
const large = randomBytes(200_000);
const dayMs = 86_400_000;
const later = () => ({ beforeMs: Date.now() + dayMs, limit: 100 });

async function onDisk(): Promise<number> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).length;
}

/** The same stores, with another action instead of putting bytes. */
function puttingWith(put: BodyStore["put"]) {
  return {
    db,
    bodies: { ...bodies, at: (place: "database" | "folder" | "s3") => ({ ...bodies.at(place), put }) },
  };
}

it.each([
  ["small", small, "database", 0],
  ["large", large, "folder", 1],
])("stores what is %s once, and returns it", async (_name, bytes, place, files) => {
  const source = sourceOf(bytes);
  await keepFile(tools, workspaceId, source, "text/plain");
  await keepFile(tools, workspaceId, source, "text/html");
  const file = await openFile(tools, workspaceId, source.sha256);
  expect(file).toMatchObject({ mediaType: "text/plain", bytes: bytes.byteLength, place });
  expect(Buffer.from(await readFile(tools, workspaceId, source.sha256)).equals(bytes)).toBe(true);
  expect(await onDisk()).toBe(files);
});

it("does not find another workspace's file by its hash, and deletes only its own", async () => {
  const source = sourceOf(large);
  await expect(readFile(tools, otherId, source.sha256)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await keepFile(tools, otherId, source, "text/plain");
  expect(await onDisk()).toBe(2);
  expect(await clearFiles(tools, otherId, later())).toBe(1);
  expect(await onDisk()).toBe(1);
  expect(await readFile(tools, workspaceId, source.sha256)).toHaveLength(large.length);
});

it("leaves nothing half-written when it dies before the bytes are stored, and clears that up", async () => {
  const source = sourceOf(randomBytes(100_000));
  const dying = puttingWith(async () => {
    throw new Error("killed");
  });
  await expect(keepFile(dying, workspaceId, source, "text/plain")).rejects.toThrow("killed");
  await expect(openFile(tools, workspaceId, source.sha256)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await keepFile(tools, workspaceId, source, "text/plain");
  expect((await openFile(tools, workspaceId, source.sha256)).place).toBe("folder");
});

it("is absent when it dies between the bytes and the commit; the bytes are deleted with the row", async () => {
  const before = await onDisk();
  const source = sourceOf(randomBytes(100_000));
  const dying = puttingWith(async (key, bytes) => {
    await bodies.at("folder").put(key, bytes);
    throw new Error("killed");
  });
  await expect(keepFile(dying, workspaceId, source, "text/plain")).rejects.toThrow("killed");
  expect(await onDisk()).toBe(before + 1);
  await expect(openFile(tools, workspaceId, source.sha256)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await clearFiles(tools, workspaceId, { beforeMs: Date.now() - dayMs, limit: 100 })).toBe(0);
  await clearFiles(tools, workspaceId, later());
  expect(await onDisk()).toBe(0);
  expect(await asOwner("select from files where workspace_id = $1", [workspaceId])).toEqual([]);
});

it("keeps a file that is uploaded again while it is being deleted, whoever comes first", async () => {
  const source = sourceOf(large);
  await keepFile(tools, workspaceId, source, "text/plain");
  // A deletion has got exactly this far.
  const doomed = await withTenant(db, workspaceId, (tx) => doomFiles(tx, workspaceId, later()));
  expect(doomed).toEqual([{ sha256: source.sha256, place: "folder" }]);
  const row = { ...source, mediaType: "text/plain", place: "folder" } as const;
  expect(await withTenant(db, workspaceId, (tx) => takeUpFile(tx, workspaceId, row))).toBeNull();
  await expect(openFile(tools, workspaceId, source.sha256)).rejects.toMatchObject({ code: "NOT_FOUND" });
  // It died there: the next upload may take the file over, and writes it again.
  await asOwner("update files set doomed_at = now() - interval '11 minutes'");
  await keepFile(tools, workspaceId, source, "text/plain");
  expect(await readFile(tools, workspaceId, source.sha256)).toHaveLength(large.length);
});

it("reports a file that its store has lost, and a missing setting", async () => {
  const source = sourceOf(randomBytes(100_000));
  await keepFile(tools, workspaceId, source, "text/plain");
  const without = { db, bodies: createFileBodies(db, { folder: null, s3: null, maxBytes: 1 }) };
  await expect(readFile(without, workspaceId, source.sha256)).rejects.toMatchObject({
    code: "FILES_UNAVAILABLE",
    message: expect.stringContaining("FILES_FOLDER"),
  });
  await bodies.at("folder").remove({ workspaceId, sha256: source.sha256 });
  await expect(readFile(tools, workspaceId, source.sha256)).rejects.toMatchObject({
    code: "FILES_UNAVAILABLE",
    message: expect.stringContaining("lost"),
  });
});

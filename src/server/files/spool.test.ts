import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { sourceOf, spool } from "./spool.ts";

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const folder = await mkdtemp(join(tmpdir(), "penstock-spool-"));
vi.stubEnv("TMPDIR", folder);
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

it("keeps what came in pieces, can be read again, and leaves no name in the file system", async () => {
  const bytes = randomBytes(300_000);
  const file = await spool(inPieces(bytes, 7_001), 300_000);
  expect(await readdir(folder)).toEqual([]);
  expect(file).toMatchObject({ sha256: sourceOf(bytes).sha256, bytes: 300_000 });
  expect(file.beginning.subarray(0, 64)).toEqual(bytes.subarray(0, 64));
  for (let time = 0; time < 2; time += 1) expect((await read(file.open())).equals(bytes)).toBe(true);
  await file.drop();
});

it("knows the beginning however small the pieces are, and reads no further than the limit", async () => {
  const file = await spool(inPieces(Buffer.from("%PDF-1.7"), 1), 100);
  expect(Buffer.from(file.beginning).toString()).toBe("%PDF-1.7");
  await file.drop();
  let taken = 0;
  async function* endless() {
    for (;;) {
      taken += 1;
      yield Buffer.alloc(1_000);
    }
  }
  await expect(spool(endless(), 4_500)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  expect(taken).toBe(5);
});

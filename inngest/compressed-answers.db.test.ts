import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, edges, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterAll(() => stage.close());

const said = Buffer.from("The tide turns.");
const bodies: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(said),
  "x-gzip": gzipSync(said),
  deflate: deflateSync(said),
  br: brotliCompressSync(said),
  zstd: zstdCompressSync(said),
};
const codings = [...Object.keys(bodies), "utf-8", "none", "Identity", "", "aws-chunked"];
const kinds = ["200", "404", "503", "204", "broken", "bomb", "cut", "hang"];

/** `/<number of the coding>/<what kind of answer>`. */
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const [, index, kind = ""] = (request.url ?? "").split("/");
  const coding = codings[Number(index)] ?? "";
  response.writeHead(/^\d+$/.test(kind) ? Number(kind) : 200, { "content-encoding": coding });
  const body = bodies[coding] ?? said;
  if (kind === "204") response.end();
  else if (kind === "broken") response.end(body.subarray(0, 8));
  else if (kind === "bomb") response.end(gzipSync(Buffer.alloc(20_000_000)));
  else if (kind === "cut") response.write(body.subarray(0, 8), () => response.destroy());
  else if (kind === "hang") response.write(body.subarray(0, 8));
  else response.end(body);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("no answer of a stranger's server ends the worker, nor costs anybody else an attempt", async () => {
  const { port } = server.address() as AddressInfo;
  const calls = codings.flatMap((_coding, index) =>
    [...kinds, "head"].map((kind) => ({
      id: `c${index}-${kind}`,
      type: "action" as const,
      name: kind,
      config: {
        action: "http.request" as const,
        url: `http://127.0.0.1:${port}/${index}/${kind}`,
        ...(kind === "head" ? { method: "HEAD" as const } : {}),
      },
      onError: "continue" as const,
      retry: { maxRetries: 0 },
      ...(kind === "hang" ? { timeoutMs: 300 } : {}),
    })),
  );
  const worker = stage.spawnWorker();
  await worker.ready;
  const beside = await stage.start({
    name: "Beside",
    nodes: [trigger, agent("talk", "pace=20&tokens=100")],
    edges: edges("start -> talk"),
  });
  const runId = await stage.start({
    name: "Calls",
    nodes: [trigger, ...calls],
    edges: edges(...calls.map(({ id }) => `start -> ${id}`)),
  });
  await stage.ended([runId, beside]);
  const facts = await readRunFacts(database, runId);
  expect(findFaults(facts)).toEqual([]);
  expect(facts.attempts.map(({ number }) => number)).toEqual(calls.map(() => 1));
  const status = (id: string) => facts.attempts.find(({ nodeId }) => nodeId === id)?.status;
  for (const index of codings.keys()) {
    for (const kind of ["200", "204", "head"])
      expect([index, kind, status(`c${index}-${kind}`)]).toEqual([index, kind, "completed"]);
    for (const kind of ["404", "503", "cut", "hang"])
      expect([index, kind, status(`c${index}-${kind}`)]).toEqual([index, kind, "failed"]);
  }
  expect((await readRunFacts(database, beside)).attempts).toMatchObject([{ number: 1, status: "completed" }]);
  expect(worker.hasEnded).toBe(false);
});

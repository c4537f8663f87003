import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import type { PenstockClient } from "#client/create-client.ts";
import { watchRun } from "#client/watch-run.ts";
import { signIn } from "#scripts/demo/sign-in.ts";
import { oneAgent } from "./definitions.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach } from "./measure.ts";

/**
 * P5 as a program meets it: `runs.start` over HTTP, worker, adapter, log, and the first piece of text back over SSE.
 */
export async function measureWholePath(): Promise<readonly Figure[]> {
  return withInstallation(async (client) => {
    const { pipelineId } = await client.pipelines.create.mutate({
      definition: oneAgent("sandbox/echo?pace=0&tokens=20"),
    });
    await client.pipelines.publish.mutate({ pipelineId });
    const samples = await timeEach(60, async () => {
      const { runId } = await client.runs.start.mutate({ pipelineId, input: "tides" });
      await untilText(client, runId);
    });
    return [
      {
        work: "P5",
        what: "start to first text, through the typed client, p50",
        value: percentile(samples, 0.5),
        unit: "ms",
        target: 60,
      },
      { work: "P5", what: "the same, p90", value: percentile(samples, 0.9), unit: "ms" },
    ];
  });
}

async function untilText(client: PenstockClient, runId: string): Promise<void> {
  for await (const event of watchRun(client, { runId, signal: AbortSignal.timeout(30_000) })) {
    if (event.type === "node.delta") return;
  }
  throw new Error(`Run ${runId} has ended, or was watched for 30 s, without a piece of text.`);
}

/** Starts everything as `npm start` does, on a data folder and a port of its own, for the length of `work`. */
async function withInstallation<Result>(work: (client: PenstockClient) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), "penstock-bench-"));
  const settings = readSettings({ PENSTOCK_HOME: home, PORT: String(await freePort()) });
  const tell = () => undefined;
  const { signal } = new AbortController();
  const stack = await startStack({ settings, mode: "production", command: "npm run bench", signal, tell });
  try {
    const installation = { settings, secrets: stack.secrets, database: stack.database() };
    return await work((await signIn(installation)).client);
  } finally {
    await stack.stop();
    await rm(home, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("This machine has no free port.")),
      );
    });
  });
}

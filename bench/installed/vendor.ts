import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import type { PenstockClient } from "#client/create-client.ts";
import { oneAgent } from "../definitions.ts";

/** Of each answer. */
export const piecesPerSecond = 200;
export const piecesPerAnswer = 1_000;

const listeningSchema = z.object({ port: z.number() });
const closedSchema = z.object({ closedMs: z.number() });

/** A vendor whose answers contain the time at which each piece was sent. */
export interface Vendor {
  readonly pid: number;
  /** Its host and port. */
  readonly host: string;
  /** Creates a pipeline with one agent that calls it; returns its id. */
  publishTalk(client: PenstockClient): Promise<string>;
  /** From now on answers start when this many calls have arrived. */
  answerTogether(calls: number): void;
  /** Resolves when a call is closed before its answer has ended, with the time in milliseconds since the epoch. */
  nextClosed(): Promise<number>;
  stop(): Promise<void>;
}

export async function startVendor(): Promise<Vendor> {
  const child = fork(join(import.meta.dirname, "vendor-process.ts"), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [first] = await once(child, "message");
  const { port } = listeningSchema.parse(first);
  const exited = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    host: `127.0.0.1:${port}`,
    async publishTalk(client) {
      const key = {
        provider: "anthropic",
        label: "Bench",
        secret: "sk-ant-one-that-opens-the-bench",
      } as const;
      await client.keys.create.mutate({ ...key, baseUrl: `http://127.0.0.1:${port}` });
      const definition = oneAgent("anthropic/claude-haiku-5-5");
      const { pipelineId } = await client.pipelines.create.mutate({ definition });
      await client.pipelines.publish.mutate({ pipelineId });
      return pipelineId;
    },
    answerTogether(calls) {
      child.send({ together: calls });
    },
    async nextClosed() {
      const [message] = await once(child, "message");
      return closedSchema.parse(message).closedMs;
    },
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}

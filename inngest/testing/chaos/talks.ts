import { randomUUID } from "node:crypto";
import type { PipelineId, RunId, WaitId } from "#core/ids.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import type { Stage } from "../set-stage.ts";
import { callLine, talkingAgent } from "../talking-agent.ts";
import type { Web } from "./web.ts";

/** Each turn of a talk looks and acts; the last one calls nothing. */
const callingTurns = 3;
/** Of a talk that comes to its end. */
export const turnsOfATalk = callingTurns + 1;
const rejectedShare = 0.25;
const betweenLooksMs = 100;

/** An agent with tools of this world, whose calls that act people decide about, in the middle of all trouble. */
export class Talks {
  readonly runIds: RunId[] = [];
  readonly #stage: Stage;
  readonly #web: Web;
  readonly #pipelineId: PipelineId;
  readonly #over = new AbortController();
  readonly #deciding: Promise<void>;

  private constructor(stage: Stage, web: Web, pipelineId: PipelineId, random: () => number) {
    this.#stage = stage;
    this.#web = web;
    this.#pipelineId = pipelineId;
    this.#deciding = this.#decideAll(random);
  }

  static async prepare(stage: Stage, web: Web, sinkUrl: string, random: () => number): Promise<Talks> {
    const script = Array.from({ length: callingTurns }, (_, index) => [
      callLine(index + 1, "look", `at-${index}`),
      callLine(index + 1, "act", `on-${index}`),
    ]).flat();
    // So short that the narrow budget of a run always has room for the next turn.
    const config = { approve: "writes", model: "sandbox/echo?pace=15", maxTokens: 200 };
    const talk = {
      ...talkingAgent(sinkUrl, script, config),
      settings: { retryBackoffBase: 0.1, retryBackoffMax: 0.4, maxRetriesPerNode: 10 },
    };
    return new Talks(stage, web, await seedPipeline(stage.context, talk), random);
  }

  /** Starts one more by way of the web process. */
  async start(): Promise<void> {
    const idempotencyKey = randomUUID();
    const asked = { kind: "start", pipelineId: this.#pipelineId, input: "tides", idempotencyKey } as const;
    this.runIds.push(await this.#web.ask(asked));
  }

  /** Ends the deciding. Resolves when the last decision has been answered. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#deciding;
  }

  /** As people do: each question once, by way of a web process that may be killed meanwhile. */
  async #decideAll(random: () => number): Promise<void> {
    while (!this.#over.signal.aborted) {
      const asked = await this.#stage.database.asOwner<{ waitId: WaitId; runId: RunId }>(
        `select id as "waitId", run_id as "runId" from waits
          where step is not null and ending is null order by created_at, id`,
      );
      for (const one of asked) {
        const choice = random() < rejectedShare ? "reject" : "approve";
        await this.#web.ask({ kind: "decide", ...one, choice });
      }
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
    }
  }
}

import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { type Op, opsSchema } from "./sdk-call.ts";

const sentEventSchema = z.object({
  id: z.string().min(1).nullish(),
  name: z.string(),
  data: jsonObjectSchema,
  ts: z.number(),
  /** The version of its schema, as its sender has it. */
  v: z.string().optional(),
});
/** An event as the SDK sends it: without an id if the sender gave none. */
export type SdkEvent = z.infer<typeof sentEventSchema>;

const checkpointSchema = z.object({ qi_id: z.string(), steps: opsSchema });

/** The address at which the SDK believes the Inngest server to be. Nothing listens there. */
export const loopbackUrl = "http://inngest.embedded";

/**
 * The other end of the SDK's network: requests of its functions to an Inngest server are answered in this process. What
 * this engine does not offer gets a 501 that names it.
 */
export class Loopback {
  readonly #listeners = new Map<string, (ops: readonly Op[]) => boolean>();
  readonly #sendEvents: (events: readonly SdkEvent[]) => Promise<readonly string[]>;

  constructor(sendEvents: (events: readonly SdkEvent[]) => Promise<readonly string[]>) {
    this.#sendEvents = sendEvents;
  }

  /** Receives the steps that the SDK reports in the middle of a call; returning `false` ends that call. */
  listen(callId: string, onSteps: (ops: readonly Op[]) => boolean): { close(): void } {
    this.#listeners.set(callId, onSteps);
    return { close: () => void this.#listeners.delete(callId) };
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
    if (/^\/v1\/checkpoint\/[^/]+\/async$/.test(pathname)) return this.#checkpoint(body);
    if (pathname.startsWith("/e/")) return this.#events(body);
    return Response.json(
      { error: `The embedded engine does not offer ${pathname}.`, status: 501 },
      { status: 501 },
    );
  };

  /** 409 tells the SDK that the call is no longer wanted. */
  #checkpoint(body: unknown): Response {
    const { qi_id: callId, steps } = checkpointSchema.parse(body);
    const goOn = this.#listeners.get(callId)?.(steps) ?? false;
    return Response.json({}, { status: goOn ? 200 : 409 });
  }

  async #events(body: unknown): Promise<Response> {
    const events = z.array(sentEventSchema).parse(body);
    return Response.json({ ids: await this.#sendEvents(events), status: 200 });
  }
}

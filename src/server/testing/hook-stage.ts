import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { JsonObject } from "#core/json/json.ts";
import { handleHook } from "#server/trpc/handle-hook.ts";
import { createTestWeb } from "./create-test-web.ts";
import { clientOf, createPerson } from "./people.ts";

/** The default body. */
export const hookBody = JSON.stringify({ word: "tides" });

/** A web process with somebody who publishes webhooks, and functions that send to them. */
export async function createHookStage() {
  const web = await createTestWeb();
  const person = await createPerson(web);
  const client = clientOf(web, person);

  /** A published pipeline with one webhook, and its secret. */
  async function hookOf(trigger: JsonObject, nodes: readonly JsonObject[] = []) {
    const definition = {
      name: "Hooked",
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        ...(nodes.length > 0
          ? nodes
          : [
              {
                id: "said",
                type: "transform",
                name: "Said",
                config: { value: "input.?word.orValue('none')" },
              },
            ]),
      ],
      edges: [{ id: "e", from: "start", to: String(nodes[0]?.id ?? "said") }],
      triggers: [{ id: "hook", kind: "webhook", ...trigger }],
    };
    const { pipelineId } = await client.pipelines.create.mutate({ definition: JSON.stringify(definition) });
    await client.pipelines.publish.mutate({ pipelineId });
    const name = { pipelineId, triggerId: "hook" };
    const [view] = (await client.triggers.list.query({ pipelineId })).triggers;
    const secret = trigger.scheme === "none" ? "" : (await client.triggers.rotateSecret.mutate(name)).secret;
    const firings = async () => (await client.triggers.firings.query(name)).firings;
    const runs = async () => (await client.runs.list.query({ pipelineId })).runs;
    return { url: view?.url ?? "", name, secret, firings, runs };
  }

  async function send(url: string, headers: Record<string, string>, text: string | Uint8Array = hookBody) {
    const sent = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: text };
    const response = await handleHook(web.tools, web.auth, new Request(url, sent as RequestInit));
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      answer: answer.startsWith("{") ? JSON.parse(answer) : null,
    };
  }

  return { web, person, client, hookOf, send };
}

/** Signs with the specification's own library. */
export function standard(secret: string, id: string = randomUUID(), at = new Date(), text = hookBody) {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, at, text),
  };
}

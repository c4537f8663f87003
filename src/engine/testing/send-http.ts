import type { Json, JsonObject } from "#core/json/json.ts";
import { executeNode } from "#engine/execute-node.ts";
import type { HttpResponse } from "#engine/ports.ts";
import { memoryPorts } from "./memory-ports.ts";
import { makeActionNode, taskFor } from "./task.ts";

const never = new AbortController().signal;

export interface HttpAnswer extends Partial<Omit<HttpResponse, "body">> {
  readonly body?: string | Uint8Array;
}

/** An answer of 200 with nothing in it but what is said. */
export function answered({ body = "", ...rest }: HttpAnswer): HttpResponse {
  return {
    status: 200,
    headers: {},
    redirectedTo: null,
    isBodyCut: false,
    ...rest,
    body: typeof body === "string" ? Buffer.from(body) : body,
  };
}

/** One request of a node, and how its attempt ended with that answer. */
export async function sendHttp(
  config: JsonObject,
  input: Json = null,
  answer: HttpAnswer = {},
  secrets = {},
) {
  const http = async () => answered(answer);
  const ports = memoryPorts({ http, secrets });
  const task = taskFor(makeActionNode({ action: "http.request", ...config }), { input });
  const outcome = await executeNode(task, ports, never);
  const output = outcome.kind === "completed" ? (outcome.output as JsonObject) : null;
  const error = outcome.kind === "failed" ? outcome : null;
  return { outcome, output, error, request: ports.httpRequests[0] };
}

import { NextRequest } from "next/server.js";
import { describe, expect, it } from "vitest";
import { createInngestClient } from "./client.ts";
import { createServeHandlers, type ServeOptions } from "./serve.ts";

const signingKey = "ab".repeat(32);
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function options(changes: Partial<ServeOptions>): ServeOptions {
  const isDev = changes.isDev ?? false;
  const client = createInngestClient({ isDev, signingKey, logger: quiet, baseUrl: "http://127.0.0.1:1" });
  const functions = [
    client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, () => "secret"),
  ];
  return { engine: "inngest", production: true, isDev, signingKey, client, functions, ...changes };
}

const url = "https://penstock.example/api/inngest";
const run = JSON.stringify({
  event: { name: "e", data: {} },
  events: [],
  steps: {},
  ctx: { run_id: "r", attempt: 0 },
});
const requests = {
  GET: () => new NextRequest(url),
  PUT: () => new NextRequest(url, { method: "PUT" }),
  POST: () => new NextRequest(`${url}?fnId=penstock-f&stepId=step`, { method: "POST", body: run }),
};
const methods = ["GET", "POST", "PUT"] as const;

describe("the route for an Inngest server", () => {
  it.each(methods)("answers %s with nothing when the engine is embedded", async (method) => {
    const handlers = createServeHandlers(options({ engine: "embedded", signingKey: null }));
    const answer = await handlers[method](requests[method](), undefined);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe("");
  });

  it.each(methods)(
    "refuses an unsigned %s in production, and tells nothing of the functions",
    async (method) => {
      const answer = await createServeHandlers(options({}))[method](requests[method](), undefined);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toMatch(/penstock-f|secret|function_count/);
    },
  );

  it("refuses a signature that is not ours", async () => {
    const headers = { "x-inngest-signature": `t=${Math.floor(Date.now() / 1_000)}&s=${"0".repeat(64)}` };
    const request = new NextRequest(requests.POST(), { headers });
    expect((await createServeHandlers(options({})).POST(request, undefined)).status).toBe(401);
  });

  it("runs functions for the dev server, outside production", async () => {
    const handlers = createServeHandlers(options({ production: false, isDev: true }));
    const answer = await handlers.POST(requests.POST(), undefined);
    expect([answer.status, await answer.json()]).toEqual([200, "secret"]);
  });

  it("refuses an environment that would leave it open, or open to nobody", () => {
    expect(() => createServeHandlers(options({ isDev: true }))).toThrow("refused in production");
    expect(() => createServeHandlers(options({ signingKey: null }))).toThrow("needs INNGEST_SIGNING_KEY");
    expect(() => createServeHandlers(options({ production: false, signingKey: null }))).toThrow(
      "or INNGEST_DEV=1",
    );
    const { client } = options({ isDev: true });
    expect(() => createServeHandlers({ ...options({}), client })).toThrow("must agree");
  });
});

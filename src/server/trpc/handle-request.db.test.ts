import { describe, expect, it } from "vitest";
import { senderHeader, senderMark } from "#server/crypto/sender-mark.ts";
import { connectionsOf, createDatabase } from "#server/db/driver/client.ts";
import { createLogger } from "#server/logger.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import {
  bearer,
  clientOf,
  createPerson,
  headersOf,
  joinWorkspace,
  type RequestHeaders,
} from "#server/testing/people.ts";
import { handleTrpcRequest } from "./handle-request.ts";

const web = await createTestWeb();
const person = await createPerson(web);
const endpoint = `${web.auth.publicOrigin}/api/trpc`;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string } | undefined;
}

async function send(path: string, init: RequestInit): Promise<Answer> {
  const response = await handleTrpcRequest(web.tools, web.auth, new Request(`${endpoint}/${path}`, init));
  const body = (await response.json()) as { error?: { data?: { error?: Answer["error"] } } };
  return { status: response.status, headers: response.headers, error: body.error?.data?.error };
}

const rename = (headers: RequestHeaders, name = "Renamed") =>
  send("workspaces.rename", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ name }),
  });

async function currentName(): Promise<string> {
  return (await clientOf(web, person).workspaces.get.query()).name;
}

describe("a mutation with a session's cookie", () => {
  it("passes from our own pages", async () => {
    expect(await rename(headersOf(person), "From our page")).toMatchObject({ status: 200 });
    expect(await currentName()).toBe("From our page");
  });

  it.each<[string, Record<string, string>]>([
    ["another site", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["another port of this host", { origin: "http://penstock.test:8080" }],
    ["nowhere", {}],
    ["a cross-site fetch", { "sec-fetch-site": "cross-site" }],
  ])("is refused from %s, and changes nothing", async (_where, headers) => {
    const before = await currentName();
    const { cookie, "x-workspace": workspace } = headersOf(person);
    const refused = await rename({ cookie, "x-workspace": workspace, ...headers }, "From elsewhere");
    expect(refused).toMatchObject({ status: 403, error: { code: "FORBIDDEN" } });
    expect(await currentName()).toBe(before);
  });

  it("is never answered for another origin to read", async () => {
    const { headers } = await rename({ ...headersOf(person), origin: "https://evil.example" });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "is refused as %s",
    async (contentType) => {
      const refused = await rename({ ...headersOf(person), "content-type": contentType }, "As a form");
      expect(refused).toMatchObject({ status: 400, error: { code: "INVALID_INPUT" } });
    },
  );

  it("cannot be made with GET, whatever the URL says", async () => {
    const input = encodeURIComponent(JSON.stringify({ name: "By address" }));
    const refused = await send(`workspaces.rename?input=${input}&_method=POST`, {
      headers: headersOf(person),
    });
    expect(refused.status).toBe(405);
  });
});

describe("a program with a token", () => {
  it("needs no origin", async () => {
    const { token } = await clientOf(web, person).tokens.create.mutate({ name: "x", scopes: ["admin"] });
    expect(await rename(bearer(token), "By a program")).toMatchObject({ status: 200 });
  });
});

describe("the tRPC endpoint", () => {
  it.each([
    ["more than it reads", `{"name":"${"x".repeat(2_100_000)}"}`, 413, "PAYLOAD_TOO_LARGE"],
    ["what is too deep", `{"name":${"[".repeat(100_000)}`, 400, "INVALID_INPUT"],
    ["what is not JSON", "{", 400, "INVALID_INPUT"],
    ["a field nobody knows", '{"name":"x","role":"owner"}', 400, "INVALID_INPUT"],
    ["a wrong type", '{"name":{"not":"x"}}', 400, "INVALID_INPUT"],
    ["a NUL", '{"name":"a\\u0000b"}', 400, "INVALID_INPUT"],
  ])("refuses %s and says so", async (_what, body, status, code) => {
    const headers = { ...headersOf(person), "content-type": "application/json" };
    const refused = await send("workspaces.rename", { method: "POST", headers, body });
    expect(refused).toMatchObject({ status, error: { code } });
  });

  it.each([
    '{"name":"x","__proto__":{"polluted":1}}',
    '{"name":"x","constructor":{"prototype":{"polluted":1}}}',
    '{"__proto__":{"name":"x","polluted":1}}',
  ])("lets no input reach a prototype: %s", async (body) => {
    const headers = { ...headersOf(person), "content-type": "application/json" };
    await send("workspaces.rename", { method: "POST", headers, body });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("accepts twenty calls at once, not a thousand", async () => {
    const batch = (size: number) =>
      handleTrpcRequest(
        web.tools,
        web.auth,
        new Request(`${endpoint}/${Array(size).fill("workspaces.get").join(",")}?batch=1`, {
          headers: headersOf(person),
        }),
      );
    expect((await batch(20)).status).toBe(200);
    expect((await batch(21)).status).toBe(400);
    expect((await batch(1000)).status).toBe(400);
  });

  it("refuses requests of its own pipelines, by whatever name and token they call", async () => {
    const { token } = await clientOf(web, person).tokens.create.mutate({ name: "loop", scopes: ["admin"] });
    const read = (sender: string) =>
      send("pipelines.list", { headers: { ...bearer(token), [senderHeader]: senderMark(sender) } });
    expect(await read(web.auth.publicOrigin)).toMatchObject({ status: 403, error: { code: "FORBIDDEN" } });
    expect((await read("https://penstock.somebody-else.example")).status).toBe(200);
  });

  it("gives each request an id, so that its log lines can be found", async () => {
    const { headers, error } = await rename({ "x-workspace": person.workspaceId });
    expect(headers.get("x-request-id")).toBe(error?.requestId);
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("reveals nothing of an internal error, and logs everything but the secret", async () => {
    const lines: string[] = [];
    const log = createLogger({ level: "info", service: "test" }, { write: (line) => lines.push(line) });
    const db = createDatabase({ url: "postgresql://penstock_app:canary@127.0.0.1:1/penstock", poolSize: 1 });
    const request = new Request(`${endpoint}/runs.list`, { headers: headersOf(person) });
    const response = await handleTrpcRequest({ ...web.tools, db, log }, web.auth, request);
    const body = await response.text();
    expect(response.status).toBe(503);
    expect(body).toContain('"DATABASE_UNAVAILABLE"');
    expect(body).not.toMatch(/canary|127\.0\.0\.1|ECONNREFUSED/);
    const requestId = response.headers.get("x-request-id") ?? "none";
    expect(body).toContain(requestId);
    const line = lines.find((text) => text.includes(requestId)) ?? "";
    expect(JSON.parse(line)).toMatchObject({ level: "error", path: "runs.list" });
    expect(line).not.toContain("canary");
    await db.$disconnect();
  });

  it("refuses a call that gets no database connection, and says when to retry", async () => {
    const db = createDatabase({ url: web.database.appUrl, poolSize: 1, waitMs: 1_500 });
    const ask = () => {
      const request = new Request(`${endpoint}/runs.list`, { headers: headersOf(person) });
      return handleTrpcRequest({ ...web.tools, db }, web.auth, request);
    };
    // A slow machine may need more than one try within that time.
    const isAnswered = () => expect.poll(async () => (await ask()).status).toBe(200);
    await isAnswered();
    const taken = await connectionsOf(db).connect();
    const answer = await ask();
    taken.release();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.text()).toContain('"OVERLOADED"');
    await isAnswered();
    await db.$disconnect();
  });

  it("reports a full disk as such, says that nothing was done, and reveals no internals", async () => {
    await web.database.asOwner(`create function fill_up() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file "base/1/2": No space left' using errcode = '53100'; end $$`);
    await web.database.asOwner(
      "create trigger full_disk before insert on pipelines for each row execute function fill_up()",
    );
    const definition = { name: "A", nodes: [{ id: "a", type: "trigger", name: "A" }], edges: [] };
    const answer = await send("pipelines.create", {
      method: "POST",
      headers: { ...headersOf(person), "content-type": "application/json" },
      body: JSON.stringify({ definition }),
    });
    await web.database.asOwner("drop trigger full_disk on pipelines");
    expect(answer).toMatchObject({ status: 503, error: { code: "STORAGE_FULL", retryAfterMs: 5_000 } });
    expect(answer.error?.message).toMatch(/disk of Penstock's server is full.*this was not done/);
    expect(JSON.stringify(answer)).not.toMatch(/extend|base\/1/);
  });

  it("finds a workspace by its id and its slug, and asks for one where there is none", async () => {
    const read = (headers: RequestHeaders) => send("workspaces.get", { headers });
    expect((await read(headersOf(person, person.workspaceSlug))).status).toBe(200);
    expect(await read({ cookie: person.cookie })).toMatchObject({
      status: 400,
      error: { code: "INVALID_INPUT" },
    });
  });

  it("keeps two workspaces of one person apart", async () => {
    const other = await createPerson(web);
    await joinWorkspace(web, person, other.workspaceId, "viewer");
    const guest = clientOf(web, person, other.workspaceSlug);
    expect((await guest.workspaces.get.query()).role).toBe("viewer");
    expect((await guest.pipelines.list.query()).pipelines).toEqual([]);
  });
});

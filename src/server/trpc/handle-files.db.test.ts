import { createHash, randomBytes } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { keepBytes } from "#core/http/kept-bytes.ts";
import { createFileBodies } from "#server/files/file-bodies.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, headersOf, joinWorkspace, type Person } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { serveWeb } from "#server/testing/serve-web.ts";

const built = await createTestWeb();
const maxBytes = 300_000;
const bodies = createFileBodies(built.tools.db, { folder: null, s3: null, maxBytes });
const web = { ...built, tools: { ...built.tools, bodies } };
const server = await serveWeb(web);
afterAll(() => server.kill());
const person = await createPerson(web);
const client = clientOf(web, person);

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), randomBytes(200_000)]);
const sha256 = createHash("sha256").update(png).digest("hex");
const origin = { origin: "http://penstock.test" };

function upload(bytes: Uint8Array, headers: Record<string, string>, query = "", by: Person = person) {
  return fetch(`${server.url}/api/files${query}`, {
    method: "POST",
    body: Buffer.from(bytes),
    headers: { ...headersOf(by), ...origin, ...headers },
  });
}

const get = (path: string, headers: Record<string, string> = {}, by: Person = person) =>
  fetch(`${server.url}${path}`, { headers: { ...headersOf(by), ...headers } });

const codeOf = async (response: Response) => (await response.json()).error.code;

describe("a file that is uploaded", () => {
  it("is identified by its hash, and returned unchanged, as a download", async () => {
    const answer = await upload(png, { "content-type": "image/png" }, "?name=photo%20%22one%22.png");
    expect(answer.status).toBe(201);
    const ref = {
      file: `sha256:${sha256}`,
      mediaType: "image/png",
      bytes: png.length,
      name: 'photo "one".png',
    };
    expect(await answer.json()).toEqual(ref);
    const back = await get(`/api/files/${sha256}?name=${encodeURIComponent("b(1)\r\nx: y.png")}`);
    expect(Buffer.from(await back.arrayBuffer()).equals(png)).toBe(true);
    expect(Object.fromEntries(back.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "attachment; filename*=UTF-8''b%281%29%0D%0Ax%3A%20y.png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-cache, no-transform",
      etag: `"${sha256}"`,
    });
  });

  it("is sent in part, or not again, where that is requested", async () => {
    const part = await get(`/api/files/${sha256}`, { range: "bytes=1-3" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      `bytes 1-3/${png.length}`,
      "PNG",
    ]);
    const known = await get(`/api/files/${sha256}`, { "if-none-match": `W/"x", "${sha256}"` });
    expect([known.status, await known.text()]).toEqual([304, ""]);
    const beyond = await get(`/api/files/${sha256}`, { range: `bytes=${png.length}-` });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${png.length}`]);
  });

  it("is not found from another workspace, nor by former members", async () => {
    const stranger = await createPerson(web);
    const asked = await get(`/api/files/${sha256}`, {}, stranger);
    expect([asked.status, await codeOf(asked)]).toEqual([404, "NOT_FOUND"]);
    const foreign = clientOf(web, stranger);
    const { pipelineId } = await foreign.pipelines.create.mutate({ definition: pureDefinition });
    const photo = { file: `sha256:${sha256}`, mediaType: "image/png", bytes: png.length };
    const start = foreign.runs.start.mutate({ pipelineId, input: { word: "x", photo } });
    expect(await refusalOf(start)).toBe("NOT_FOUND");
    expect((await fetch(`${server.url}/api/files/${sha256}`)).status).toBe(401);
  });

  it("is accepted from people who may start runs, and from this site alone", async () => {
    const viewer = await createPerson(web);
    await joinWorkspace(web, viewer, person.workspaceId, "viewer");
    const asViewer = { ...viewer, workspaceId: person.workspaceId, workspaceSlug: person.workspaceSlug };
    expect((await upload(png, {}, "", asViewer)).status).toBe(403);
    expect((await get(`/api/files/${sha256}`, {}, asViewer)).status).toBe(200);
    expect((await upload(png, { origin: "https://evil.example" })).status).toBe(403);
  });

  it.each([
    ["is too large", randomBytes(maxBytes + 1), "", "PAYLOAD_TOO_LARGE", "FILES_MAX_BYTES"],
    ["is not what it is called", Buffer.from("<svg/>"), "image/png", "INVALID_INPUT", "is not a PNG picture"],
    ["hides what it is", Buffer.from("%PDF-1.7"), "text/html", "INVALID_INPUT", "begins like a PDF"],
    ["is empty", Buffer.alloc(0), "", "INVALID_INPUT", "empty"],
  ])("is refused where it %s", async (_what, bytes, mediaType, code, words) => {
    const answer = await upload(bytes, mediaType === "" ? {} : { "content-type": mediaType });
    expect((await answer.json()).error).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it.each([
    ["whole", (bytes: Uint8Array<ArrayBuffer>) => bytes],
    ["piece by piece", (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream()],
  ])("is refused, and told so in a message, however large the rest of it, sent %s", async (_how, bodyOf) => {
    const large = new Uint8Array(maxBytes * 10);
    for (let round = 0; round < 10; round += 1) {
      const init = { method: "POST", body: bodyOf(large), duplex: "half" } as RequestInit;
      const headers = { ...headersOf(person), ...origin };
      const answer = await fetch(`${server.url}/api/files`, { ...init, headers });
      expect(await codeOf(answer)).toBe("PAYLOAD_TOO_LARGE");
      expect((await upload(Buffer.from("small"), {})).status).toBe(201);
    }
  });

  it("has its type detected from its beginning where none is given", async () => {
    const types = await Promise.all(
      [png, Buffer.from("%PDF-1.7"), Buffer.from("anything")].map(async (bytes) => {
        const answer = await upload(bytes, { "content-type": "application/x-www-form-urlencoded" });
        return (await answer.json()).mediaType;
      }),
    );
    expect(types).toEqual(["image/png", "application/pdf", "application/octet-stream"]);
  });

  it("stays as long as a run that was given it, or a fork of that run", async () => {
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const photo = { file: `sha256:${sha256}`, mediaType: "image/png", bytes: png.length };
    const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "x", list: [{ photo }] } });
    const { runId: forkId } = await client.runs.fork.mutate({ runId, fromNodeIds: ["shape"] });
    const named = () =>
      web.database.asOwner("select run_id as id from run_files where sha256 = $1", [sha256]);
    expect((await named()).map(({ id }) => id).toSorted()).toEqual([runId, forkId].toSorted());
    await client.runs.delete.mutate({ runId });
    expect(await named()).toEqual([{ id: forkId }]);
  });
});

describe("an artifact that is downloaded", () => {
  it("has its name and type, and is sent again only where it has changed", async () => {
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "hello" } });
    const [artifact] = (await client.runs.get.query({ runId })).artifacts;
    const path = `/api/artifacts/${artifact?.id}`;
    const answer = await get(path);
    expect(answer.headers.get("content-disposition")).toContain(`run-${runId}.json`);
    expect((await answer.json()).runId).toBe(runId);
    expect((await get(path, { "if-none-match": `"${artifact?.sha256}"` })).status).toBe(304);
    expect((await get(path, {}, await createPerson(web))).status).toBe(404);
    expect((await get("/api/artifacts/x")).status).toBe(400);
    await web.database.asOwner("update artifacts set content = '' where id = $1", [artifact?.id]);
    const gone = await get(path);
    expect([gone.status, await codeOf(gone)]).toEqual([410, "BODY_DELETED"]);
  });
});

it("includes small files as their bytes, as before", async () => {
  const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
  const photo = { ...keepBytes(png.subarray(0, 100), "image/png") };
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "x", photo } });
  expect((await client.runs.get.query({ runId })).run.input).toMatchObject({ photo });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { type KeptBytes, keepBytes } from "#core/http/kept-bytes.ts";
import type { ModelRequest } from "#engine/ports.ts";
import { createAnthropicModel } from "./anthropic/model.ts";
import { createCompatibleModel, createOpenAiModel } from "./openai/model.ts";
import { type SandboxServer, sandboxApiKey, startSandboxServer } from "./sandbox/server.ts";
import { collect, lastUsage, sampleRequest } from "./wire/testing/scripted-vendor.ts";

let sandbox: SandboxServer;
const signal = new AbortController().signal;

beforeAll(async () => {
  sandbox = await startSandboxServer();
});
afterAll(() => sandbox.close());

const settings = { apiKey: sandboxApiKey, label: "The sandbox" };
const messages = () => createAnthropicModel({ ...settings, baseUrl: sandbox.url });
const responses = () => createOpenAiModel({ ...settings, baseUrl: `${sandbox.url}/v1` });
const chat = () => createCompatibleModel({ ...settings, baseUrl: `${sandbox.url}/v1` });

const said = "It is a long way to the sea, and the river knows it.";
const echo: ModelRequest = {
  ...sampleRequest,
  model: "echo?pace=0",
  system: null,
  messages: [{ role: "user", text: said }],
};
const file = (beginning: string, mediaType: string) => keepBytes(Buffer.from(beginning), mediaType);
const [png, pdf] = [file("PNG", "image/png"), file("%PDF-1.7", "application/pdf")];
const showing = (...files: KeptBytes[]): ModelRequest => ({
  ...echo,
  messages: [{ role: "user", text: said, files }],
});

it.each([
  ["Messages", messages],
  ["Responses", responses],
  ["Chat Completions", chat],
])("sends a picture over %s", async (_name, open) => {
  const { text, error } = await collect(open().stream(showing(png), { signal }));
  expect(error).toBeNull();
  expect(text).toBe(`Files: image/png, 3 bytes.\n\n${said}`);
});

it.each([
  ["Messages", messages],
  ["Responses", responses],
])("sends a PDF over %s, and counts it", async (_name, open) => {
  const { text } = await collect(open().stream(showing(png, pdf), { signal }));
  expect(text).toContain("Files: image/png, 3 bytes; application/pdf, 8 bytes.");
  const plain = await open().countTokens(echo, { signal });
  expect(await open().countTokens(showing(pdf), { signal })).toBe(plain + 1_600);
});

it("says before a call that Chat Completions takes no PDF", async () => {
  await expect(chat().countTokens(showing(pdf), { signal })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    message: expect.stringContaining("PDFs"),
  });
});

it("pays less for instructions that it asked to cache", async () => {
  const model = messages();
  const system = "Keep to the facts. ".repeat(400);
  const plain = { ...echo, system };
  const kept = { ...plain, keepsPrompt: true };
  const usages = [];
  for (const request of [plain, kept, kept]) {
    usages.push(lastUsage((await collect(model.stream(request, { signal }))).events));
  }
  const all = usages[0]?.inputTokens ?? 0;
  expect(all).toBeGreaterThan(1_024);
  expect(usages[0]).toMatchObject({ cacheWriteTokens: 0, cacheReadTokens: 0 });
  const cached = usages[1]?.cacheWriteTokens ?? 0;
  expect(cached).toBeGreaterThan(1_024);
  expect(usages[1]).toMatchObject({ inputTokens: all - cached, cacheReadTokens: 0 });
  expect(usages[2]).toMatchObject({
    inputTokens: all - cached,
    cacheWriteTokens: 0,
    cacheReadTokens: cached,
  });
});

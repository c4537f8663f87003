import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import type { ModelMessage, ModelPort, ModelRequest, ToolDefinition } from "#engine/ports.ts";
import { createAnthropicModel } from "./anthropic/model.ts";
import * as messages from "./anthropic/testing/wire-samples.ts";
import { createCompatibleModel, createOpenAiModel } from "./openai/model.ts";
import * as open from "./openai/testing/wire-samples.ts";
import { type SandboxServer, sandboxApiKey, startSandboxServer } from "./sandbox/server.ts";
import { collect, lastUsage, sampleRequest, scriptVendor } from "./wire/testing/scripted-vendor.ts";

const signal = new AbortController().signal;
const apiKey = sandboxApiKey;
let sandbox: SandboxServer;

beforeAll(async () => {
  sandbox = await startSandboxServer();
});
afterAll(() => sandbox.close());

const search: ToolDefinition = {
  name: "search",
  description: "Finds pages.",
  inputSchema: { type: "object", properties: { q: { type: "string" } }, required: ["q"] },
};
const note: ToolDefinition = { name: "note", description: "", inputSchema: { type: "object" } };
const tools = [search, note];

const wireEvents = (events: readonly object[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

const block = (index: number, content_block: object, deltas: readonly object[]) => [
  { type: "content_block_start", index, content_block },
  ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
  { type: "content_block_stop", index },
];
const jsonPiece = (partial_json: string) => ({ type: "input_json_delta", partial_json });

const callItem = (index: number, id: string, name: string, pieces: readonly string[]) =>
  open.event("response.output_item.added", {
    output_index: index,
    item: { type: "function_call", call_id: id, name, arguments: "" },
  }) +
  pieces
    .map((delta) => open.event("response.function_call_arguments.delta", { output_index: index, delta }))
    .join("") +
  open.event("response.output_item.done", {
    output_index: index,
    item: { type: "function_call", call_id: id, name, arguments: pieces.join("") },
  });

const chatPiece = (piece: JsonObject) =>
  open.chunk({ choices: [{ index: 0, delta: { tool_calls: [piece] } }] });

/** The same turn on each wire: thinking where the wire has it, a word, and two calls whose inputs come in pieces. */
const wires = [
  {
    name: "Messages",
    create: (baseUrl: string): ModelPort => createAnthropicModel({ apiKey, baseUrl }),
    sandboxPath: "",
    thoughts: [
      { type: "thinking", thinking: "Let me see.", signature: "c2ln" },
      { type: "redacted_thinking", data: "eHl6" },
    ],
    turn: wireEvents([
      messages.start,
      ...block(0, { type: "thinking", thinking: "", signature: "" }, [
        { type: "thinking_delta", thinking: "Let me " },
        { type: "thinking_delta", thinking: "see." },
        { type: "signature_delta", signature: "c2ln" },
      ]),
      ...block(1, { type: "redacted_thinking", data: "eHl6" }, []),
      ...block(2, { type: "text", text: "" }, [{ type: "text_delta", text: "I look." }]),
      ...block(3, { type: "tool_use", id: "call_a", name: "search", input: {} }, [
        jsonPiece(""),
        jsonPiece('{"q": "ti'),
        jsonPiece('des"}'),
      ]),
      ...block(4, { type: "tool_use", id: "call_b", name: "note", input: {} }, []),
      ...messages.stop("tool_use"),
    ]),
    sent: {
      tools: [
        { name: "search", description: "Finds pages.", input_schema: search.inputSchema },
        { name: "note", description: "", input_schema: note.inputSchema },
      ],
      messages: [
        { role: "user", content: "Say hello." },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Let me see.", signature: "c2ln" },
            { type: "redacted_thinking", data: "eHl6" },
            { type: "text", text: "I look." },
            { type: "tool_use", id: "call_a", name: "search", input: { q: "tides" } },
            { type: "tool_use", id: "call_b", name: "note", input: {} },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "call_a", content: "High at noon." },
            { type: "tool_result", tool_use_id: "call_b", content: "No room.", is_error: true },
          ],
        },
      ],
    },
  },
  {
    name: "Responses",
    create: (baseUrl: string): ModelPort => createOpenAiModel({ apiKey, baseUrl }),
    sandboxPath: "/v1",
    thoughts: [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "eHl6" }],
    turn:
      open.created +
      open.event("response.output_item.done", {
        output_index: 0,
        item: { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "eHl6" },
      }) +
      open.delta("I look.") +
      callItem(2, "call_a", "search", ['{"q": "ti', 'des"}']) +
      callItem(3, "call_b", "note", ["{}"]) +
      open.ended(),
    sent: {
      tools: [
        {
          type: "function",
          name: "search",
          description: "Finds pages.",
          parameters: search.inputSchema,
          strict: false,
        },
        { type: "function", name: "note", description: "", parameters: note.inputSchema, strict: false },
      ],
      include: ["reasoning.encrypted_content"],
      input: [
        { role: "user", content: "Say hello." },
        { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "eHl6" },
        { role: "assistant", content: "I look." },
        { type: "function_call", call_id: "call_a", name: "search", arguments: '{"q":"tides"}' },
        { type: "function_call", call_id: "call_b", name: "note", arguments: "{}" },
        { type: "function_call_output", call_id: "call_a", output: "High at noon." },
        { type: "function_call_output", call_id: "call_b", output: "No room." },
      ],
    },
  },
  {
    name: "Chat Completions",
    create: (baseUrl: string): ModelPort => createCompatibleModel({ apiKey, baseUrl }),
    sandboxPath: "/v1",
    thoughts: [],
    turn:
      open.content("I look.") +
      chatPiece({ index: 0, id: "call_a", type: "function", function: { name: "search", arguments: "" } }) +
      chatPiece({ index: 1, id: "call_b", type: "function", function: { name: "note", arguments: "{" } }) +
      chatPiece({ index: 0, function: { arguments: '{"q": "ti' } }) +
      chatPiece({ index: 1, function: { arguments: "}" } }) +
      chatPiece({ index: 0, function: { arguments: 'des"}' } }) +
      open.finish("tool_calls") +
      open.usageChunk() +
      open.done,
    sent: {
      tools: [
        {
          type: "function",
          function: { name: "search", description: "Finds pages.", parameters: search.inputSchema },
        },
        { type: "function", function: { name: "note", description: "", parameters: note.inputSchema } },
      ],
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Say hello." },
        {
          role: "assistant",
          content: "I look.",
          tool_calls: [
            { id: "call_a", type: "function", function: { name: "search", arguments: '{"q":"tides"}' } },
            { id: "call_b", type: "function", function: { name: "note", arguments: "{}" } },
          ],
        },
        { role: "tool", tool_call_id: "call_a", content: "High at noon." },
        { role: "tool", tool_call_id: "call_b", content: "No room." },
      ],
    },
  },
] as const;

const calls = [
  { id: "call_a", name: "search", input: { q: "tides" } },
  { id: "call_b", name: "note", input: {} },
];
const results: Extract<ModelMessage, { role: "tool" }> = {
  role: "tool",
  results: [
    { id: "call_a", text: "High at noon.", isError: false },
    { id: "call_b", text: "No room.", isError: true },
  ],
};

describe.each(wires)("tools over $name", (wire) => {
  async function vendor(body: string) {
    const server = await scriptVendor((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).end(body);
    });
    onTestFinished(() => server.close());
    return server;
  }

  it("are offered, called several at once with inputs in pieces, and answered in order", async () => {
    const server = await vendor(wire.turn);
    const model = wire.create(server.url);
    const first = await collect(model.stream({ ...sampleRequest, tools }, { signal }));
    expect(first).toMatchObject({ error: null, text: "I look." });
    expect(first.events.filter(({ type }) => type === "tool-call")).toEqual(
      calls.map((call) => ({ type: "tool-call", ...call })),
    );
    const thoughts = first.events.flatMap((event) => (event.type === "thought" ? [event.block] : []));
    expect(thoughts).toEqual(wire.thoughts);
    expect(first.events.at(-1)).toMatchObject({ type: "stop", reason: "tool_use" });

    const said: ModelMessage = { role: "assistant", text: "I look.", calls, thoughts };
    const next = { ...sampleRequest, tools, messages: [...sampleRequest.messages, said, results] };
    await collect(model.stream(next, { signal }));
    expect(JSON.parse(server.requests[1]?.body ?? "")).toMatchObject(wire.sent);
  });

  it("do not change a request without tools", async () => {
    const server = await vendor(wire.turn);
    const { events } = await collect(wire.create(server.url).stream(sampleRequest, { signal }));
    const sent = JSON.parse(server.requests[0]?.body ?? "") as JsonObject;
    expect(sent).not.toHaveProperty("tools");
    expect(sent).not.toHaveProperty("include");
    expect(events.filter(({ type }) => type === "thought")).toHaveLength(wire.name === "Responses" ? 1 : 0);
  });

  it("are called by the sandbox as the prompt scripts them, turn by turn", async () => {
    const model = wire.create(sandbox.url + wire.sandboxPath);
    const script = '@1 search {"q": "tides"}\n@1 note {}\n@2 search {"q": "moon"}\n@2 unknown {}';
    const messages: ModelMessage[] = [{ role: "user", text: `Find out.\n${script}\nThen answer.` }];
    const request: ModelRequest = { ...sampleRequest, model: "echo?pace=0", system: null, messages, tools };
    const seen: unknown[] = [];
    for (;;) {
      const { events, text, error } = await collect(model.stream({ ...request, messages }, { signal }));
      expect(error).toBeNull();
      const called = events.flatMap((event) => (event.type === "tool-call" ? [event] : []));
      const billed = sandbox.stats().entries.at(-1);
      expect(lastUsage(events)).toMatchObject({
        inputTokens: billed?.inputTokens,
        outputTokens: billed?.outputTokens,
        estimated: false,
      });
      expect(events.at(-1)).toMatchObject({ reason: called.length > 0 ? "tool_use" : "end_turn" });
      seen.push(called.length > 0 ? called.map(({ name, input }) => [name, input]) : text);
      if (called.length === 0) break;
      messages.push({ role: "assistant", text, calls: called });
      messages.push({
        role: "tool",
        results: called.map(({ id, name }) => ({ id, text: `${name} said so.`, isError: false })),
      });
    }
    expect(seen).toEqual([
      [
        ["search", { q: "tides" }],
        ["note", {}],
      ],
      [["search", { q: "moon" }]],
      expect.stringMatching(
        /^Find out\.\s+Then answer\.\n\nsearch said so\.\n\nnote said so\.\n\nsearch said so\.$/,
      ),
    ]);
  });

  it("are called once where the prompt only mentions them", async () => {
    const model = wire.create(sandbox.url + wire.sandboxPath);
    const messages = [{ role: "user" as const, text: "Use search, then say when the tide is high." }];
    const request = { ...sampleRequest, model: "brief?pace=0", messages, tools };
    const { events } = await collect(model.stream(request, { signal }));
    const called = events.flatMap((event) => (event.type === "tool-call" ? [event] : []));
    expect(called).toMatchObject([{ name: "search", input: { q: expect.any(String) } }]);
  });

  it("must have every call answered", async () => {
    const model = wire.create(sandbox.url + wire.sandboxPath);
    const said: ModelMessage = { role: "assistant", text: "", calls };
    const half: ModelMessage = { role: "tool", results: results.results.slice(0, 1) };
    const request = {
      ...sampleRequest,
      model: "echo?pace=0",
      messages: [...sampleRequest.messages, said, half],
      tools,
    };
    const { error } = await collect(model.stream(request, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_REFUSED", details: { httpStatus: 400 } });
  });
});

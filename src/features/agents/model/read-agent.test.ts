import { describe, expect, it } from "vitest";
import { emptyAgent } from "./agent-values.ts";
import { keyFrom, readAgent } from "./read-agent.ts";

describe("agent form", () => {
  it("makes a valid key from any name", () => {
    expect(["Careful writer", "Größe & Länge", "3 readers", "—"].map(keyFrom)).toEqual([
      "careful-writer",
      "gro-e-la-nge",
      "agent-3-readers",
      "",
    ]);
    expect(keyFrom("a ".repeat(100)).length).toBeLessThanOrEqual(64);
  });

  it("parses valid values, and omits empty ones", () => {
    const filled = { ...emptyAgent, name: " Writer ", key: "writer", temperature: "0.5", effort: "low" };
    expect(readAgent(filled)).toEqual({
      ok: true,
      key: "writer",
      fields: {
        name: "Writer",
        instructions: "",
        model: "sandbox/brief",
        maxTokens: 4096,
        temperature: 0.5,
        fallbackModel: null,
        effort: "low",
      },
    });
  });

  it("reports an error for each field", () => {
    const wrong = readAgent({
      ...emptyAgent,
      model: "gpt",
      maxTokens: "many",
      temperature: "2",
      fallbackModel: "x",
      effort: "some",
    });
    expect(wrong).toMatchObject({ ok: false });
    expect(Object.keys(wrong.ok ? {} : wrong.faults)).toEqual([
      "name",
      "key",
      "model",
      "maxTokens",
      "temperature",
      "fallbackModel",
      "effort",
    ]);
    const misspelt = readAgent({ ...emptyAgent, name: "Writer", key: "writer", model: "sandbox/breif" });
    expect(misspelt.ok ? {} : misspelt.faults).toEqual({
      model: expect.stringMatching(
        /^The sandbox does not have the model sandbox\/breif: it has sandbox\/brief,/,
      ),
    });
  });
});

import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "./parse-definition-text.ts";

describe("parseDefinitionText", () => {
  it("reports tabs as indentation once, where the first one is", () => {
    const text = "name: A\nnodes:\n\t- id: start\n\t  type: trigger\n\t- id: b\nedges: []\n";
    const message = expect.stringContaining("indented with a tab");
    expect(parseDefinitionText(text)).toEqual({
      ok: false,
      problems: [expect.objectContaining({ code: "INVALID_TEXT", line: 3, message })],
    });
  });
});

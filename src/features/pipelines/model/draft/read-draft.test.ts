import { describe, expect, it } from "vitest";
import { changeDefinition } from "#core/gestures/change-definition.ts";
import { makeGesture } from "#core/gestures/gesture.ts";
import { checkText, withCalled } from "./check-text.ts";
import { parseDraft } from "./parse-draft.ts";

const text = "name: A\nnodes:\n  - { id: start, type: trigger, name: Start }\nedges: []\n";

describe("a draft with several readers", () => {
  it("is parsed once before a gesture and once after it, validation included", () => {
    expect(checkText(text).definition?.name).toBe("A");
    const document = parseDraft(text).read();
    const made = makeGesture(text, changeDefinition(["name"], "B"), parseDraft);
    if (!made.ok) throw new Error(made.message);
    expect(parseDraft(text).read()).toBe(document);
    const after = parseDraft(made.text).read();
    expect(checkText(made.text).definition?.name).toBe("B");
    expect(parseDraft(made.text).read()).toBe(after);
  });

  it("locates why a pipeline cannot be called, even with other errors", () => {
    const calling = `${text.replace("edges: []", "")}  - id: each
    type: call
    name: Each
    config:
      pipeline: nowhere
edges: 7
`;
    const faultOf = ({ pipeline }: { readonly pipeline: string }) => ({
      code: "UNKNOWN_PIPELINE" as const,
      message: `there is no pipeline ${pipeline}.`,
    });
    const checked = withCalled(checkText(calling), { outputs: new Map(), faultOf });
    expect(checked.definition).toBeNull();
    expect(checked.problems).toContainEqual({
      code: "UNKNOWN_PIPELINE",
      severity: "warning",
      message: 'Node "each": there is no pipeline nowhere.',
      nodeId: "each",
      path: ["config", "pipeline"],
      line: 9,
      column: 17,
    });
  });
});

import { describe, expect, it } from "vitest";
import { addNode } from "#core/gestures/add-node.ts";
import { makeGesture } from "#core/gestures/gesture.ts";
import { nodeTypeNames } from "#core/nodes/registry.ts";
import { checkText } from "./draft/check-text.ts";
import { newNode } from "./new-node.ts";

const text = "name: New\nnodes:\n  - { id: start, type: trigger, name: Start }\nedges: []\n";

describe("a new node", () => {
  it.each(nodeTypeNames.filter((type) => type !== "trigger"))(
    "of type %s is known by its type, whatever is still asked for",
    (type) => {
      const made = makeGesture(text, addNode({ type, ...newNode(type) }, { kind: "after", nodeId: "start" }));
      expect(made).toMatchObject({ ok: true });
      if (!made.ok) return;
      const { problems } = checkText(made.text);
      expect(problems.filter(({ code }) => code === "UNKNOWN_TYPE" || code === "UNKNOWN_FIELD")).toEqual([]);
    },
  );
});

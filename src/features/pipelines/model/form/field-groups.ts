/** Groups of fields with a title, collapsed until one is needed. */
export interface FieldGroup {
  readonly title: string;
  readonly names: readonly string[];
}

const moreOfRequest = { title: "More about the request", names: ["path", "sign", "okStatuses", "parse"] };
const undo: FieldGroup = { title: "Undo", names: ["undo"] };

/** By object, named as in `helpOf`. Fields without a group come first. */
const groups: Readonly<Record<string, readonly FieldGroup[]>> = {
  agent: [
    {
      title: "Tools",
      names: ["tools", "approve", "approval", "maxTurns", "maxToolCalls", "maxTotalTokens"],
    },
    {
      title: "More about the model and its answer",
      names: ["files", "fallbackModel", "effort", "promptCache", "onEmpty", "onCut"],
    },
  ],
  "action http.request": [{ ...moreOfRequest, names: [...moreOfRequest.names, "undo"] }],
  "action event.send": [undo],
  "action artifact.save": [undo],
  "action log": [undo],
  "action noop": [undo],
  "wait approval": [{ title: "More about who decides", names: ["quorum", "noSelfApproval"] }],
  map: [
    {
      title: "Failed items and results",
      names: ["onItemError", "toleratedItems", "toleratedShare", "results"],
    },
  ],
  "trigger schedule": [
    {
      title: "Variables, overlap and missed times",
      names: ["variables", "overlap", "catchUp", "catchUpSeconds", "jitterSeconds", "pauseAfterFailures"],
    },
  ],
  "trigger webhook": [
    { title: "Variables and what is received", names: ["variables", "contentTypes", "headers"] },
  ],
  "trigger event": [{ title: "Variables", names: ["variables"] }],
  "trigger run": [{ title: "Variables", names: ["variables"] }],
  "tool http": [{ ...moreOfRequest, names: [...moreOfRequest.names, "timeoutMs", "approve"] }],
  "tool mcp": [{ title: "More about the tool", names: ["input", "tool", "pin", "timeoutMs", "approve"] }],
  "tool pipeline": [
    { title: "More about the tool", names: ["version", "variables", "timeoutMs", "approve"] },
  ],
};

/** The groups of an object; empty if its fields are not grouped. */
export function groupsOf(owner: string): readonly FieldGroup[] {
  return groups[owner] ?? [];
}

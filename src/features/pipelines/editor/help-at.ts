import { helpOf } from "../model/form/field-help.ts";
import { ownerOf } from "../model/form/form-fields.ts";
import type { PlaceInText } from "./place-in-text.ts";

const owners: Readonly<Record<string, string>> = {
  settings: "settings",
  "variables/*": "variable",
  "nodes/*": "node",
  "nodes/*/retry": "node retry",
  "nodes/*/limits": "node limits",
  "nodes/*/config/approval": "agent approval",
  "nodes/*/config/approval/who": "agent approval who",
  "nodes/*/config/who": "wait approval who",
  "notes/*": "note",
  "groups/*": "group",
};

/** The help text of a field at a place, the same as in the form; null if its name is enough. */
export function helpAt(place: PlaceInText, name: string): string | null {
  const owner = ownerAt(place);
  return owner === null ? null : helpOf(owner, name);
}

function ownerAt({ path, siblings, parentFields }: PlaceInText): string | null {
  // A variable's key is its name.
  const at = path[0] === "variables" && path.length === 2 ? "variables/*" : path.join("/");
  switch (at) {
    case "nodes/*/config":
      return ownerOf(parentFields.get("type") ?? "", Object.fromEntries(siblings));
    case "nodes/*/config/tools/*":
      return `tool ${siblings.get("kind") ?? ""}`;
    case "triggers/*":
      return `trigger ${siblings.get("kind") ?? ""}`;
    default:
      return Object.hasOwn(owners, at) ? (owners[at] ?? null) : null;
  }
}

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

/** What a field means that may be written at a place, in the words of the form; null where its name says it all. */
export function helpAt(place: PlaceInText, name: string): string | null {
  const owner = ownerAt(place);
  return owner === null ? null : helpOf(owner, name);
}

function ownerAt({ path, siblings, parentFields }: PlaceInText): string | null {
  // A variable is known by its name.
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

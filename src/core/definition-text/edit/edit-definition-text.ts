import type { Json } from "../../json/json.ts";
import { sameJson } from "../../json/same-json.ts";
import { type DefinitionText, definitionText } from "../definition-document.ts";
import { formatDefinitionYaml } from "../format-definition-yaml.ts";
import { isNothingWritten } from "../is-nothing-written.ts";
import { parseDefinitionText } from "../parse-definition-text.ts";
import { applyChanges, ChangeList } from "./change-list.ts";
import { applyEdits, EditRefused, type TextChange, type TextEdit } from "./text-edit.ts";
import { writeEdits } from "./write-edits.ts";

export type DefinitionEdit =
  /** Changes in the order of the text, which do not overlap; `text` is the text after them. */
  | {
      readonly ok: true;
      readonly changes: readonly TextChange[];
      readonly text: string;
      readonly value: Json;
    }
  /** A sentence for people. */
  | { readonly ok: false; readonly message: string };

/** What is to be changed in a definition; may throw `EditRefused`. */
export type PlanEdits = (value: Json) => readonly TextEdit[];

/**
 * Changes a definition in its text: as few characters as the change needs, so that comments, order and formatting stay
 * byte for byte. The result says exactly what the edits say, or nothing is changed. `read` may cache: it is called for
 * the text before and for the text after.
 */
export function editDefinitionText(
  text: string,
  plan: PlanEdits,
  read: (text: string) => DefinitionText = definitionText,
): DefinitionEdit {
  if (isNothingWritten(text)) return beginText(text, plan);
  const source = read(text);
  const parsed = parseDefinitionText(source);
  if (!parsed.ok) {
    const line = parsed.problems[0]?.line ?? 1;
    return refuse(`The text cannot be read (line ${line}): fix it there first, or undo.`);
  }
  try {
    const edits = plan(parsed.value);
    const value = applyEdits(parsed.value, edits);
    const changes = new ChangeList(text);
    const root = source.read().document?.contents;
    writeEdits(changes, root, edits);
    const sorted = changes.sorted();
    const changed = applyChanges(text, sorted);
    const again = parseDefinitionText(read(changed));
    if (!again.ok || !sameJson(again.value, value)) return refuse(tooUnusual);
    return { ok: true, changes: sorted, text: changed, value };
  } catch (error) {
    if (error instanceof EditRefused) return refuse(error.message);
    if (error instanceof RangeError) return refuse(tooUnusual);
    throw error;
  }
}

/** The first one written, after any comments. */
function beginText(text: string, plan: PlanEdits): DefinitionEdit {
  try {
    const edits = plan({});
    const value = applyEdits({}, edits);
    if (edits.length === 0) return { ok: true, changes: [], text, value };
    const gap = text === "" || text.endsWith("\n") ? "" : "\n";
    const insert = `${gap}${formatDefinitionYaml(value)}`;
    return {
      ok: true,
      changes: [{ from: text.length, to: text.length, insert }],
      text: text + insert,
      value,
    };
  } catch (error) {
    if (error instanceof EditRefused) return refuse(error.message);
    throw error;
  }
}

const tooUnusual = "This part is written in a way that only you can change: change it in the text.";

function refuse(message: string): DefinitionEdit {
  return { ok: false, message };
}

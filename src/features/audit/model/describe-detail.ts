import { formatMoney } from "#components/ui/format/money.ts";
import { shortId } from "#core/short-id.ts";
import { type AuditEvent, type AuditNames, detailFieldsOf, isId } from "./audit-event.ts";
import { saidBySubject } from "./describe-subject.ts";

/** The event's other details: `version 2 · note It leads somewhere now · from run Contract review, 0f2c8a11`. */
export function detailOf(event: AuditEvent, names: AuditNames): string {
  const said = saidBySubject(event, names);
  return Object.entries(detailFieldsOf(event))
    .filter(([name, value]) => value !== null && value !== "" && !said.has(name))
    .map(([name, value]) => wordsOfField(inWords(name), value, names))
    .join(" · ");
}

function wordsOfField(what: string, value: unknown, names: AuditNames): string {
  if (typeof value === "number" && what.endsWith(" micros")) {
    return `${what.replace(/ micros$/, "")} ${formatMoney(value)}`;
  }
  if (!isId(value)) return `${what} ${plain(value, names)}`;
  // An id is shown as the name it belongs to, or else by its last characters.
  const kind = what.replace(/ id$/, "");
  const isRun = kind.endsWith("run") && names[value] !== undefined;
  return `${kind} ${plain(value, names)}${isRun ? `, ${shortId(value)}` : ""}`;
}

/** Formats a value: `run, write`, `model draft`. */
function plain(value: unknown, names: AuditNames): string {
  if (isId(value)) return names[value] ?? shortId(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((one) => plain(one, names)).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value)
    .filter((one) => one !== null)
    .map((one) => plain(one, names))
    .join(" ");
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

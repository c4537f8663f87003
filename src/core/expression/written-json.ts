import type { Json } from "#core/json.ts";
import type { Meter } from "./meter.ts";

/** A value as a template writes it: a string as it is, anything else as JSON. The work is paid for before it is done. */
export function writeValue(value: Json, meter: Meter): string {
  if (typeof value === "string") return value;
  chargeForWriting(value, meter);
  return JSON.stringify(value);
}

function chargeForWriting(value: Json, meter: Meter): void {
  meter.charge(1);
  if (typeof value === "string") meter.chargeText(value.length);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) chargeForWriting(element, meter);
    return;
  }
  for (const [key, element] of Object.entries(value)) {
    meter.chargeText(key.length);
    chargeForWriting(element, meter);
  }
}

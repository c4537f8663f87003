import type { Json } from "#core/json/json.ts";
import type { Meter } from "../metering/meter.ts";

/** A value as a template writes it: a string as it is, anything else as JSON. The work is charged before it is done. */
export function writeValue(value: Json, meter: Meter): string {
  return typeof value === "string" ? value : writeJson(value, meter);
}

/** The JSON text of a value, a string in quotes. The work is charged before it is done. */
export function writeJson(value: Json, meter: Meter): string {
  chargeForWriting(value, meter);
  return JSON.stringify(value);
}

function chargeForWriting(value: Json, meter: Meter): void {
  meter.charge(2);
  if (typeof value === "string") meter.chargeText(value.length);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) chargeForWriting(element, meter);
    return;
  }
  const keys = Object.keys(value);
  meter.chargeKeys(keys.length);
  for (const key of keys) {
    meter.chargeText(key.length);
    chargeForWriting(value[key] ?? null, meter);
  }
}

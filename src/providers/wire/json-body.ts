import { AppError } from "#core/errors.ts";
import { isObject } from "#core/json/is-object.ts";
import type { JsonObject } from "#core/json/json.ts";

/** The data of one event as a JSON object. @throws AppError PROVIDER_PROTOCOL. */
export function parseEventData(data: string): JsonObject {
  try {
    const body: unknown = JSON.parse(data);
    if (isObject(body)) return body as JsonObject;
  } catch {
    // Thrown below: the parser's own message quotes the data.
  }
  throw new AppError(
    "PROVIDER_PROTOCOL",
    "The provider sent an event that is not JSON. Trying again may help.",
  );
}

export function unreadableEvent(name: string): AppError {
  return new AppError(
    "PROVIDER_PROTOCOL",
    `The provider sent a ${name} event that cannot be read. Trying again may help.`,
  );
}

/** The wire's last event came without any reason why the answer ended. */
export function endedWithoutReason(): AppError {
  return new AppError(
    "PROVIDER_PROTOCOL",
    "The provider ended its answer without saying why. Trying again may help.",
  );
}

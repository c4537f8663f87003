import type { Logger as SdkLogger } from "inngest";

/** Where the SDK's log goes: a constant message, and fields. */
export interface SdkLog {
  debug(message: string, fields: { readonly [key: string]: unknown }): void;
  info(message: string, fields: { readonly [key: string]: unknown }): void;
  warn(message: string, fields: { readonly [key: string]: unknown }): void;
}

type Fields = { readonly [key: string]: unknown };

/**
 * The SDK's messages in our own log, with the run's id if it knows one. It reports each failed try of a step as an
 * error: the database has it, so an ordinary retry is for debugging, and no other error of the SDK is more than a
 * warning. Errors are logged without their stacks.
 */
export function sdkLogger(
  log: SdkLog,
  context: Fields = {},
): SdkLogger & { child(fields: Fields): SdkLogger } {
  const say =
    (level: keyof SdkLog) =>
    (...parts: unknown[]): void => {
      const told = readParts(parts);
      log[told.isRetry ? "debug" : level](told.message, { ...context, ...told.fields });
    };
  return {
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("warn"),
    child: (fields) => sdkLogger(log, { ...context, ...fields }),
  };
}

function readParts(parts: readonly unknown[]) {
  const text = parts.find((part) => typeof part === "string");
  const errors = parts.flatMap((part) => errorsIn(part));
  const others = parts.filter(
    (part) => typeof part === "object" && part !== null && !(part instanceof Error),
  );
  const fields: { [key: string]: unknown } = {};
  for (const part of others) {
    for (const [key, value] of Object.entries(part ?? {})) if (!(value instanceof Error)) fields[key] = value;
  }
  const [error] = errors;
  if (error !== undefined) fields.error = `${error.name}: ${error.message}`;
  const isRetry = errors.some(({ name }) => name === "RetryAfterError");
  return { message: text ?? "the Inngest SDK reports", fields, isRetry };
}

function errorsIn(part: unknown): readonly Error[] {
  if (part instanceof Error) return [part];
  if (typeof part !== "object" || part === null) return [];
  return Object.values(part).filter((value) => value instanceof Error);
}

import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

/** Field names whose values never belong in a log, at the top level or one object deeper. */
const secretFields = [
  "apiKey",
  "authorization",
  "ciphertext",
  "cookie",
  "headers",
  "password",
  "passwordHash",
  "secret",
  "setCookie",
  "token",
  "tokenHash",
];

/** Credentials recognised by their form, which catches those inside messages and URLs. */
const secretShapes =
  /\b(?:sk-[\w-]{8,}|pen_[0-9a-f]{32}_\w+|(?:Bearer|Basic)\s+[\w.~+/=-]{8,})|(?<=:\/\/[^\s:@/"]{1,100}:)[^\s@/"]+(?=@)/g;

interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: LoggedError;
}

/** An allow-list: vendors' errors carry request headers and bodies, so only these fields are copied. */
function describeError(error: unknown, depth = 0): LoggedError {
  if (!isErrorLike(error)) {
    // Not logged: anything may have been thrown.
    return {
      name: typeof error,
      message: `something was thrown that is not an error, but of type ${typeof error}`,
    };
  }
  return {
    name: error.name,
    message: error.message,
    ...("code" in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: unknown;
}

/** An error, or one that was serialised and parsed, as engines do with the errors of their steps. */
function isErrorLike(value: unknown): value is ErrorLike {
  if (value instanceof Error) return true;
  if (typeof value !== "object" || value === null) return false;
  const { name, message, stack } = value as Partial<Record<keyof ErrorLike, unknown>>;
  return (
    [name, message].every((field) => typeof field === "string") &&
    ["string", "undefined"].includes(typeof stack)
  );
}

/** A string in this field is our own description of an error. */
function describeErrorField(value: unknown): LoggedError | string {
  return typeof value === "string" ? value : describeError(value);
}

export interface LoggerOptions {
  readonly level: string;
  /** The name of the process: `web`, `worker`. */
  readonly service: string;
}

/** Logs one JSON object per line to standard output; add request and run ids with `child({ requestId })`. */
export function createLogger(options: LoggerOptions, destination?: DestinationStream): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[redacted]",
      },
      serializers: { err: describeError, error: describeErrorField, req: stdSerializers.req },
      hooks: { streamWrite: (line) => line.replace(secretShapes, "[redacted]") },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}

export type { Logger };

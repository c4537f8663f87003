import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

/** Field names whose values never belong in a log, at the top of a line or one object deeper. */
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

/** Credentials by their shape: what slips into a message or a URL is caught on the way out. */
const secretShapes =
  /\b(?:sk-[\w-]{8,}|pen_[0-9a-f]{32}_\w+|(?:Bearer|Basic)\s+[\w.~+/=-]{8,})|(?<=:\/\/[^\s:@/"]{1,100}:)[^\s@/"]+(?=@)/g;

interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: LoggedError;
}

/** An allow-list: vendors' errors carry request headers and bodies, so nothing but these fields is copied. */
function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { name: typeof error, message: "a value that is no error was thrown" };
  return {
    name: error.name,
    message: error.message,
    ...("code" in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

export interface LoggerOptions {
  readonly level: string;
  /** Which process speaks: `web`, `worker`. */
  readonly service: string;
}

/** One JSON object per line on standard output; give request and run ids with `child({ requestId })`. */
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
      serializers: { err: describeError, error: describeError, req: stdSerializers.req },
      hooks: { streamWrite: (line) => line.replace(secretShapes, "[redacted]") },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}

export type { Logger };

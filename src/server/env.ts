import { z } from "zod";
import { type FileEnvironment, fileVariables, halfBucket, readFileVariables } from "./env-files.ts";
import { type MailSettings, mailVariables, readMailVariables } from "./env-mail.ts";

const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((text) => text === "1" || text === "true");

/** The modes that the driver implements as named: with `prefer` or `allow` it would still insist on TLS. */
const sslModes = new Set(["disable", "no-verify", "require", "verify-ca", "verify-full"]);
const socketForm = "postgresql://user:password@%2Fvar%2Frun%2Fpostgresql/penstock";

/** What is wrong with a database URL, without quoting it. Null: nothing. */
function postgresUrlFault(text: string): string | null {
  if (!/^postgres(ql)?:\/\//.test(text)) return "must be a postgresql:// address";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.host === "") {
    return `cannot be read as an address with a host. For a Unix socket write its folder as the host: ${socketForm}`;
  }
  const sslMode = url.searchParams.get("sslmode");
  if (sslMode !== null && !sslModes.has(sslMode))
    return `has an sslmode that is not supported. Use one of ${[...sslModes].join(", ")}`;
  return ["user", "password"].some((name) => url.searchParams.has(name))
    ? "must have user and password before the host, not after the question mark"
    : null;
}

/** A PostgreSQL URL as it is used here. */
export const postgresUrl = z.string().superRefine((text, context) => {
  const message = postgresUrlFault(text);
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** The public URL of this server. A path would have no effect, so it is refused. */
export const publicUrl = z.string().refine(
  (text) => {
    const url = /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null;
    return url !== null && `${url.origin}/` === url.href;
  },
  { error: "must be an address such as https://penstock.example.com: http:// or https:// first, no path" },
);

/** `k1:<base64 of 32 bytes>,k0:<...>`: the first key wraps, the others only unwrap. */
const keyring = z
  .string()
  .regex(
    /^[a-z0-9]{1,16}:[A-Za-z0-9+/]{43}=(,[a-z0-9]{1,16}:[A-Za-z0-9+/]{43}=)*$/,
    "must be name:base64 pairs of 32-byte keys, separated by commas, the current one first",
  );

/** `80,443,9200`, or `any`. */
const httpPorts = z
  .string()
  .regex(/^(any|\d{1,5}( *, *\d{1,5})*)$/, 'must be ports separated by commas, such as 80,443,9200, or "any"')
  .transform((text): readonly number[] | "any" => (text === "any" ? "any" : text.split(",").map(Number)))
  .refine((ports) => ports === "any" || ports.every((port) => port >= 1 && port <= 65_535), {
    error: "must be ports from 1 to 65535",
  });

/** `localhost:11434,10.0.0.5:8000`; IPv6 addresses are in brackets. */
const hostsWithPorts = z
  .string()
  .transform((text) => text.split(",").map((host) => host.trim().toLowerCase()))
  .refine((hosts) => hosts.every((host) => /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+):\d{1,5}$/.test(host)), {
    error: "must be hosts with their ports, separated by commas, such as localhost:11434,10.0.0.5:8000",
  });

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  ENGINE: z.enum(["embedded", "inngest"]).default("embedded"),
  DATABASE_APP_URL: postgresUrl,
  DATABASE_ENGINE_URL: postgresUrl.optional(),
  PENSTOCK_KEYRING: keyring,
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  PENSTOCK_URL: publicUrl.optional(),
  NEXTAUTH_URL: publicUrl.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  GOOGLE_ID: z.string().optional(),
  GOOGLE_SECRET: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  INNGEST_DEV: z.string().optional(),
  TRUSTED_PROXY_COUNT: z.coerce.number().int().min(0).max(10).default(0),
  ALLOW_PRIVATE_HTTP: flag,
  ALLOWED_HTTP_PORTS: httpPorts.optional(),
  PRIVATE_MODEL_HOSTS: hostsWithPorts.optional(),
  EGRESS_PROXY: z
    .url({ protocol: /^https?$/, error: "must be the http(s) address of a proxy, such as http://proxy:3128" })
    .optional(),
  SANDBOX_URL: z.url({ protocol: /^http$/ }).optional(),
  ...fileVariables,
  ...mailVariables,
});
type Variables = z.infer<typeof variables>;

/** The names of all variables read here. */
export const environmentNames: readonly string[] = Object.keys(variables.shape);

/** All external configuration of the server; read once, then passed down. */
export interface Environment {
  readonly nodeEnv: Variables["NODE_ENV"];
  readonly logLevel: Variables["LOG_LEVEL"];
  readonly engine: Variables["ENGINE"];
  /** The role that row-level security restricts. */
  readonly databaseAppUrl: string;
  /** The role that owns the embedded engine's queue and nothing else; only the worker has it. */
  readonly databaseEngineUrl: string | null;
  readonly keyring: string;
  /** The public URL of this server, without a path. */
  readonly publicOrigin: string;
  readonly nextAuthSecret: string;
  readonly github: OauthApplication | null;
  readonly google: OauthApplication | null;
  readonly inngest: {
    readonly signingKey: string | null;
    readonly eventKey: string | null;
    readonly baseUrl: string | null;
  };
  /** How many of our own proxies append to X-Forwarded-For. */
  readonly trustedProxyCount: number;
  /** Lets HTTP nodes reach private addresses, for operators who run Penstock beside the services it calls. */
  readonly allowPrivateHttp: boolean;
  /** The ports that HTTP nodes may call. Null: 80, 443, 8080 and 8443, or any where private addresses are open. */
  readonly allowedHttpPorts: readonly number[] | "any" | null;
  /** Hosts with ports on private addresses that provider keys may use as their base URL: `localhost:11434`. */
  readonly privateModelHosts: readonly string[];
  /** The proxy for everything that pipelines and provider keys call; may contain a password. */
  readonly egressProxy: string | null;
  /** A sandbox that runs separately on this machine. Null: the worker starts its own. */
  readonly sandboxUrl: string | null;
  /** Where the bytes of larger files are stored. */
  readonly files: FileEnvironment;
  /** Null: no mails are sent. */
  readonly mail: MailSettings | null;
}

interface OauthApplication {
  readonly id: string;
  readonly secret: string;
}

type Source = { readonly [name: string]: string | undefined };

function emptyOnes(source: Source): string[] {
  return environmentNames
    .filter((name) => source[name]?.trim() === "")
    .map((name) => `${name} is set but empty: give it a value or remove it`);
}

function contradictions(values: Variables): string[] {
  const pairs = [
    ["GITHUB_ID", "GITHUB_SECRET"],
    ["GOOGLE_ID", "GOOGLE_SECRET"],
    ["SMTP_URL", "MAIL_FROM"],
  ] as const;
  const halves = pairs
    .filter(([one, other]) => (values[one] === undefined) !== (values[other] === undefined))
    .map(([one, other]) => `${one} and ${other} belong together: set both or none`)
    .concat(halfBucket(values));
  if (values.NODE_ENV !== "production") return halves;
  // An Inngest endpoint in development mode accepts unsigned requests.
  const open =
    values.INNGEST_DEV === undefined ? [] : ["INNGEST_DEV must not be set in production, whatever its value"];
  const unsigned =
    values.ENGINE === "inngest" && values.INNGEST_SIGNING_KEY === undefined
      ? ["INNGEST_SIGNING_KEY is required in production with ENGINE=inngest"]
      : [];
  return [...halves, ...open, ...unsigned];
}

function refuse(faults: readonly string[]): never {
  throw new Error(`The environment is not valid (.env.example documents it):\n  ${faults.join("\n  ")}`);
}

function application(id: string | undefined, secret: string | undefined): OauthApplication | null {
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * Validates a set of variables and converts them.
 * @throws Error that names every invalid variable and shows no value.
 */
export function parseEnvironment(source: Source): Environment {
  const empty = emptyOnes(source);
  if (empty.length > 0) refuse(empty);
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    refuse(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`));
  }
  const values = parsed.data;
  const faults = contradictions(values);
  if (faults.length > 0) refuse(faults);
  const { origin: publicOrigin } = new URL(
    values.PENSTOCK_URL ?? values.NEXTAUTH_URL ?? `http://localhost:${values.PORT}`,
  );
  return {
    nodeEnv: values.NODE_ENV,
    logLevel: values.LOG_LEVEL,
    engine: values.ENGINE,
    databaseAppUrl: values.DATABASE_APP_URL,
    databaseEngineUrl: values.DATABASE_ENGINE_URL ?? null,
    keyring: values.PENSTOCK_KEYRING,
    publicOrigin,
    nextAuthSecret: values.NEXTAUTH_SECRET,
    github: application(values.GITHUB_ID, values.GITHUB_SECRET),
    google: application(values.GOOGLE_ID, values.GOOGLE_SECRET),
    inngest: {
      signingKey: values.INNGEST_SIGNING_KEY ?? null,
      eventKey: values.INNGEST_EVENT_KEY ?? null,
      baseUrl: values.INNGEST_BASE_URL ?? null,
    },
    trustedProxyCount: values.TRUSTED_PROXY_COUNT,
    allowPrivateHttp: values.ALLOW_PRIVATE_HTTP,
    allowedHttpPorts: values.ALLOWED_HTTP_PORTS ?? null,
    privateModelHosts: values.PRIVATE_MODEL_HOSTS ?? [],
    egressProxy: values.EGRESS_PROXY ?? null,
    sandboxUrl: values.SANDBOX_URL ?? null,
    files: readFileVariables(values),
    mail: readMailVariables(values, publicOrigin),
  };
}

/** The driver uses these where a URL leaves something open, but they are set for other programs. */
const driverDefaults = /^PG[A-Z]+(_TIMEOUT)?$/;

let cached: Environment | null = null;

/** The process's environment, read and checked on first use, so that a build needs no secrets. */
export function environment(): Environment {
  if (cached === null) {
    cached = parseEnvironment(process.env);
    for (const name of Object.keys(process.env).filter((key) => driverDefaults.test(key)))
      Reflect.deleteProperty(process.env, name);
    // next-auth reads its own URL only from here.
    process.env.NEXTAUTH_URL = cached.publicOrigin;
  }
  return cached;
}

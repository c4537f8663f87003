import { resolve } from "node:path";
import type { z } from "zod";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { postgresUrl, publicUrl } from "#server/env.ts";
import { StartError } from "../start-error.ts";

/** What the person who starts Penstock may choose; everything else is fixed. */
export interface Settings {
  /** Contains the database, secrets and logs. */
  readonly home: string;
  readonly port: number;
  /** The address web listens on; only this machine unless HOST says otherwise. */
  readonly host: string;
  /** An external PostgreSQL, as its owner; null starts the embedded one. */
  readonly databaseUrl: string | null;
  readonly engine: "embedded" | "inngest";
  /** Where people reach it, without a path: perhaps through a proxy. */
  readonly url: string;
  /** Where this machine reaches it, whatever is in front. */
  readonly localUrl: string;
}

type Source = { readonly [name: string]: string | undefined };

/** The variables that a start reads before anything else runs; `.env.example` documents each. */
export const settingNames = [
  "PORT",
  "HOST",
  "PENSTOCK_URL",
  "NEXTAUTH_URL",
  "PENSTOCK_HOME",
  "DATABASE_URL",
  "DATABASE_APP_URL",
  "DATABASE_ENGINE_URL",
  "ENGINE",
] as const;

/** Reads the settings from the environment. Throws a StartError that names the invalid variable. */
export function readSettings(source: Source): Settings {
  for (const name of settingNames) {
    if (source[name]?.trim() === "")
      throw new StartError(`${name} is set but empty: give it a value or remove it.`);
  }
  for (const name of ["DATABASE_URL", "DATABASE_APP_URL", "DATABASE_ENGINE_URL"]) {
    requireValid(postgresUrl, name, source[name]);
  }
  for (const name of ["PENSTOCK_URL", "NEXTAUTH_URL"]) requireValid(publicUrl, name, source[name]);
  const port = parsePort(source.PORT);
  const host = source.HOST ?? "127.0.0.1";
  const url = source.PENSTOCK_URL ?? source.NEXTAUTH_URL ?? `http://localhost:${port}`;
  return {
    home: resolve(source.PENSTOCK_HOME ?? `${repositoryRoot}/.penstock`),
    port,
    host,
    databaseUrl: source.DATABASE_URL ?? null,
    engine: parseEngine(source.ENGINE),
    url: new URL(url).origin,
    localUrl: localUrl(host, port),
  };
}

/** The message names the variable and shows no value: addresses contain passwords. */
function requireValid(schema: z.ZodType, name: string, value: string | undefined): void {
  if (value === undefined) return;
  const message = schema.safeParse(value).error?.issues[0]?.message;
  if (message !== undefined) throw new StartError(`${name} ${message}.`);
}

/** A TCP port as people write it; 3000 by default. */
export function parsePort(text: string | undefined): number {
  if (text === undefined) return 3000;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new StartError(`PORT must be a number from 1 to 65535, not ${JSON.stringify(text)}.`);
}

function localUrl(host: string, port: number): string {
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

function parseEngine(text = "embedded"): Settings["engine"] {
  if (text === "embedded" || text === "inngest") return text;
  throw new StartError(`ENGINE must be embedded or inngest, not ${JSON.stringify(text)}.`);
}

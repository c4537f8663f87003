export { type KeptBytes, keepBytes } from "#core/http/kept-bytes.ts";
export { createPenstockClient, type PenstockClient, type PenstockClientOptions } from "./create-client.ts";
export { type PenstockError, readPenstockError } from "./read-error.ts";
export { watchRun } from "./watch-run.ts";

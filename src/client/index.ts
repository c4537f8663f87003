export type { FileRef } from "#core/http/file-ref.ts";
export { type KeptBytes, keepBytes } from "#core/http/kept-bytes.ts";
export { createPenstockClient, type PenstockClient, type PenstockClientOptions } from "./create-client.ts";
export { type PenstockError, readPenstockError } from "./read-error.ts";
export { UploadError, type UploadedFile, uploadFile } from "./upload-file.ts";
export { watchRun } from "./watch-run.ts";

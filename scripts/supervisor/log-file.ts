import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

const maxBytes = 20 * 1024 * 1024;

/** An append-only file that moves to `<path>.1` when it has grown large, so that it never fills the disk. */
export interface LogFile {
  readonly path: string;
  write(text: string | Uint8Array): void;
  close(): void;
}

/** Writes at once: what a child printed last is there when somebody asks why it died. */
export function openLogFile(path: string): LogFile {
  let file = openSync(path, "a", 0o600);
  let sizeBytes = fstatSync(file).size;
  return {
    path,
    write(text) {
      if (sizeBytes > maxBytes) {
        closeSync(file);
        renameSync(path, `${path}.1`);
        file = openSync(path, "a", 0o600);
        sizeBytes = 0;
      }
      sizeBytes += writeSync(file, typeof text === "string" ? Buffer.from(text) : text);
    },
    close: () => closeSync(file),
  };
}

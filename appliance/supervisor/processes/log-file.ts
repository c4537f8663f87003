import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

const maxBytes = 20 * 1024 * 1024;

/** An append-only file that moves to `<path>.1` when it has grown large, so that it never fills the disk. */
export interface LogFile {
  readonly path: string;
  /** Never throws: what a full disk refuses is counted, and the log says later how much is missing. */
  write(text: string | Uint8Array): void;
  close(): void;
}

interface OpenFile {
  readonly descriptor: number;
  sizeBytes: number;
}

/**
 * Writes immediately: a child's last output is there when somebody asks why it died. `tell` is called when the file
 * cannot be written, and when it can be again.
 */
export function openLogFile(path: string, tell: (line: string) => void = () => undefined): LogFile {
  let file: OpenFile | null = open(path);
  const missing = { bytes: 0, reason: "" };

  const append = (bytes: Uint8Array): void => {
    if (file !== null && file.sizeBytes > maxBytes) {
      closeSync(file.descriptor);
      file = null;
      renameSync(path, `${path}.1`);
    }
    file ??= open(path);
    if (missing.bytes > 0) {
      writeAll(file, Buffer.from(gapLine(missing)));
      missing.bytes = 0;
      tell(`${path} can be written again.`);
    }
    writeAll(file, bytes);
  };
  const giveUp = (bytes: Uint8Array, error: unknown): void => {
    missing.reason = reasonOf(error);
    if (missing.bytes === 0)
      tell(`${path} cannot be written (${missing.reason}). Penstock continues without it.`);
    missing.bytes += bytes.length;
    // The next write opens it again: the disk may have been replaced meanwhile.
    if (file !== null) closeSync(file.descriptor);
    file = null;
  };
  return {
    path,
    write(text) {
      const bytes = typeof text === "string" ? Buffer.from(text) : text;
      try {
        append(bytes);
      } catch (error) {
        giveUp(bytes, error);
      }
    },
    close() {
      if (file !== null) closeSync(file.descriptor);
    },
  };
}

function open(path: string): OpenFile {
  const descriptor = openSync(path, "a", 0o600);
  return { descriptor, sizeBytes: fstatSync(descriptor).size };
}

/** A disk that is nearly full accepts a part of what it is given. */
function writeAll(file: OpenFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    const count = writeSync(file.descriptor, bytes, written);
    written += count;
    file.sizeBytes += count;
  }
}

/** On a line of its own, because the last one may have been cut. */
function gapLine({ bytes, reason }: { readonly bytes: number; readonly reason: string }): string {
  const msg = `${bytes} bytes of this log could not be written: ${reason}`;
  return `\n${JSON.stringify({ level: "warn", time: new Date().toISOString(), msg })}\n`;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return code === "ENOSPC" ? "the disk is full" : code;
}

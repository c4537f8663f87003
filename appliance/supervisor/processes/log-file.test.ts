import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLogFile } from "./log-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "penstock-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a log file", () => {
  it("goes on where an earlier one ended, for its owner only", () => {
    const path = join(folder, "web.log");
    for (const line of ["one\n", "two\n"]) {
      const log = openLogFile(path);
      log.write(line);
      log.close();
    }
    expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("moves aside when it has grown to 20 MB", () => {
    const path = join(folder, "web.log");
    writeFileSync(path, Buffer.alloc(20 * 1024 * 1024 + 1));
    const log = openLogFile(path);
    log.write("fresh\n");
    log.close();
    expect(readFileSync(path, "utf8")).toBe("fresh\n");
    expect(statSync(`${path}.1`).size).toBe(20 * 1024 * 1024 + 1);
  });

  // /dev/full is Linux's own full disk.
  it.runIf(existsSync("/dev/full"))("bears a full disk, and says afterwards what is missing", () => {
    const path = join(folder, "worker.log");
    symlinkSync("/dev/full", path);
    const told: string[] = [];
    const log = openLogFile(path, (line) => told.push(line));
    log.write("0123456789");
    log.write("0123456789");
    expect(told).toEqual([`${path} cannot be written (the disk is full). Penstock continues without it.`]);

    rmSync(path);
    log.write("there is space again\n");
    log.write("and more\n");
    log.close();
    const [empty, gap, ...rest] = readFileSync(path, "utf8").split("\n");
    expect(empty).toBe("");
    expect(JSON.parse(gap ?? "")).toMatchObject({
      msg: "20 bytes of this log could not be written: the disk is full",
    });
    expect(rest).toEqual(["there is space again", "and more", ""]);
    expect(told.slice(1)).toEqual([`${path} can be written again.`]);
  });
});

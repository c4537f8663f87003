import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireHomeLock, findRunning } from "./home-lock.ts";
import { isRunning, markProcess } from "./process-mark.ts";

const url = "http://localhost:3000";
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "penstock-lock-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function writeLock(owner: object, children: object = {}): void {
  writeFileSync(join(home, "lock.json"), JSON.stringify({ owner, url, isStopping: false, children }));
}

/** A process that does nothing until it is ended, in a group of its own like our children. */
async function idle() {
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  await once(child, "spawn");
  const mark = markProcess(child.pid ?? 0);
  if (mark === null) throw new Error("the process did not start");
  return { child, mark };
}

describe("the lock of a data folder", () => {
  it("is held by one process and free again after release", async () => {
    const lock = await acquireHomeLock(home, url);
    expect(findRunning(home)).toEqual({ pid: process.pid, url });
    await expect(acquireHomeLock(home, url)).rejects.toThrow(
      `Penstock already runs from ${home} (process ${process.pid}, ${url})`,
    );
    lock.release();
    expect(findRunning(home)).toBeNull();
    (await acquireHomeLock(home, url)).release();
  });

  it("is given to exactly one of many that find a stale one", async () => {
    writeLock({ pid: process.pid, startedAt: "an earlier process with this number" });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireHomeLock(home, url)));
    expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  it("passes from an owner that is leaving as soon as it is gone", async () => {
    const leaving = await acquireHomeLock(home, url);
    leaving.noteStopping();
    const next = acquireHomeLock(home, url);
    leaving.release();
    (await next).release();
  });

  it("ends what a killed owner left running, and spares a stranger that was given an old number", async () => {
    const [orphan, stranger] = [await idle(), await idle()];
    writeLock(
      { pid: process.pid, startedAt: "killed" },
      { web: orphan.mark, worker: { ...stranger.mark, startedAt: "another time" } },
    );
    (await acquireHomeLock(home, url)).release();
    expect(isRunning(orphan.mark)).toBe(false);
    expect(isRunning(stranger.mark)).toBe(true);
    stranger.child.kill("SIGKILL");
  });

  it("does not mind a damaged file", async () => {
    writeFileSync(join(home, "lock.json"), '{"owner":');
    (await acquireHomeLock(home, url)).release();
  });
});

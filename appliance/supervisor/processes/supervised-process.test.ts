import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isRunning, markProcess } from "../surroundings/process-mark.ts";
import { openLogFile } from "./log-file.ts";
import { isWorthTelling, restartDelayMs } from "./restart-policy.ts";
import { superviseProcess } from "./supervised-process.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "penstock-child-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function supervise(program: string) {
  const file = join(folder, "program.mjs");
  writeFileSync(file, program);
  const pids: number[] = [];
  const told: string[] = [];
  const log = openLogFile(join(folder, "child.log"));
  const child = superviseProcess({
    name: "child",
    command: [file],
    environment: () => ({ PATH: process.env.PATH, NODE_ENV: "test" }),
    log,
    tell: (line) => told.push(line),
    onProcess: (pid) => pid !== null && pids.push(pid),
  });
  return { child, pids, told, printed: () => readFileSync(log.path, "utf8") };
}

const patient = { timeout: 20_000, interval: 50 };

describe("a supervised process", () => {
  it("is started again when it is killed, says so, and ends when it is told to", async () => {
    const { child, pids, told, printed } = supervise(
      "console.log('up', process.pid); setInterval(() => {}, 1000);",
    );
    await vi.waitFor(() => expect(printed()).toContain(`up ${pids[0]}`), patient);
    process.kill(pids[0] ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(printed()).toContain(`up ${pids[1]}`), patient);
    expect(told).toEqual([expect.stringMatching(/^child ended \(SIGKILL\); starting it again/)]);
    await child.stop();
    expect(markProcess(pids[1] ?? 0)).toBeNull();
    expect(pids).toHaveLength(2);
  });

  it("begins again when asked, which is not a fault", async () => {
    const { child, pids, told, printed } = supervise(
      "console.log('up', process.pid); setInterval(() => {}, 1000);",
    );
    await vi.waitFor(() => expect(printed()).toContain(`up ${pids[0]}`), patient);
    await child.restart();
    await vi.waitFor(() => expect(printed()).toContain(`up ${pids[1]}`), patient);
    expect(told).toEqual([]);
    await child.stop();
  });

  it("ends by itself when its supervisor is killed", async () => {
    const program = join(folder, "idle.mjs");
    writeFileSync(program, "setInterval(() => {}, 1000);");
    const supervisor = supervise(`
      import { spawnChild } from ${JSON.stringify(join(import.meta.dirname, "spawn-child.ts"))};
      console.log("child", spawnChild([${JSON.stringify(program)}], process.env).pid, "of", process.pid);
      setInterval(() => {}, 1000);`);
    const line = /child (\d+) of (\d+)/;
    await vi.waitFor(() => expect(supervisor.printed()).toMatch(line), patient);
    const orphan = markProcess(Number(line.exec(supervisor.printed())?.[1]));
    process.kill(supervisor.pids[0] ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(orphan !== null && isRunning(orphan)).toBe(false), patient);
    await supervisor.child.stop();
  });

  it("waits ever longer before it tries again, and reports it ever more rarely", () => {
    expect([1, 2, 3, 4, 20].map(restartDelayMs)).toEqual([200, 400, 800, 1600, 30_000]);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 16].filter(isWorthTelling)).toEqual([1, 2, 3, 4, 8, 16]);
  });
});

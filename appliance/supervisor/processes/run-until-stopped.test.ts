import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const module = JSON.stringify(join(import.meta.dirname, "run-until-stopped.ts"));

/** A command of its own process: what it does is the body of `work(signal)`. */
function command(body: string, stdout: "pipe" | number = "pipe") {
  const script = `import { runUntilStopped, untilAborted } from ${module};
    import { setTimeout as sleep } from "node:timers/promises";
    await runUntilStopped(async (signal) => { ${body} });`;
  return spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", stdout, "pipe"],
  });
}

async function endOf(child: ReturnType<typeof command>, signal?: NodeJS.Signals): Promise<number | null> {
  if (signal !== undefined && child.stdout !== null) {
    await once(child.stdout, "data");
    child.kill(signal);
  }
  const [code] = await once(child, "exit");
  return code;
}

describe("a command", () => {
  it("that ends what it served because it was told to has done well", async () => {
    expect(
      await endOf(
        command(
          'console.log("up"); const serving = setInterval(() => {}, 1_000); await untilAborted(signal); clearInterval(serving); return 0;',
        ),
        "SIGTERM",
      ),
    ).toBe(0);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("that %s interrupts before it is done ends with %i", async (signal, code) => {
    const building = command('console.log("up"); await sleep(60_000, undefined, { signal }); return 0;');
    expect(await endOf(building, signal)).toBe(code);
  });

  // /dev/full is Linux's own full disk.
  it.runIf(existsSync("/dev/full"))("goes on when what it prints cannot be kept", async () => {
    const printing = command(
      'console.log("a"); await sleep(50); console.log("b"); return signal.aborted ? 1 : 7;',
      openSync("/dev/full", "w"),
    );
    expect(await endOf(printing)).toBe(7);
  });
});

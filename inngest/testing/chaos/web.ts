import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { RunId } from "#core/ids.ts";
import type { SeededWorkspace } from "#server/db/testing/seed-workspace.ts";
import { bundleProgram } from "#server/testing/bundle-program.ts";
import { compileCache } from "../worker-process.ts";
import type { Answered, Wish } from "./web-wishes.ts";

const script = await bundleProgram(join(import.meta.dirname, "web-main.ts"));

/** A web process, and another one in its place each time it is killed. */
export class Web {
  readonly #arguments: readonly string[];
  #child: ChildProcess;
  #lastId = 0;
  readonly #open = new Map<number, (answer: RunId | null) => void>();

  constructor(appUrl: string, { workspaceId, userId }: SeededWorkspace) {
    this.#arguments = [appUrl, JSON.stringify({ workspaceId, userId })];
    this.#child = this.#spawn();
  }

  #spawn(): ChildProcess {
    const execArgv = ["--disable-warning=ExperimentalWarning"];
    const child = fork(script, this.#arguments, {
      execArgv,
      env: { NODE_ENV: "test", NODE_COMPILE_CACHE: compileCache },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("message", (answered: Answered) => {
      this.#open.get(answered.id)?.("runId" in answered ? answered.runId : null);
    });
    const askAgain = () => {
      for (const settle of this.#open.values()) settle(null);
    };
    child.on("exit", askAgain);
    // What is sent between its end and that of its channel is taken, and answered by nobody.
    child.on("disconnect", askAgain);
    // What is sent to one that has just been killed is asked again.
    child.on("error", () => undefined);
    return child;
  }

  /** Asks until there is an answer, as a client does: the same wish of a process that died, of the next one. */
  async ask(wish: Wish): Promise<RunId> {
    for (;;) {
      const answer = await this.#askOnce(wish);
      if (answer !== null) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #askOnce(wish: Wish): Promise<RunId | null> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = await new Promise<RunId | null>((settle) => {
      this.#open.set(id, settle);
      this.#child.send({ id, wish }, (error) => error !== null && settle(null));
    });
    this.#open.delete(id);
    return answer;
  }

  /** Kills the process, whatever it is doing; another one serves from then on. */
  async kill(): Promise<void> {
    const child = this.#child;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    this.#child = this.#spawn();
  }

  async close(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}

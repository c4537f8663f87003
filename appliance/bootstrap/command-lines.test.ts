import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseCommand, isCommand, readCommandLine, UsageError } from "./command-lines.mjs";
import { repositoryRoot } from "./paths.mjs";

const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const named = Object.values(scripts).flatMap((line) => / ([\w/]+\.mjs) ([a-z-]+)/.exec(line)?.[2] ?? []);

/** What a person sees who types it. */
function typed(...words: readonly string[]) {
  const bootstrap = join(repositoryRoot, "scripts/bootstrap.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [bootstrap, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("a command line", () => {
  it("is known of every npm script", () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !isCommand(name))).toEqual([]);
  });

  it("that asks for help is answered before anything is installed or started", () => {
    const answer = typed("token", "--help");
    expect(answer).toMatchObject({ status: 0, stderr: "" });
    expect(answer.stdout).toMatch(/^Usage: npm run -s token \[-- .*--scope read\|run\|write\|admin/);
    expect(typed("--help")).toMatchObject({ status: 0, stderr: "" });
    expect(chooseCommand(["reset-password", "--", "--help"])).toMatchObject({ command: "reset-password" });
  });

  it.each([
    ["start", ["--wrong"], "Unknown option '--wrong'."],
    ["start", ["something"], "Unexpected argument 'something'."],
    ["token", ["--days"], "Option '--days <value>' argument missing."],
    ["token", ["--days", "-1"], "Option '--days' argument is ambiguous."],
    ["demo", ["--exit=3"], "Option '--exit' does not take an argument."],
  ] as const)("%s %j is refused, with its reason and the usage", (command, args, reason) => {
    const refused = () => readCommandLine(command, args);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(`${reason}\nUsage: npm `);
  });

  it("that is wrong ends with 2 and shows no stack", () => {
    for (const words of [["reset-password", "--wrong"], ["nonsense"], []]) {
      const { status, stderr } = typed(...words);
      expect({ words, status }).toEqual({ words, status: 2 });
      expect(stderr).toMatch(/^\n?(Unknown option|Commands)/);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});

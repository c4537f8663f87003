import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { UsageError } from "#appliance/bootstrap/command-lines.mjs";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import { type Cassette, readCassette } from "#core/run/cassette/cassette.ts";
import { type CassetteTest, type Difference, testCassette } from "#core/run/cassette/test-cassette.ts";
import { isTestSetFile, readTestSetFile } from "#core/run/test-set/file/test-set-file.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";
import { checkRunnable, type Played } from "./play-file.ts";
import { playTestSetFile } from "./play-test-set.ts";

/**
 * Plays each file, recordings of runs and test sets, and prints the results. Returns whether all recordings match and
 * all cases pass. All files are read before the first is played.
 * @throws UsageError for a file that cannot be read, naming it and the place.
 */
export function testFiles(
  files: readonly string[],
  definitionFile: string | null,
  print: (line: string) => void,
): boolean {
  const definition = definitionFile === null ? null : readDefinition(definitionFile);
  const tests = files.map((file) => readTest(file));
  const results = tests.map((play) => {
    const { isSame, lines } = play(definition);
    for (const line of lines) print(line);
    return isSame;
  });
  return results.every(Boolean);
}

/** Something that can be played through a definition; null: its own. */
type Test = (definition: Json) => Played;

function readTest(file: string): Test {
  const value = parseJsonOrYaml(file, readText(file));
  if (isTestSetFile(value)) {
    const read = readTestSetFile(value);
    if (!read.ok) throw new UsageError(`${file}: ${read.message}`);
    return (definition) => playTestSetFile(file, read.set, definition);
  }
  const read = readCassette(value);
  if (!read.ok) throw new UsageError(`${file}: ${read.message}`);
  return (definition) => playRecording(file, read.cassette, definition ?? read.cassette.definition);
}

function playRecording(file: string, cassette: Cassette, definition: unknown): Played {
  const runnable = checkRunnable(definition, cassette.agents);
  if (!runnable.ok) {
    const line = `different  ${file}: the definition has errors and cannot run`;
    return { isSame: false, lines: [line, ...runnable.faults] };
  }
  const result = testCassette(cassette, fingerprint, runnable.definition);
  return { isSame: result.differences.length === 0, lines: describe(file, result) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** By the file's name: recordings are JSON, sets may also be YAML. */
function parseJsonOrYaml(file: string, text: string): Json {
  const isYaml = /\.ya?ml$/i.test(file);
  try {
    return isYaml ? (parseYaml(text) as Json) : (JSON.parse(text) as Json);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} is not ${isYaml ? "YAML" : "JSON"}: ${what}`);
  }
}

function readDefinition(file: string): Json {
  const parsed = parseDefinitionText(readText(file));
  if (parsed.ok) return parsed.value;
  const problems = parsed.problems.map(({ line, message }) => `line ${line}: ${message}`);
  throw new UsageError(`${file} cannot be read:\n${problems.join("\n")}`);
}

function describe(file: string, { answered, differences }: CassetteTest): readonly string[] {
  const nodes = `${answered} ${answered === 1 ? "node was" : "nodes were"} answered from the recording`;
  if (differences.length === 0) return [`same       ${file}: ${nodes}`];
  return [`different  ${file}: ${nodes}`, ...differences.map((one) => `  ${inWords(one)}`)];
}

function inWords(difference: Difference): string {
  switch (difference.kind) {
    case "request":
      return `node "${difference.nodeId}" sends another request than the recorded one: ${difference.parts.join(", ")}`;
    case "unanswered":
      return `node "${difference.nodeId}" asks for an answer that was not recorded`;
    case "not-reached":
      return `node "${difference.nodeId}" was asked, and is no longer reached`;
    case "output":
      return `node "${difference.nodeId}" passes on something other than it did`;
    case "end":
      return `the run ends otherwise: it was ${difference.was}, and is ${difference.is}`;
  }
}

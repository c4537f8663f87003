import { readFileSync } from "node:fs";
import { UsageError } from "#appliance/bootstrap/command-lines.mjs";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { type Cassette, readCassette } from "#core/run/cassette/cassette.ts";
import { type CassetteTest, type Difference, testCassette } from "#core/run/cassette/test-cassette.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";

/**
 * Plays each recording again and prints what came of it. Answers whether all are as they were. All files are read
 * before the first is played.
 * @throws UsageError for a file that cannot be read, naming it and the place.
 */
export function testRecordings(
  files: readonly string[],
  definitionFile: string | null,
  print: (line: string) => void,
): boolean {
  const definition = definitionFile === null ? null : readDefinition(definitionFile);
  const recordings = files.map((file) => ({ file, cassette: readRecording(file) }));
  const results = recordings.map(({ file, cassette }) => {
    const { isSame, lines } = play(file, cassette, definition ?? cassette.definition);
    for (const line of lines) print(line);
    return isSame;
  });
  return results.every(Boolean);
}

interface Played {
  readonly isSame: boolean;
  readonly lines: readonly string[];
}

/** What could run when it was recorded need not be what can run today. */
function play(file: string, cassette: Cassette, definition: unknown): Played {
  const agentKeys = new Set(cassette.agents.map(({ key }) => key));
  const valid = validateDefinition(definition, { agentKeys });
  if (!valid.ok) {
    const faults = valid.problems.map(({ message }) => `  ${message}`);
    return {
      isSame: false,
      lines: [`different  ${file}: the definition has errors and cannot run`, ...faults],
    };
  }
  const result = testCassette(cassette, fingerprint, valid.definition);
  return { isSame: result.differences.length === 0, lines: describe(file, result) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readRecording(file: string): Cassette {
  const read = readCassette(parseJson(file, readText(file)));
  if (!read.ok) throw new UsageError(`${file}: ${read.message}`);
  return read.cassette;
}

function parseJson(file: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
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
      return `node "${difference.nodeId}" asks something other than it did: ${difference.parts.join(", ")}`;
    case "unanswered":
      return `node "${difference.nodeId}" asks for an answer that was not recorded`;
    case "not-reached":
      return `node "${difference.nodeId}" was asked, and is no longer reached`;
    case "output":
      return `node "${difference.nodeId}" hands on something other than it did`;
    case "end":
      return `the run ends otherwise: it was ${difference.was}, and is ${difference.is}`;
  }
}

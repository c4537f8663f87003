import { readFileSync } from "node:fs";
import { StartError } from "#appliance/supervisor/start-error.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { type Cassette, readCassette } from "#core/run/cassette/cassette.ts";
import { type CassetteTest, type Difference, testCassette } from "#core/run/cassette/test-cassette.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";

/**
 * Plays each recording again and prints what came of it. Answers whether all are as they were.
 * @throws StartError for a file that cannot be read, naming it and the place.
 */
export function testRecordings(
  files: readonly string[],
  definitionFile: string | null,
  print: (line: string) => void,
): boolean {
  const definition = definitionFile === null ? undefined : readDefinition(definitionFile);
  const results = files.map((file) => {
    const result = testCassette(readRecording(file), fingerprint, definition);
    for (const line of describe(file, result)) print(line);
    return result.differences.length === 0;
  });
  return results.every(Boolean);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readRecording(file: string): Cassette {
  const read = readCassette(parseJson(file, readText(file)));
  if (!read.ok) throw new StartError(`${file}: ${read.message}`);
  return read.cassette;
}

function parseJson(file: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readDefinition(file: string): PipelineDefinition {
  const parsed = parseDefinitionText(readText(file));
  const problems = parsed.ok ? [] : parsed.problems.map(({ line, message }) => `line ${line}: ${message}`);
  if (!parsed.ok) throw new StartError(`${file} cannot be read:\n${problems.join("\n")}`);
  const valid = validateDefinition(parsed.value);
  if (valid.ok) return valid.definition;
  const faults = valid.problems.map(({ path, message }) => `${path}: ${message}`);
  throw new StartError(`${file} is not a pipeline that can run:\n${faults.join("\n")}`);
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
      return `node "${difference.nodeId}" was asked, and is not reached any more`;
    case "output":
      return `node "${difference.nodeId}" hands on something other than it did`;
    case "end":
      return `the run ends otherwise: it was ${difference.was}, and is ${difference.is}`;
  }
}

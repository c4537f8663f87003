import { Document, isScalar, visit, type YAMLMap } from "yaml";
import type { Json } from "#core/json/json.ts";
import { checkJsonLimits } from "../json/check-json-limits.ts";
import { definitionCharacters, definitionLimits } from "../json/json-limits.ts";

const lineWidth = 110;
/**
 * About what can be written as YAML and parsed again within `lexemeLimit`; a larger definition is written as JSON,
 * which is parsed much faster.
 */
const yamlElements = 12_000;

/** The text of a definition that came as data: YAML, or JSON if the YAML would be too large to be parsed again. */
export function writeDefinitionText(definition: Json): string {
  const isSmall = checkJsonLimits(definition, { ...definitionLimits, elements: yamlElements }) === null;
  const text = isSmall ? formatDefinitionYaml(definition) : null;
  return text === null || text.length > definitionCharacters ? JSON.stringify(definition) : text;
}

/**
 * Writes a definition as YAML that `parseDefinitionText` reads back as the same value. An object with a few short
 * fields is written on one line, so that nodes and edges read as a list.
 */
export function formatDefinitionYaml(definition: Json): string {
  const document = new Document(definition, { version: "1.2", aliasDuplicateObjects: false });
  visit(document, {
    Map(_, map) {
      if (fitsOneLine(map)) map.flow = true;
    },
  });
  return document.toString({ lineWidth, flowCollectionPadding: true });
}

/** Whether an object has a few short fields, and is written on one line. */
export function fitsOneLine(map: YAMLMap): boolean {
  const [first] = map.items;
  if (first === undefined || map.items.length > 5) return false;
  const characters = map.items.reduce((total, { key, value }) => total + sizeOf(key) + sizeOf(value) + 4, 0);
  return characters <= lineWidth - 10;
}

/** Of a scalar on one line; anything else is too long. */
function sizeOf(node: unknown): number {
  if (!isScalar(node)) return Number.POSITIVE_INFINITY;
  const text = String(node.value);
  return text.includes("\n") ? Number.POSITIVE_INFINITY : text.length;
}

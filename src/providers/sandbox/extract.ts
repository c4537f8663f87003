import { cutText } from "#core/json/normalize-text.ts";
import type { Material } from "./material.ts";

const minCharacters = 25;
const maxCharacters = 400;
const maxSentences = 5_000;
const headline = "Extract by the sandbox";

/** Which task words match which words of a text. Stems: compared with the beginnings of words. */
const themes: readonly { readonly asked: RegExp; readonly cues: readonly string[] }[] = [
  {
    asked: /oblig|dut(?:y|ies)|require|must|comply/i,
    cues: [
      "must",
      "shall",
      "required",
      "obligat",
      "agree",
      "provide",
      "retain",
      "include",
      "compl",
      "notice",
      "responsib",
    ],
  },
  {
    asked: /risk|liab|danger|concern|exposure|warn/i,
    cues: [
      "liab",
      "damage",
      "loss",
      "warrant",
      "risk",
      "terminat",
      "indemn",
      "disclaim",
      "without",
      "litigation",
      "infring",
      "breach",
    ],
  },
  {
    asked: /right|permi|allow|grant|may/i,
    cues: ["grant", "may", "permi", "perpetual", "royalt", "license", "reproduc", "distribut"],
  },
];
const generalCues = ["must", "shall", "may", "not", "because", "therefore", "result", "important", "first"];

const stopWords = new Set(
  "about above after also and any are been both but can could does each find for from give has have here how into its just list make more most name only other over pick read same say should some such tell text than that the their them then there these they this those through under very was were what when where which while who why will with would write you your".split(
    " ",
  ),
);

/**
 * The `count` sentences of the text that share most with the task, in their original order, as a Markdown list. Every
 * sentence is taken from the text, and the first line says how the list was made.
 */
export function extract(material: Material, count: number): string {
  const sentences = toSentences(material.text);
  if (sentences.length === 0) {
    const text = material.text.trim();
    return text === "" ? "The sandbox was given no text to extract from." : cutText(text, maxCharacters);
  }
  const chosen = choose(sentences, material.task, count);
  const intro = `${headline}: ${chosen.length} of ${sentences.length} sentences, chosen by the words they share with the task.`;
  return [intro, "", ...chosen.map((sentence) => `- ${sentence}`)].join("\n");
}

/** The sentence that shares most with the given words. Null when the text has none. */
export function bestSentence(text: string, words: string): string | null {
  return choose(toSentences(text), words, 1)[0] ?? null;
}

/** The text's sentences in order, without duplicates: wrapped lines are joined, bullets and numbers dropped. */
export function toSentences(text: string): readonly string[] {
  const blocks = text.split(/\n\s*\n|\n(?=\s*(?:[-*•#>]|\d{1,3}[.)]|\(?[a-z]\))\s)/);
  const sentences = blocks
    .map((block) =>
      block
        .replace(/^\s*(?:[-*•#>]+|\d{1,3}[.)]|\(?[a-z]\))\s+/, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((block) => !block.startsWith(headline))
    .flatMap((block) => block.split(/(?<=[.!?;])\s+(?=["'“(]?[A-Z0-9])/))
    .filter((sentence) => sentence.length >= minCharacters)
    .map((sentence) =>
      sentence.length > maxCharacters ? `${cutText(sentence, maxCharacters - 1)}…` : sentence,
    );
  return [...new Set(sentences)].slice(0, maxSentences);
}

function choose(sentences: readonly string[], task: string, count: number): readonly string[] {
  const asked = new Set(toWords(task).filter((word) => word.length > 2 && !stopWords.has(word)));
  const cues = themes.filter((theme) => theme.asked.test(task)).flatMap((theme) => theme.cues);
  const wanted = cues.length === 0 ? generalCues : cues;
  return sentences
    .map((sentence, index) => ({ sentence, index, score: scoreOf(sentence, asked, wanted) }))
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .slice(0, count)
    .sort((left, right) => left.index - right.index)
    .map(({ sentence }) => sentence);
}

/** Hits divided by the square root of the length, so that length alone does not win. */
function scoreOf(sentence: string, asked: ReadonlySet<string>, cues: readonly string[]): number {
  const words = new Set(toWords(sentence));
  let hits = 0;
  for (const word of words) {
    if (asked.has(word)) hits += 1;
    if (cues.some((cue) => word.startsWith(cue))) hits += 2;
  }
  // A definition uses the words of an obligation ("shall mean") but is not one.
  const weight = /\bshall mean\b|^["“][^"”]+["”] means\b/i.test(sentence) ? 0.3 : 1;
  return (weight * hits) / Math.sqrt(words.size + 4);
}

function toWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

import { type DefinitionText, definitionText } from "#core/definition-text/definition-document.ts";
import { RecentlyUsed } from "#core/recently-used.ts";

/** A draft before and after a change. */
const texts = new RecentlyUsed<DefinitionText>(2);

/** Parses a draft's text once for all users: parsing a large one takes longer than checking it. */
export function parseDraft(text: string): DefinitionText {
  return texts.getOrMake(text, () => definitionText(text));
}

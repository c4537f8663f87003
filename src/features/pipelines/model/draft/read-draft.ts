import { type DefinitionText, definitionText } from "#core/definition-text/definition-document.ts";
import { RecentlyUsed } from "#core/recently-used.ts";

/** A draft before and after a change. */
const texts = new RecentlyUsed<DefinitionText>(2);

/** A draft's text, read once by all who look at it: a large one takes longer to be read than to be checked. */
export function readDraft(text: string): DefinitionText {
  return texts.getOrMake(text, () => definitionText(text));
}

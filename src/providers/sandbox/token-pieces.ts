const charsPerToken = 4;

/** The sandbox's rough measure: four characters are a token. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / charsPerToken);
}

/**
 * Cuts text into pieces of about a token: a word or part of one, with the space before it. Joined, they are the text.
 */
export function toPieces(text: string): readonly string[] {
  return text.match(/\s*\S{1,5}|\s+/gu) ?? [];
}

/** The leading pieces that fit into `maxTokens`. */
export function takeTokens(pieces: readonly string[], maxTokens: number): readonly string[] {
  let characters = 0;
  const end = pieces.findIndex((piece) => {
    characters += piece.length;
    return characters > maxTokens * charsPerToken;
  });
  return end === -1 ? pieces : pieces.slice(0, end);
}

/** What an answer may take when neither the node nor its agent says. */
export const defaultMaxTokens = 4_096;

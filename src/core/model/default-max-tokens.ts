/** The limit of an answer if neither the node nor its agent sets one. */
export const defaultMaxTokens = 4_096;

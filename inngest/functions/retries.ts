/**
 * The most that Inngest allows. A node's own policy ends earlier; what is left is for a database or a network that is
 * away.
 */
export const nodeRetries = 20;

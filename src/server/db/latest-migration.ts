/** The newest migration that this build was made for; a test compares it with the folder. */
export const latestMigration = "20261129001300_require";

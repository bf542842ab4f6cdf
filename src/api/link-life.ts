/**
 * How long the links to files live, in milliseconds: published are 7 days. ASSUMED: from the end of the recording or of
 * the session, as recorded.
 */
export const LINK_LIFE_MS = 7 * 86_400_000

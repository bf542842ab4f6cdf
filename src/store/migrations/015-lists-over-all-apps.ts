/** The indexes of lists by status over all apps, in the order in which rows were made. */
export const listsOverAllApps = `
CREATE INDEX livestreams_of_all_apps ON livestreams (status);
CREATE INDEX meetings_of_all_apps ON meetings (status);
CREATE INDEX sessions_of_all_apps ON sessions (status);
CREATE INDEX recordings_of_all_apps ON recordings (status);
`

/** Presets, and how many participants were ever added with each. */
export const presets = `
CREATE TABLE presets (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  config TEXT NOT NULL CHECK (json_valid(config)),
  permissions TEXT NOT NULL CHECK (json_valid(permissions)),
  ui TEXT NOT NULL CHECK (json_valid(ui)),
  uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id),
  UNIQUE (app_pk, name)
) STRICT;
CREATE INDEX presets_by_time ON presets (app_pk, created_at);
`

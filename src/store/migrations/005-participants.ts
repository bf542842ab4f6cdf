/**
 * Participants who were added to meetings, how many each meeting has, and, apart from them, the presence of
 * participants in sessions, which is what the table `participants` held before.
 */
export const participants = `
DROP INDEX participants_by_session;
DROP INDEX participants_present;
DROP INDEX one_presence_per_participant;
ALTER TABLE participants RENAME TO presences;

CREATE TABLE session_participants (
  pk INTEGER PRIMARY KEY,
  session_pk INTEGER NOT NULL REFERENCES sessions (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  user_id TEXT,
  custom_participant_id TEXT NOT NULL,
  name TEXT,
  picture TEXT,
  preset_name TEXT,
  joined_at INTEGER NOT NULL,
  left_at INTEGER,
  UNIQUE (session_pk, id)
) STRICT;
INSERT INTO session_participants (pk, session_pk, id, custom_participant_id, name, joined_at, left_at)
  SELECT pk, session_pk, printf('00000000-0000-4000-8000-%012x', pk), id, name, joined_at, left_at FROM presences;
DROP TABLE presences;
CREATE INDEX session_participants_by_time ON session_participants (session_pk, joined_at);
CREATE INDEX session_participants_by_id ON session_participants (id);
CREATE INDEX session_participants_present ON session_participants (session_pk, pk) WHERE left_at IS NULL;
CREATE INDEX session_participants_present_by_custom_id
  ON session_participants (session_pk, custom_participant_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX one_presence_per_participant
  ON session_participants (session_pk, coalesce('u/' || user_id, 'c/' || custom_participant_id)) WHERE left_at IS NULL;

CREATE TABLE participants (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  meeting_id TEXT NOT NULL,
  preset_pk INTEGER NOT NULL REFERENCES presets (pk),
  id TEXT NOT NULL,
  uuid TEXT,
  custom_participant_id TEXT NOT NULL,
  name TEXT,
  picture TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id),
  FOREIGN KEY (app_pk, meeting_id) REFERENCES meetings (app_pk, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX participants_by_uuid ON participants (app_pk, uuid) WHERE uuid IS NOT NULL;
CREATE INDEX participants_by_time ON participants (app_pk, meeting_id, created_at);
CREATE INDEX participants_by_custom_id ON participants (app_pk, meeting_id, custom_participant_id);
CREATE INDEX participants_by_preset ON participants (preset_pk);

CREATE TABLE participant_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  meeting_id TEXT NOT NULL,
  participants INTEGER NOT NULL CHECK (participants >= 0),
  PRIMARY KEY (app_pk, meeting_id),
  FOREIGN KEY (app_pk, meeting_id) REFERENCES meetings (app_pk, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_new_participant AFTER INSERT ON participants BEGIN
  INSERT INTO participant_counts (app_pk, meeting_id, participants) VALUES (NEW.app_pk, NEW.meeting_id, 1)
  ON CONFLICT DO UPDATE SET participants = participants + 1;
END;

CREATE TRIGGER count_removed_participant AFTER DELETE ON participants BEGIN
  UPDATE participant_counts SET participants = participants - 1
  WHERE app_pk = OLD.app_pk AND meeting_id = OLD.meeting_id;
END;
`

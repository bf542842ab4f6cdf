/**
 * What the list of a session's participants needs: how many presences and participants each session has, and the
 * indexes of its orders.
 */

/** Who a presence is of, whether they were added to the meeting or not. */
export const identitySql = (row = '') =>
  `coalesce('u/' || ${row}user_id, 'c/' || ${row}custom_participant_id)`

/** Fill the counts from the rows that a condition on `app_pk` admits. */
export const fillSessionParticipantCounts = (condition: string) => [
  `INSERT INTO session_participant_counts (session_pk, presences, participants)
   SELECT session_pk, count(*), count(DISTINCT ${identitySql()}) FROM session_participants
   WHERE session_pk IN (SELECT pk FROM sessions WHERE ${condition}) GROUP BY 1`,
]

export const sessionParticipants = `
DROP INDEX session_participants_present;
CREATE INDEX session_participants_present ON session_participants (session_pk, joined_at) WHERE left_at IS NULL;
CREATE INDEX session_participants_by_duration ON session_participants (session_pk, left_at - joined_at)
  WHERE left_at IS NOT NULL;
CREATE INDEX session_participants_by_identity ON session_participants (session_pk, ${identitySql()});

CREATE TABLE session_participant_counts (
  session_pk INTEGER PRIMARY KEY REFERENCES sessions (pk) ON DELETE CASCADE,
  presences INTEGER NOT NULL,
  participants INTEGER NOT NULL
) STRICT;
${fillSessionParticipantCounts('true').join(';')};

CREATE TRIGGER count_new_session_participant AFTER INSERT ON session_participants BEGIN
  INSERT INTO session_participant_counts (session_pk, presences, participants) VALUES (NEW.session_pk, 1, 1)
  ON CONFLICT DO UPDATE SET presences = presences + 1, participants = participants + NOT EXISTS (
    SELECT 1 FROM session_participants p WHERE p.session_pk = NEW.session_pk
      AND ${identitySql('p.')} = ${identitySql('NEW.')} AND p.pk <> NEW.pk);
END;
`

/** How many meetings an app has in each status, for the totals of lists. */

/** Statements that fill the counts from the meetings that a condition on `app_pk` admits. */
export const fillMeetingCounts = (condition: string) => [
  `INSERT INTO meeting_counts (app_pk, status, meetings)
   SELECT app_pk, status, count(*) FROM meetings WHERE ${condition} GROUP BY 1, 2`,
]

const addNew = `
  INSERT INTO meeting_counts (app_pk, status, meetings) VALUES (NEW.app_pk, NEW.status, 1)
  ON CONFLICT DO UPDATE SET meetings = meetings + excluded.meetings;`

export const meetingCounts = `
CREATE TABLE meeting_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  status TEXT NOT NULL,
  meetings INTEGER NOT NULL CHECK (meetings >= 0),
  PRIMARY KEY (app_pk, status)
) STRICT, WITHOUT ROWID;

${fillMeetingCounts('true').join(';\n')};

CREATE TRIGGER count_new_meeting AFTER INSERT ON meetings BEGIN ${addNew}
END;

CREATE TRIGGER count_changed_meeting AFTER UPDATE OF status ON meetings WHEN NEW.status <> OLD.status BEGIN ${addNew}
  UPDATE meeting_counts SET meetings = meetings - 1 WHERE app_pk = OLD.app_pk AND status = OLD.status;
END;
`

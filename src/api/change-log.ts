/** Logs transitions: a line at info for each change of a livestream, a recording or a meeting session, once it is committed. */

import type { Logger } from 'pino'
import type { UnitOfWork } from '../store/unit-of-work.js'
import type { Change, Changes } from './changes.js'
import { namedId } from './sessions/session-participant.js'

function describe(change: Change): [fields: object, message: string] {
  if (change.kind === 'livestream') {
    const { livestream, from, errMessage } = change
    const why = errMessage === null ? '' : `: ${errMessage}`
    const fields = { account: change.accountId, livestream: livestream.id, meeting: livestream.meetingId }
    return [fields, `livestream ${from === null ? '' : `${from} -> `}${livestream.status}${why}`]
  }
  if (change.kind === 'recording') {
    const { recording, from } = change
    const why = recording.errMessage === null ? '' : `: ${recording.errMessage}`
    const fields = { account: change.accountId, recording: recording.id, meeting: recording.meetingId }
    return [fields, `recording ${from === null ? '' : `${from} -> `}${recording.status}${why}`]
  }
  const { session, kind } = change
  const fields = { account: change.accountId, session: session.id, meeting: session.meetingId }
  switch (kind) {
    case 'session.started':
      return [fields, 'session started']
    case 'session.ended':
      return [fields, `session ended: ${change.reason}`]
    case 'session.chat':
    case 'session.transcript':
    case 'session.summary':
      return [fields, `${change.file.kind} made`]
    case 'participant.joined':
    case 'participant.left':
      return [
        { ...fields, participant: namedId(change.participant) },
        kind === 'participant.joined' ? 'participant joined' : 'participant left',
      ]
  }
}

/** Log each change from now on. */
export function logChanges(deps: { changes: Changes; atomically: UnitOfWork; log: Logger }) {
  const { changes, atomically, log } = deps
  changes.listen((change) => {
    if (!log.isLevelEnabled('info')) return
    const [fields, message] = describe(change)
    atomically.afterCommit(() => log.info(fields, message))
  })
}

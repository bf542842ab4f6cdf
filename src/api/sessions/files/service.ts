import { instantAfter } from '../../../core/bounds.js'
import type { Clock } from '../../../core/clock.js'
import type { Ids } from '../../../core/ids.js'
import type { Page } from '../../../core/page.js'
import type { Scope } from '../../../core/scope.js'
import { apiError } from '../../../http/errors.js'
import type { Jobs } from '../../../store/jobs.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { App } from '../../apps/app.js'
import type { Changes } from '../../changes.js'
import { LINK_LIFE_MS } from '../../link-life.js'
import type { Meeting } from '../../meetings/meeting.js'
import type { AttendeesRepository } from '../participants/repository.js'
import type { SessionsRepository } from '../repository.js'
import type { SessionsService } from '../service.js'
import type { Session } from '../session.js'
import type { SessionParticipant } from '../session-participant.js'
import { summarize, toChatCsv, toTranscript } from './formats.js'
import type { SessionFilesRepository } from './repository.js'
import {
  type FileKind,
  fileKinds,
  fileNameOf,
  MAX_SAID,
  type SessionFile,
  transcriptFormats,
} from './session-file.js'

/** A message as it is put in. */
export interface GivenMessage {
  /** The peer id, or the id of the participant. */
  participantId: string
  id?: string | undefined
  payloadType: string
  payload: string
  pinned: boolean
  isEdited: boolean
  /** Unix milliseconds; now when left out. */
  createdAt?: number | undefined
}

/** A line as it is put in. */
export interface GivenLine {
  participantId: string
  /** Milliseconds since the session began; now when left out. */
  startMs?: number | undefined
  endMs?: number | undefined
  text: string
}

/** How long a line lasts whose end was not given. ASSUMED: as in the published example. */
const LINE_MS = 1500

/** Create the service of what is said in sessions, and of the files that are made of it. */
export function createSessionFilesService(deps: {
  repository: SessionFilesRepository
  attendees: AttendeesRepository
  sessions: SessionsService
  sessionsRepository: SessionsRepository
  meeting: (appPk: number, id: string) => Meeting | undefined
  clock: Clock
  ids: Ids
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
}) {
  const { repository, attendees, sessions, sessionsRepository, clock, ids, jobs, changes, atomically } = deps

  const schedule = ({ pk, accountId }: Session, payload = {}) =>
    jobs.schedule({ kind: 'session.files', dueAt: clock.now(), accountId, sessionPk: pk, payload })

  const insertFile = (session: Session, kind: FileKind, at: number) =>
    repository.insertFile({
      sessionPk: session.pk,
      kind,
      downloadKey: ids.downloadKey(session.accountId),
      createdAt: at,
      expiresAt: instantAfter(at, LINK_LIFE_MS),
    })

  /** Make a file, whose link lives from now on, and tell of it. */
  const make = (session: Session, kind: FileKind) => {
    const now = clock.now()
    const file = insertFile(session, kind, now)
    changes.emit({ kind: `session.${kind}`, accountId: session.accountId, at: now, session, file })
  }

  const makeSummary = (session: Session) => {
    if (repository.summary(session.pk) === undefined)
      repository.setSummary(session.pk, summarize(session, repository.lines(session.pk)))
    make(session, 'summary')
  }

  /**
   * Make the files of a session that has ended, once each. ASSUMED: they are made at the instant of its end, and a
   * meeting that nobody wrote or spoke in has none.
   */
  const makeFiles = (session: Session, isSummaryAsked: boolean) => {
    const isMissing = (kind: FileKind) => !repository.file(session.pk, kind)
    const meeting = deps.meeting(session.appPk, session.meetingId)
    if (isMissing('chat') && repository.countMessages(session.pk) > 0) make(session, 'chat')
    if (isMissing('transcript') && meeting?.transcribeOnEnd && repository.countLines(session.pk) > 0)
      make(session, 'transcript')
    if (!isMissing('transcript') && isMissing('summary') && (isSummaryAsked || meeting?.summarizeOnEnd))
      makeSummary(session)
  }

  jobs.handle('session.files', ({ sessionPk, payload }) => {
    const session = sessionPk === null ? undefined : sessionsRepository.get(sessionPk)
    if (session?.status === 'ENDED') makeFiles(session, payload.summary === true)
  })

  /** Put something into a session whose file of that kind has not been made. @throws ApiError sessionFileMade */
  const putInto = (session: Session, kind: FileKind, put: () => void) =>
    atomically(() => {
      if (repository.file(session.pk, kind)) throw apiError('sessionFileMade', kind, session.id)
      put()
      if (session.status === 'ENDED') schedule(session)
    })

  /** Find who said something: the last presence of a participant. @throws ApiError noUser */
  const whoSaid = (session: Session, id: string): SessionParticipant => {
    const presence = attendees.find(session.pk, id)?.presences.at(-1)
    if (!presence) throw apiError('noUser', id)
    return presence
  }

  const checkCount = (what: string, count: number) => {
    if (count > MAX_SAID)
      throw apiError('badRequest', `"${what}" would make ${count} of a session, of at most ${MAX_SAID}`)
  }

  const insertMessages = (session: Session, messages: readonly GivenMessage[]) => {
    checkCount('messages', repository.countMessages(session.pk) + messages.length)
    for (const { participantId, id, createdAt, ...message } of messages) {
      if (id !== undefined && repository.hasMessage(session.pk, id))
        throw apiError('badRequest', `"messages" must have an "id" once, but has ${id} again`)
      repository.addMessage({
        ...message,
        sessionPk: session.pk,
        sender: whoSaid(session, participantId),
        id: id ?? ids.uuid(session.accountId),
        createdAt: createdAt ?? session.endedAt ?? clock.now(),
      })
    }
  }

  const insertLines = (session: Session, lines: readonly GivenLine[]) => {
    checkCount('lines', repository.countLines(session.pk) + lines.length)
    for (const { participantId, text, ...times } of lines) {
      const elapsed = Math.max(0, (session.endedAt ?? clock.now()) - session.startedAt)
      const startMs = times.startMs ?? elapsed
      const endMs = times.endMs ?? startMs + LINE_MS
      if (endMs < startMs)
        throw apiError('badRequest', `"end_ms" must not be less than "start_ms", but ${endMs} < ${startMs}`)
      const speaker = whoSaid(session, participantId)
      repository.addLine({ sessionPk: session.pk, speaker, startMs, endMs, text })
    }
  }

  const fileOf = (app: App, sessionId: string, kind: FileKind): { session: Session; file: SessionFile } => {
    const session = sessions.get(app, sessionId)
    const file = repository.file(session.pk, kind)
    if (!file)
      throw apiError(({ chat: 'noChat', transcript: 'noTranscript', summary: 'noSummary' } as const)[kind])
    return { session, file }
  }

  return {
    /** Find the session that an id names, over all apps of a scope. @throws ApiError noSession, ambiguousSession */
    named(id: string, scope: Scope): { session: Session; appId: string } {
      const [found, ...others] = repository.named(id, scope)
      const session = found && sessionsRepository.get(found.pk)
      if (!session) throw apiError('noSession', id)
      if (others.length) throw apiError('ambiguousSession', id, others.length + 1)
      return { session, appId: found.app_id }
    },
    /** Put chat messages into a session. @throws ApiError badRequest, noUser, sessionFileMade */
    addMessages: (session: Session, messages: readonly GivenMessage[]) =>
      putInto(session, 'chat', () => insertMessages(session, messages)),
    /** Put transcript lines into a session. @throws ApiError badRequest, noUser, sessionFileMade */
    addLines: (session: Session, lines: readonly GivenLine[]) =>
      putInto(session, 'transcript', () => insertLines(session, lines)),
    /**
     * Store what a fixture says was said. ASSUMED: of a session that has ended, each has its file, made at the end
     * whatever the meeting's settings are, and no webhook is sent.
     */
    addGiven(
      session: Session,
      {
        messages,
        lines,
        summary,
      }: { messages: GivenMessage[]; lines: GivenLine[]; summary?: string | undefined },
    ) {
      insertMessages(session, messages)
      insertLines(session, lines)
      if (summary !== undefined) repository.setSummary(session.pk, summary)
      if (session.endedAt === null) return
      if (messages.length) insertFile(session, 'chat', session.endedAt)
      if (lines.length) insertFile(session, 'transcript', session.endedAt)
      if (summary !== undefined) insertFile(session, 'summary', session.endedAt)
    },
    /** Put in the text of the summary that will be made. @throws ApiError sessionFileMade */
    setSummary: (session: Session, text: string) =>
      putInto(session, 'summary', () => repository.setSummary(session.pk, text)),
    counts: (session: Session) => ({
      messages: repository.countMessages(session.pk),
      lines: repository.countLines(session.pk),
      summary: repository.summary(session.pk) !== undefined,
    }),
    /** Show a page of the messages and of the lines of a session, its summary, and the files that were made. */
    said: ({ pk }: Session, page: Page) => ({
      messages: repository.messages(pk, page),
      lines: repository.lines(pk, page),
      summary: repository.summary(pk),
      files: fileKinds.flatMap((kind) => repository.file(pk, kind) ?? []),
    }),
    /** Tell which files of a session were made. */
    made: ({ pk }: Session) => ({
      chat: repository.file(pk, 'chat') !== undefined,
      transcript: repository.file(pk, 'transcript') !== undefined,
      summary: repository.file(pk, 'summary') !== undefined,
    }),
    /** Schedule the files of a session that ends now. */
    ended(session: Session) {
      if (repository.countMessages(session.pk) > 0 || repository.countLines(session.pk) > 0) schedule(session)
    },
    /** @throws ApiError invalidGuid, noSession, noChat, noTranscript, noSummary */
    get: fileOf,
    /**
     * Make the summary of a session soon. ASSUMED: asking again, when there is one, changes nothing.
     * @throws ApiError invalidGuid, noSession, noTranscript
     */
    askForSummary: (app: App, sessionId: string): Session =>
      atomically(() => {
        const { session } = fileOf(app, sessionId, 'transcript')
        schedule(session, { summary: true })
        return session
      }),
    /** Find the file at a link; undefined when there is none of that key and name. */
    fileAt(
      key: string,
      fileName: string,
    ): { file: SessionFile; accountId: string; text: () => string } | undefined {
      const file = repository.fileByKey(key)
      const session = file && sessionsRepository.get(file.sessionPk)
      if (!session) return undefined
      const found = (text: () => string) => ({ file, accountId: session.accountId, text })
      const { kind } = file
      if (kind === 'transcript') {
        const format = transcriptFormats.find((each) => fileNameOf(kind, each) === fileName)
        return format && found(() => toTranscript(repository.lines(session.pk), format))
      }
      if (fileNameOf(kind) !== fileName) return undefined
      return kind === 'chat'
        ? found(() => toChatCsv(session, repository.messages(session.pk)))
        : found(() => repository.summary(session.pk) ?? '')
    },
  }
}

export type SessionFilesService = ReturnType<typeof createSessionFilesService>

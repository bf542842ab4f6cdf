/** What was written and spoken in a session, and the files that were made of it. */

import type { SessionItem } from '../../control/lists/item-schemas.js'
import type { SaidDetails } from '../../control/session-schemas.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { clockTimeOf, countOf, spanOf, timeOf } from '../core/format.js'
import { useData } from '../core/use-data.js'
import { Line } from '../parts/copy.js'
import { Card } from '../parts/page.js'
import { scopeBody } from './subject.js'

const MAX_SHOWN = 200

const whoOf = ({ name, custom_participant_id: id }: { name: string | null; custom_participant_id: string }) =>
  name || id

/** The command line that puts something into a session. */
function HowTo({ command, session }: { command: 'chat' | 'transcript'; session: SessionItem }) {
  const words = ['Hello', '--participant', 'PARTICIPANT_ID', ...ctlScope(session)]
  return <Line text={ctlOf(command, session.id, ...words)} label={`ctl: ${command}`} />
}

/** Links to the files of a kind, on this very address. */
function Files({ said, kind }: { said: SaidDetails; kind: SaidDetails['files'][number]['kind'] }) {
  const files = said.files.filter((file) => file.kind === kind)
  if (!files.length) return null
  return (
    <p>
      {files.map(({ url, format }) => (
        <a key={url} class="file" href={new URL(url).pathname} download target="_self">
          {format ?? 'Download'}
        </a>
      ))}
      <small>until {timeOf(files[0]?.expires_at ?? '')}</small>
    </p>
  )
}

const More = ({ shown, total, word }: { shown: number; total: number; word: string }) =>
  shown < total ? (
    <p>
      <small>
        The first {shown} of {countOf(total, word)}.
      </small>
    </p>
  ) : null

/** @param props.session whose chat, transcript and summary are shown */
export function Said({ session }: { session: SessionItem }) {
  const { data: said, error } = useData<SaidDetails>(`/sessions/${encodeURIComponent(session.id)}/said`, {
    query: { ...scopeBody(session), per_page: MAX_SHOWN },
    on: ['session', 'state'],
  })
  if (error) return <p class="error">{error.message}</p>
  if (!said) return null
  const { messages, lines, summary } = said
  return (
    <>
      <Card title="Chat" isWide>
        {messages.length ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          <ol class="said" tabIndex={0} aria-label="Messages">
            {messages.map((message) => (
              <li key={message.id}>
                <small>{clockTimeOf(message.created_at).slice(0, 8)}</small>
                <strong>{whoOf(message)}</strong>
                <span>
                  {message.payload}
                  {message.is_edited && <small> edited</small>}
                  {message.pinned && <small> pinned</small>}
                </span>
              </li>
            ))}
          </ol>
        ) : (
          <>
            <p>Nobody wrote. Whoever is or was in the session can:</p>
            <HowTo command="chat" session={session} />
          </>
        )}
        <More shown={messages.length} total={said.message_count} word="message" />
        <Files said={said} kind="chat" />
      </Card>
      <Card title="Transcript" isWide>
        {lines.length ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          <ol class="said" tabIndex={0} aria-label="Lines">
            {lines.map((line) => (
              <li key={`${line.start_ms} ${lines.indexOf(line)}`}>
                <small>{spanOf(line.start_ms)}</small>
                <strong>{whoOf(line)}</strong>
                <span>{line.text}</span>
              </li>
            ))}
          </ol>
        ) : (
          <>
            <p>Nobody spoke. Whoever is or was in the session can:</p>
            <HowTo command="transcript" session={session} />
          </>
        )}
        <More shown={lines.length} total={said.line_count} word="line" />
        <Files said={said} kind="transcript" />
      </Card>
      <Card title="Summary" isWide>
        {summary === null ? (
          <>
            <p>
              There is no summary. One is made of a transcript when the meeting asks for it; say what it will
              be:
            </p>
            <Line
              text={ctlOf('summary', session.id, 'They said hello.', ...ctlScope(session))}
              label="ctl: summary"
            />
          </>
        ) : (
          <p class="summary">{summary}</p>
        )}
        <Files said={said} kind="summary" />
      </Card>
    </>
  )
}

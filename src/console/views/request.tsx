/** One request, with its headers and bodies, and what to do with it. */

import type { RequestEntry } from '../../journal/schemas.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { countOf, timeOf } from '../core/format.js'
import { hrefOf } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Line } from '../parts/copy.js'
import { Card, Facts, Page } from '../parts/page.js'
import { HttpStatus } from '../parts/status.js'
import { apiCurlOf, verifyCallOf } from './request-lines.js'

const asText = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body, null, 2))

function Body({ kept, none }: { kept: RequestEntry['request' | 'response']; none: string }) {
  if (kept.body === null) return <p class="soft">{none}</p>
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0}>{asText(kept.body)}</pre>
      {kept.truncated && <p>Only the beginning of {kept.size} bytes was kept.</p>}
    </>
  )
}

/** The fields that the operation does not know, which the service ignores. */
function Ignored({ ignored, ignored_more: more = 0 }: RequestEntry) {
  if (!ignored.length) return null
  return (
    <div class="warning">
      <h3>Sent and ignored</h3>
      <ul>
        {ignored.map((field) => (
          <li key={`${field.in} ${field.name}`}>
            <code>{field.name}</code> of the {field.in}
            {field.did_you_mean !== undefined && (
              <>
                {': did you mean '}
                <code>{field.did_you_mean}</code>?
              </>
            )}
          </li>
        ))}
        {more > 0 && <li>and {countOf(more, 'further field')}</li>}
      </ul>
    </div>
  )
}

export function RequestDetails({ id }: { id: string }) {
  const { data, error } = useData<RequestEntry>(`/requests/${id}`)
  const entry = data
  if (!entry) return <Page title={`Request ${id}`} error={error} children={null} />
  const { method, url, operation, account_id: accountId, app_id: appId } = entry
  const verifyCall = verifyCallOf(entry)
  return (
    <Page title={`${method} ${url}`} name={`Request ${id}`} error={error}>
      <Actions
        label="This request"
        actions={
          operation === null
            ? []
            : [
                {
                  label: 'Fail the next of these',
                  call: {
                    method: 'POST',
                    path: '/faults',
                    body: {
                      match: { operation, account_id: accountId ?? undefined, app_id: appId ?? undefined },
                      action: { status: 500 },
                      times: 1,
                    },
                  },
                  ctl: ctlOf(
                    'fault',
                    'add',
                    '--operation',
                    operation,
                    ...ctlScope({ account_id: accountId ?? undefined, app_id: appId ?? undefined }),
                    '--status',
                    500,
                    '--times',
                    1,
                  ),
                  done: () => `The next ${operation} is answered with 500`,
                },
              ]
        }
      />
      <div class="cards">
        <Card title="What it was">
          <Facts
            facts={{
              Answer: <HttpStatus status={entry.status} />,
              Operation: operation ?? 'none that Greenroom knows',
              Account: accountId && <a href={hrefOf('/', { account: accountId, app: '' })}>{accountId}</a>,
              App: appId,
              Time: timeOf(entry.time),
              Took: `${entry.duration_ms.toFixed(2)} ms`,
              Fault: entry.fault && <a href={hrefOf('/faults')}>{entry.fault}</a>,
            }}
          />
        </Card>
        <Card title="The same again">
          <h3>curl</h3>
          <Line text={apiCurlOf(entry)} label="as curl" />
          {verifyCall && (
            <>
              <h3>In a test</h3>
              <Line text={verifyCall} label="as verify()" />
            </>
          )}
        </Card>
        <Card title="Sent" isWide>
          <Ignored {...entry} />
          <Facts
            facts={Object.fromEntries(
              Object.entries(entry.request.headers).map(([name, value]) => [name, String(value)]),
            )}
          />
          <Body kept={entry.request} none="No body was sent." />
        </Card>
        <Card title="Answered" isWide>
          <Body kept={entry.response} none="The answer had no body." />
        </Card>
      </div>
    </Page>
  )
}

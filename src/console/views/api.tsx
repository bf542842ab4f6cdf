/** The API: the operations of both OpenAPI documents, and each of them with a form that calls it. */

import { useEffect, useRef } from 'preact/hooks'
import type { Info } from '../../control/info-schemas.js'
import { useCommands } from '../core/commands.js'
import { go, hrefOf, place, setQuery } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { findOperations, type Operation, type OperationGroup } from '../openapi/document.js'
import { Line } from '../parts/copy.js'
import { Card, Facts, Page } from '../parts/page.js'
import { documentUrls, useOperations } from './api-documents.js'
import { SchemaView } from './api-schema.js'
import { Try } from './api-try.js'

const titles = { emulated: 'Emulated API', control: 'Control API' }
const apis = ['emulated', 'control'] as const

const hrefOfOperation = (id: string) => {
  const { q, wire } = place.value.query
  return hrefOf(`/api/${encodeURIComponent(id)}`, { q, wire })
}

/** Shorten a path to what follows its account, which stands in every path of the service. */
const shortened = (path: string) => path.replace(/^.*\/realtime\/kit/, '…')

function Method({ method }: { method: Operation['method'] }) {
  return <code class={`method ${method}`}>{method}</code>
}

/** The operations that are searched for, by API and tag. */
function List({ groups, current }: { groups: readonly OperationGroup[]; current?: string }) {
  const text = place.value.query.q ?? ''
  const found = findOperations(groups, text)
  const list = useRef<HTMLDivElement>(null)
  // The list beside an operation begins at it.
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (link && list.current) list.current.scrollTop = link.offsetTop - list.current.clientHeight / 2
  }, [current])
  const open = () => {
    const [group] = found
    if (text && group?.operations[0]) go(hrefOfOperation(group.operations[0].id))
  }
  return (
    <nav class="operations" aria-label="Operations">
      <input
        type="search"
        data-search
        aria-label="Search operations"
        placeholder="post livestreams"
        value={text}
        onInput={({ currentTarget }) => setQuery({ q: currentTarget.value }, { replace: true })}
        onKeyDown={({ key }) => {
          if (key === 'Enter') open()
        }}
      />
      <div class="found" ref={list}>
        {apis.map((api) => {
          const shown = found.filter(({ operations }) => operations[0]?.api === api)
          return (
            shown.length > 0 && (
              <section key={api} aria-label={titles[api]}>
                <h2>{titles[api]}</h2>
                {shown.map(({ tag, description, operations }) => (
                  <section key={tag} aria-label={tag}>
                    <h3>{tag}</h3>
                    {current === undefined && <small>{description}</small>}
                    <ul>
                      {operations.map(({ id, method, summary, path }) => (
                        <li key={id} data-row>
                          <a href={hrefOfOperation(id)} aria-current={id === current ? 'page' : undefined}>
                            <Method method={method} /> <span>{summary}</span>
                            {current === undefined && <small class="extra">{shortened(path)}</small>}
                          </a>
                        </li>
                      ))}
                    </ul>
                  </section>
                ))}
              </section>
            )
          )
        })}
        {found.length === 0 && <p class="empty">No operation has these words.</p>}
      </div>
    </nav>
  )
}

/** Adds every operation to the palette. */
function useOperationCommands(groups: readonly OperationGroup[] | undefined) {
  useCommands(`${groups?.length} ${place.value.path}`, () =>
    (groups ?? []).flatMap(({ operations }) =>
      operations.map(({ id, api, summary }) => ({
        group: titles[api].replace(' API', ''),
        label: `${summary} (${id})`,
        run: () => go(hrefOfOperation(id)),
      })),
    ),
  )
}

const Reading = () => <p class="empty">Reading the OpenAPI documents.</p>

export function Api() {
  const { groups, error } = useOperations(undefined)
  useOperationCommands(groups)
  return (
    <Page
      title="API"
      error={error}
      aside={
        <span class="buttons">
          OpenAPI:
          {apis.map((api) => (
            <a key={api} href={documentUrls[api]} target="_blank" rel="noreferrer">
              {titles[api]}
            </a>
          ))}
        </span>
      }
    >
      {groups ? <List groups={groups} /> : !error && <Reading />}
    </Page>
  )
}

function Wire({ info }: { info: Info | undefined }) {
  const wire = place.value.query.wire ?? info?.wire ?? 'documented'
  return (
    <select
      aria-label="Wire"
      value={wire}
      onChange={({ currentTarget }) => setQuery({ wire: currentTarget.value }, { replace: true })}
    >
      <option>documented</option>
      <option>recorded</option>
    </select>
  )
}

function Responses({ operation }: { operation: Operation }) {
  return (
    <Card title="Documented answers" isWide>
      {operation.responses.map(({ status, description, schema }) => (
        <details key={status} open={status < '300'}>
          <summary>
            <strong>{status}</strong> {description}
          </summary>
          {schema && <SchemaView schema={schema} />}
        </details>
      ))}
    </Card>
  )
}

export function ApiOperation({ id }: { id: string }) {
  const { wire } = place.value.query
  const { groups, error } = useOperations(wire)
  const { data: info } = useData<Info>('/info')
  useOperationCommands(groups)
  const operation = groups?.flatMap(({ operations }) => operations).find((each) => each.id === id)
  const back = (
    <a class="back" href={hrefOf('/api', { q: place.value.query.q })}>
      All operations
    </a>
  )
  return (
    <Page
      title={operation?.summary ?? (groups ? 'There is no such operation' : 'API')}
      error={error}
      aside={back}
    >
      {!groups && !error && <Reading />}
      {groups && (
        <div class="api">
          <List groups={groups} current={id} />
          {operation && (
            <div class="operation">
              <Line text={`${operation.method} ${operation.path}`} label="the path" />
              {operation.description && <p>{operation.description}</p>}
              <Facts
                facts={{
                  Operation: <code>{operation.id}</code>,
                  API: titles[operation.api],
                  Wire: operation.api === 'emulated' ? <Wire info={info} /> : undefined,
                }}
              />
              <Try operation={operation} wire={wire} info={info} />
              <Responses operation={operation} />
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

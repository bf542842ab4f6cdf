/** The form that makes a call of an operation, and its answer. */

import { useRef, useState } from 'preact/hooks'
import type { Info } from '../../control/info-schemas.js'
import { type Action, act } from '../core/actions.js'
import { CallError, send } from '../core/client.js'
import { scope } from '../core/router.js'
import type { Operation, Parameter } from '../openapi/document.js'
import { exampleOf } from '../openapi/example.js'
import { Line } from '../parts/copy.js'
import { Card } from '../parts/page.js'
import { Answer, type Answered, readAnswer } from './api-answer.js'
import { type Choices, useChoices } from './api-choices.js'
import { Field } from './api-field.js'
import { callOf, linesOf, obstacleOf, questionOf } from './api-request.js'
import { SchemaView } from './api-schema.js'

/** Where webhooks are sent that a person adds without having thought of an address, when there is no inbox. */
const WEBHOOK_URL = 'http://localhost:3000/webhooks'

/** The first value of each choice, by name. */
const firstOf = (choices: Choices = {}) =>
  Object.fromEntries(
    Object.entries(choices).flatMap(([name, [first]]) => (first ? [[name, first.value]] : [])),
  )

/** Parse a body. @returns the problem when it is not JSON */
function parse(text: string): { body?: unknown; problem?: string } {
  try {
    return { body: JSON.parse(text) }
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` }
  }
}

export function Try(props: { operation: Operation; wire: string | undefined; info: Info | undefined }) {
  const { operation, wire, info } = props
  const [given, setGiven] = useState<Record<string, string>>({})
  const [text, setText] = useState<string>()
  const [isWhole, setWhole] = useState(false)
  const [isSending, setSending] = useState(false)
  const [answered, setAnswered] = useState<Answered | string>()
  const field = useRef<HTMLTextAreaElement>(null)
  const choices = useChoices(operation, given)
  const obstacle = obstacleOf(operation)

  const first = firstOf(choices)
  const inPath = operation.parameters.filter((each) => each.in === 'path')
  // An operation of the control API is told in which app the thing is that its path names.
  const named = inPath
    .flatMap(({ name }) => choices?.[name]?.find(({ value }) => value === (given[name] ?? first[name])) ?? [])
    .find(({ within }) => within)?.within
  const limits: Record<string, string | undefined> = named ?? scope.value
  const textOf = ({ name, in: place, required }: Parameter) =>
    given[name] ?? (place === 'path' || required ? first[name] : limits[name]) ?? ''
  const known = {
    ...first,
    ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    ...given,
    ...(operation.tag === 'Webhooks' && { url: info?.inbox ?? WEBHOOK_URL }),
  } as Record<string, string>
  const kept = ['account_id', 'app_id'].filter((name) => limits[name] !== undefined)
  const body =
    operation.body && (text ?? JSON.stringify(exampleOf(operation.body, { known, isWhole, kept }), null, 2))
  const parsed = body === undefined ? {} : parse(body)
  const call = callOf(operation, { textOf, wire, body: parsed.body })
  const lines = linesOf(operation, call)

  const perform = async () => {
    setSending(true)
    const began = performance.now()
    try {
      setAnswered(await readAnswer(await send(call), began))
    } catch (error) {
      setAnswered(error instanceof CallError ? error.message : 'The answer was cut off')
    }
    setSending(false)
  }
  const confirm = questionOf(operation)
  const action: Action = {
    label: operation.summary,
    call,
    ctl: lines.ctl ?? '',
    perform,
    ...(confirm !== undefined && { confirm }),
  }
  const fill = (whole: boolean) => () => {
    setWhole(whole)
    setText(undefined)
  }
  return (
    <>
      <Card title="Request" isWide>
        <form
          class="request"
          onSubmit={(event) => {
            event.preventDefault()
            if (parsed.problem === undefined) void act(action)
            else field.current?.focus()
          }}
        >
          {operation.parameters.map((parameter) => (
            <Field
              key={parameter.name}
              parameter={parameter}
              value={textOf(parameter)}
              choices={choices?.[parameter.name] ?? []}
              onInput={(value) => setGiven({ ...given, [parameter.name]: value })}
            />
          ))}
          {operation.body && body !== undefined && (
            <>
              <label for="request-body">Body</label>
              <div class="buttons" role="group" aria-label="Example of the body">
                <button type="button" aria-pressed={text === undefined && !isWhole} onClick={fill(false)}>
                  Required fields
                </button>
                <button type="button" aria-pressed={text === undefined && isWhole} onClick={fill(true)}>
                  Every field
                </button>
              </div>
              <textarea
                id="request-body"
                ref={field}
                rows={Math.min(18, body.split('\n').length + 1)}
                spellcheck={false}
                value={body}
                aria-invalid={parsed.problem !== undefined}
                aria-describedby="request-problem"
                onInput={({ currentTarget }) => setText(currentTarget.value)}
              />
              <p id="request-problem" class={parsed.problem === undefined ? 'hidden' : 'error'}>
                {parsed.problem ?? 'It is JSON.'}
              </p>
              <details>
                <summary>Fields of the body</summary>
                <SchemaView schema={operation.body} />
              </details>
            </>
          )}
          {obstacle ? (
            <p>{obstacle}</p>
          ) : (
            <div class="buttons">
              <button type="submit" class={confirm ? 'danger' : 'primary'} disabled={isSending}>
                {isSending ? 'Sending' : 'Send'}
              </button>
            </div>
          )}
        </form>
        <dl class="lines">
          {Object.entries(lines).map(([name, line]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Line text={line} label={name} />
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <div aria-live="polite">
        {typeof answered === 'string' ? (
          <p class="error">{answered}</p>
        ) : (
          answered && <Answer answered={answered} />
        )}
      </div>
    </>
  )
}

/** The field of a parameter: what it is, and its value, with the things that exist to choose from. */

import type { Parameter, Schema } from '../openapi/document.js'
import { notesOf, typeOf } from '../openapi/schema-tree.js'
import type { Choice } from './api-choices.js'
import { Described } from './api-schema.js'

/** The words between which a parameter chooses. */
const wordsOf = ({ type, enum: words, items }: Schema): readonly unknown[] | undefined =>
  type === 'boolean' ? [true, false] : (words ?? items?.enum)

export function Field(props: {
  parameter: Parameter
  value: string
  choices: readonly Choice[]
  onInput: (value: string) => void
}) {
  const { parameter, value, choices, onInput } = props
  const { name, required = false, schema } = parameter
  const words = wordsOf(schema)
  const id = `parameter-${name}`
  return (
    <div class="parameter">
      <div id={`${id}-about`}>
        <Described
          name={<label for={id}>{name}</label>}
          type={`${typeOf(schema)}, in the ${parameter.in}`}
          isRequired={required}
          notes={notesOf(schema)}
          description={parameter.description}
        />
      </div>
      {words ? (
        <select
          id={id}
          aria-describedby={`${id}-about`}
          value={value}
          onChange={({ currentTarget }) => onInput(currentTarget.value)}
        >
          {!required && <option value="">left out</option>}
          {words.map((word) => (
            <option key={String(word)}>{String(word)}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          aria-describedby={`${id}-about`}
          value={value}
          required={required}
          placeholder={required ? '' : 'left out'}
          list={choices.length > 0 ? `${id}-choices` : undefined}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      {!words && choices.length > 0 && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </datalist>
      )}
    </div>
  )
}

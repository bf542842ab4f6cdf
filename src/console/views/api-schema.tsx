/** Shows a schema as a list of its properties, with those within them folded. */

import type { ComponentChildren } from 'preact'
import type { Schema } from '../openapi/document.js'
import { childrenOf, notesOf, type SchemaNode, typeOf } from '../openapi/schema-tree.js'

/** How deep the properties are shown before somebody unfolds them. */
const UNFOLDED = 2

/** The name, the type and the limits of a value, in words. */
export function Described(props: Omit<SchemaNode, 'children' | 'name'> & { name: ComponentChildren }) {
  const { name, type, isRequired, notes, description } = props
  return (
    <>
      <code class="name">{name}</code> <small>{type}</small>
      {isRequired && <strong class="required"> required</strong>}
      {description && <span class="about">{description}</span>}
      {notes.length > 0 && <small class="about">{notes.join(' · ')}</small>}
    </>
  )
}

function Nodes({ nodes, depth }: { nodes: readonly SchemaNode[]; depth: number }) {
  return (
    <ul class="schema">
      {nodes.map((node) => (
        <li key={node.name}>
          {node.children.length > 0 ? (
            <details open={depth < UNFOLDED}>
              <summary>
                <Described {...node} />
              </summary>
              <Nodes nodes={node.children} depth={depth + 1} />
            </details>
          ) : (
            <Described {...node} />
          )}
        </li>
      ))}
    </ul>
  )
}

export function SchemaView({ schema }: { schema: Schema }) {
  const nodes = childrenOf(schema)
  const notes = notesOf(schema)
  return (
    <>
      {(nodes.length === 0 || schema.description || notes.length > 0) && (
        <p>
          <small>{[typeOf(schema), schema.description, ...notes].filter(Boolean).join(' · ')}</small>
        </p>
      )}
      {nodes.length > 0 && <Nodes nodes={nodes} depth={1} />}
    </>
  )
}

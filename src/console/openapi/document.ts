/** What the console reads of an OpenAPI document: its operations, and the search among them. */

/** A schema of JSON; of its keywords those that Greenroom's documents have. */
export interface Schema {
  type?: string
  format?: string
  description?: string
  properties?: Record<string, Schema>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: readonly Schema[]
  enum?: readonly unknown[]
  nullable?: boolean
  default?: unknown
  example?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
  example?: unknown
}

interface Content {
  content?: Record<string, { schema?: Schema; example?: unknown }>
}

interface DocumentedOperation {
  operationId: string
  summary: string
  description?: string
  tags?: readonly string[]
  parameters?: readonly Parameter[]
  requestBody?: Content
  responses: Record<string, Content & { description?: string }>
}

export interface OpenApiDocument {
  servers: readonly { url: string }[]
  tags?: readonly { name: string; description: string }[]
  paths: Record<string, Record<string, DocumentedOperation>>
}

export interface OperationResponse {
  status: string
  description: string
  schema?: Schema | undefined
}

export interface Operation {
  /** Unique among both documents. */
  id: string
  /** Which document has it. */
  api: 'emulated' | 'control'
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The base path of its document, with which its path begins. */
  base: string
  path: string
  tag: string
  summary: string
  description: string | undefined
  parameters: readonly Parameter[]
  body: Schema | undefined
  responses: readonly OperationResponse[]
  /** Whether its answer goes on until the connection ends. */
  isStream: boolean
}

export interface OperationGroup {
  tag: string
  description: string
  operations: readonly Operation[]
}

/** The schema of a parameter or of a body, with the example that stands beside it. */
const withExample = ({ schema = {}, example }: { schema?: Schema; example?: unknown }): Schema =>
  example === undefined ? schema : { ...schema, example }

function schemaOf({ content = {} }: Content) {
  const [media] = Object.values(content)
  return media && withExample(media)
}

const placeOf = (path: string, { name, in: place }: Parameter) =>
  place === 'path' ? path.indexOf(`{${name}}`) : path.length

/** Read the operations of a document, grouped by its tags in its order. */
export function groupsOf(document: OpenApiDocument, api: Operation['api']): OperationGroup[] {
  const base = (document.servers[0]?.url ?? '').replace(/\/$/, '')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Operation => ({
        id: operation.operationId,
        api,
        method: method.toUpperCase() as Operation['method'],
        base,
        path: base + path,
        tag: operation.tags?.[0] ?? '',
        summary: operation.summary,
        description: operation.description,
        parameters: (operation.parameters ?? [])
          .map((each) => ({ ...each, schema: withExample(each) }))
          // Those of the path first, in its order.
          .sort((a, b) => placeOf(path, a) - placeOf(path, b)),
        body: operation.requestBody && schemaOf(operation.requestBody),
        responses: Object.entries(operation.responses).map(([status, response]) => ({
          status,
          description: response.description ?? '',
          schema: schemaOf(response),
        })),
        isStream: Object.values(operation.responses).some(
          ({ content = {} }) => 'text/event-stream' in content,
        ),
      }),
    ),
  )
  return (document.tags ?? [])
    .map(({ name, description }) => ({
      tag: name,
      description,
      operations: operations.filter(({ tag }) => tag === name),
    }))
    .filter((group) => group.operations.length > 0)
}

/** Keep the operations that have every word of a search in their id, method, path, tag or summary. */
export function findOperations(groups: readonly OperationGroup[], text: string): OperationGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter(({ id, method, path, summary }) => {
        const searched = `${id} ${method} ${path} ${group.tag} ${summary}`.toLowerCase()
        return words.every((word) => searched.includes(word))
      }),
    }))
    .filter((group) => group.operations.length > 0)
}

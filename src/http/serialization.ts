/** Writing answers by their schemas: what a schema does not declare is left out. */

import buildSerializer from 'fast-json-stringify'

type Serialize = (data: unknown) => string

/** Fastify's serializer compiler. Like validators, they compile at their first use, which keeps the start short. */
export function serializerCompiler({ schema }: { schema: unknown }): Serialize {
  let serialize: Serialize | undefined
  return (data) => {
    serialize ??= buildSerializer(schema as Parameters<typeof buildSerializer>[0]) as Serialize
    return serialize(data)
  }
}

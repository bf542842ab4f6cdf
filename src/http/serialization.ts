/** Writes answers by their schemas; properties that a schema does not declare are left out. */

import buildSerializer from 'fast-json-stringify'

type Serialize = (data: unknown) => string

/** Compile a schema for Fastify. Serializers compile at their first use, which keeps the start short. */
export function serializerCompiler({ schema }: { schema: unknown }): Serialize {
  let serialize: Serialize | undefined
  return (data) => {
    serialize ??= buildSerializer(schema as Parameters<typeof buildSerializer>[0]) as Serialize
    return serialize(data)
  }
}

/** What arrives in process has passed no route: it is held against the same schema here. */

import type { Static, TObject } from '@sinclair/typebox'
import { apiError } from '../../http/errors.js'
import { describeError, jsonAjv } from '../../http/validation.js'

/** @param value left-out properties may be undefined @throws ApiError badRequest, naming the field */
export function checked<Schema extends TObject>(schema: Schema, value: Static<Schema>): Static<Schema> {
  const given = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))
  const validate = jsonAjv.compile(schema)
  const [error] = validate(given) ? [] : (validate.errors ?? [])
  if (error) throw apiError('badRequest', describeError(error, 'options'))
  return given as Static<Schema>
}

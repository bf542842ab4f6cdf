import { type Static, type TProperties, Type } from '@sinclair/typebox'
import { pageQuery } from '../../http/paging.js'
import { anyId } from '../../http/params.js'
import { strict } from '../../http/schema-helpers.js'
import { scopeFields } from '../../http/scope-schema.js'
import { type ListName, listed } from './listed.js'

const search = (what: string) => ({
  search: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1000, description: `Part of ${what}, or an id.` }),
  ),
})
const meeting = { meeting_id: Type.Optional(anyId('Only those of this meeting.')) }
const status = (name: ListName) => ({
  status: Type.Optional(
    Type.String({
      description: `One or more of ${listed[name].statuses.join(', ')}, with commas between.`,
      examples: [listed[name].statuses[0]],
    }),
  ),
})
const Query = <Properties extends TProperties>(properties: Properties) =>
  Type.Object({ ...scopeFields, ...properties, ...pageQuery }, strict)

export const queries = {
  accounts: Type.Object({ account_id: scopeFields.account_id, ...pageQuery }, strict),
  livestreams: Query({ ...meeting, ...status('livestreams'), ...search('the name') }),
  meetings: Query({ ...status('meetings'), ...search('the title') }),
  sessions: Query({ ...meeting, ...status('sessions'), ...search('the id of the meeting') }),
  participants: Query({
    meeting_id: anyId('The meeting to which they were added.'),
    ...search('the name or of the custom_participant_id'),
  }),
  recordings: Query({
    ...meeting,
    ...status('recordings'),
    ...search('the name of the file or of the id of the meeting'),
  }),
  webhooks: Query(search('the name or of the address')),
  presets: Query(search('the name')),
  /** One thing with a page of what it has. */
  details: Query({}),
} as const
export type Queries = { [Name in keyof typeof queries]: Static<(typeof queries)[Name]> }

/** What a fixture file says. `fixtures/fixture.schema.json` is this, published by test/fixtures/publish-schema.ts. */

import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../http/wire.js'
import { statuses } from '../api/livestreams/lifecycle.js'
import { MeetingBodySchema, MeetingStatusSchema } from '../api/meetings/schemas.js'
import { WebhookBodySchema } from '../api/webhooks/schemas.js'

const strict = { additionalProperties: false }
const Id = (description: string) => Type.String({ minLength: 1, maxLength: 255, description })
const When = (description: string) =>
  Type.Optional(
    Type.String({
      format: 'fixture-time',
      description: `${description} An ISO time, or one relative to the clock when the fixture is loaded: -2d, -90m, -1h30m, +10s.`,
    }),
  )
const Count = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }))

const AccountId = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 32, description }))

const ofApp = {
  account_id: AccountId("The app's account; the fixture's when left out."),
  app_id: Id('Which app it belongs to.'),
}

const AppSchema = Type.Object(
  {
    account_id: AccountId("Its account; the fixture's when left out."),
    id: Type.Optional(Id('Drawn when left out.')),
    name: Type.String({ minLength: 1 }),
    created_at: When('Default: when it is loaded.'),
  },
  strict,
)

const MeetingSchema = Type.Object(
  {
    ...ofApp,
    id: Type.Optional(Id('Drawn when left out.')),
    ...MeetingBodySchema.properties,
    status: Type.Optional(MeetingStatusSchema),
    created_at: When('Default: when it is loaded.'),
    updated_at: When('Default: created_at.'),
  },
  strict,
)

const SessionSchema = Type.Object(
  {
    ...ofApp,
    id: Type.Optional(Id('Drawn when left out.')),
    meeting_id: Id('Which meeting it is of.'),
    live_participants: Count('How many are in it now.'),
    max_concurrent_participants: Count('How many were in it at most. Default: live_participants.'),
    started_at: When('Default: when it is loaded.'),
    ended_at: When('Left out while it is live.'),
  },
  strict,
)

const LivestreamSessionSchema = Type.Object(
  {
    id: Type.Optional(Id('Drawn when left out.')),
    session_id: Type.Optional(Id('The meeting session that was broadcast.')),
    invoked_time: When("Default: the livestream's created_at."),
    started_time: When('Left out when it never went live.'),
    stopped_time: When('Left out while it goes on.'),
    err_message: Type.Optional(Type.String({ description: 'Why it failed.' })),
    viewers: Count('How many watch now.'),
    viewer_seconds: Type.Optional(
      Type.Number({ minimum: 0, description: 'How long viewers have watched in all, in seconds.' }),
    ),
  },
  strict,
)

const LivestreamSchema = Type.Object(
  {
    ...ofApp,
    id: Type.Optional(Id('Drawn when left out.')),
    meeting_id: Type.Optional(Id('Left out when it is independent.')),
    name: Type.Optional(Type.String()),
    status: OneOf(statuses),
    disabled: Type.Optional(Type.Boolean()),
    stream_key: Type.Optional(Type.String({ minLength: 1 })),
    playback_id: Type.Optional(Type.String({ minLength: 1 })),
    viewers: Count('How many watch while it is live.'),
    created_at: When('Default: when it is loaded.'),
    updated_at: When('Default: the last time of its sessions.'),
    sessions: Type.Optional(
      Type.Array(LivestreamSessionSchema, {
        minItems: 1,
        description: 'Its broadcasts, oldest first. Default: one that agrees with the status.',
      }),
    ),
  },
  strict,
)

const WebhookSchema = Type.Object(
  {
    ...ofApp,
    id: Type.Optional(Id('Drawn when left out.')),
    ...WebhookBodySchema.properties,
    url: Type.String({ format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' }),
    created_at: When('Default: when it is loaded.'),
    updated_at: When('Default: created_at.'),
  },
  strict,
)

export const FixtureSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    account_id: AccountId('The account of what names none.'),
    apps: Type.Optional(Type.Array(AppSchema)),
    meetings: Type.Optional(Type.Array(MeetingSchema)),
    sessions: Type.Optional(Type.Array(SessionSchema)),
    livestreams: Type.Optional(Type.Array(LivestreamSchema)),
    webhooks: Type.Optional(Type.Array(WebhookSchema)),
  },
  { ...strict, title: 'Greenroom fixture' },
)

export type Fixture = Static<typeof FixtureSchema>
export type FixtureLivestream = Static<typeof LivestreamSchema>
export type FixtureLivestreamSession = Static<typeof LivestreamSessionSchema>

import { type Static, Type } from '@sinclair/typebox'
import { Nullable, OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

export const InboxQuerySchema = Type.Object(
  {
    ...scopeFields,
    name: Type.Optional(
      Type.String({ description: 'Only messages to this name, as `shows` of /_greenroom/inbox/shows.' }),
    ),
    event: Type.Optional(Type.String({ description: 'Only messages of this event.' })),
    before: Type.Optional(Type.Integer({ minimum: 0, description: 'The cursor of an earlier answer.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '100 when left out.' })),
  },
  strict,
)
export type InboxQuery = Static<typeof InboxQuerySchema>

const ofDelivery = (description: string) =>
  Nullable(Type.String({ description: `${description} Null when Greenroom did not send the message.` }))

export const MessageSchema = Type.Object({
  id: Type.Integer({ description: 'Counts up in the order of arrival.' }),
  received_at: Timestamp("When it arrived, on its account's clock."),
  name: Nullable(Type.String({ description: 'What follows /_greenroom/inbox/ in the path.' })),
  event: Nullable(Type.String({ description: 'The event that the body names.' })),
  signature: OneOf(['valid', 'invalid', 'none'], {
    description: 'Whether rtk-signature, or dyte-signature, verifies with the public key of webhooks.',
  }),
  account_id: ofDelivery('The account of the webhook.'),
  app_id: ofDelivery('The app of the webhook.'),
  webhook_id: Nullable(Type.String({ description: 'As the headers name it.' })),
  rtk_uuid: Nullable(Type.String({ description: 'As the headers name it.' })),
  delivery_id: ofDelivery('The delivery that brought it.'),
  attempt: Nullable(Type.Integer({ description: 'Which attempt of the delivery it is, from 1.' })),
  content_type: Nullable(Type.String()),
  size: Type.Integer({ description: 'Bytes of the body.' }),
  headers: Type.Record(Type.String(), Type.Unknown(), { description: 'Credentials are masked.' }),
  body: Type.String({ description: 'The body to the byte.' }),
  encoding: OneOf(['utf8', 'base64'], { description: 'base64 when the body is not UTF-8.' }),
})
export type InboxMessage = Static<typeof MessageSchema>

export const MessageIdSchema = Type.Object({ message_id: Type.Integer({ minimum: 1 }) }, strict)

export const InboxAnswerSchema = Type.Object({
  messages: Type.Array(MessageSchema),
  cursor: Type.Integer({ description: 'Pass it as `before` for the messages that follow.' }),
  more: Type.Boolean(),
  dropped: Type.Integer({
    description: 'How many messages of the account asked for, or of all, were dropped to make room.',
  }),
})
export type InboxAnswer = Static<typeof InboxAnswerSchema>

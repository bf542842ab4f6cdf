/** A webhook: where an app has its events sent to. */

import type { WebhookEvent } from './events.js'

export interface Webhook {
  pk: number
  appPk: number
  id: string
  /** The UUID that stands for the id; null when the id is a UUID. */
  uuid: string | null
  name: string
  url: string
  events: WebhookEvent[]
  enabled: boolean
  /** How many attempts have failed in a row. */
  failures: number
  /** Unix milliseconds. */
  createdAt: number
  updatedAt: number
}

/** The id as it is published, where only a UUID may stand. */
export const publishedId = ({ id, uuid }: Pick<Webhook, 'id' | 'uuid'>) => uuid ?? id

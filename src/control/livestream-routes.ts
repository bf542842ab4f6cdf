import { toIso } from '../core/iso-time.js'
import { route } from '../http/route.js'
import { ScopeSchema } from '../http/scope-schema.js'
import {
  AdjustedSchema,
  EventAnswerSchema,
  EventSchema,
  LivestreamIdSchema,
  ViewersSchema,
} from './livestream-schemas.js'
import type { LivestreamsControl } from './livestreams.js'

const notFound = ['noLivestream', 'ambiguousLivestream'] as const

/** Declare the operations on livestreams. */
export function createLivestreamRoutes(livestreams: LivestreamsControl) {
  const change = (
    how: 'disable' | 'enable' | 'resetStreamKey',
    { path, summary }: { path: string; summary: string },
  ) =>
    route({
      id: `${how}Livestream`.replace('KeyLivestream', 'Key'),
      summary,
      method: 'POST',
      path: `/livestreams/:livestream_id/${path}`,
      params: LivestreamIdSchema,
      body: ScopeSchema,
      answer: AdjustedSchema,
      errors: notFound,
      handle: ({ params, body }) => livestreams[how](params.livestream_id, body),
    })

  return {
    event: route({
      id: 'sendLivestreamEvent',
      summary: 'Let a livestream go live, stop or fail now',
      method: 'POST',
      path: '/livestreams/:livestream_id/events',
      params: LivestreamIdSchema,
      body: EventSchema,
      answer: EventAnswerSchema,
      errors: [...notFound, 'illegalEvent', 'livestreamDisabled'],
      handle({ params, body }) {
        const livestream = livestreams.event(params.livestream_id, body)
        return { id: livestream.id, status: livestream.status, updated_at: toIso(livestream.updatedAt) }
      },
    }),
    setViewers: route({
      id: 'setViewers',
      summary: 'Set how many people watch a livestream',
      method: 'POST',
      path: '/livestreams/:livestream_id/viewers',
      params: LivestreamIdSchema,
      body: ViewersSchema,
      answer: AdjustedSchema,
      errors: notFound,
      handle: ({ params, body }) => livestreams.setViewers(params.livestream_id, body),
    }),
    disable: change('disable', { path: 'disable', summary: 'Keep a livestream from going live' }),
    enable: change('enable', { path: 'enable', summary: 'Let a disabled livestream go live again' }),
    resetStreamKey: change('resetStreamKey', {
      path: 'reset-stream-key',
      summary: 'Give a livestream a new stream key',
    }),
  }
}

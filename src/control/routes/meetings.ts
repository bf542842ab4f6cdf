import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { JoinSchema, LeaveSchema, MeetingIdSchema } from '../meeting-schemas.js'
import type { Control } from '../service.js'

export const meetingRoutes =
  ({ meetings }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const params = MeetingIdSchema
    app.post('/meetings/:meeting_id/join', { schema: { params, body: JoinSchema } }, (request) =>
      meetings.join(request.params.meeting_id, request.body),
    )
    app.post('/meetings/:meeting_id/leave', { schema: { params, body: LeaveSchema } }, (request) =>
      meetings.leave(request.params.meeting_id, request.body),
    )
    done()
  }

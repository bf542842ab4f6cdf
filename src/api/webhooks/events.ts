/** The published event names, in the published order. The console reads them too, so this file imports nothing. */
export const webhookEvents = [
  'meeting.started',
  'meeting.ended',
  'meeting.participantJoined',
  'meeting.participantLeft',
  'meeting.chatSynced',
  'recording.statusUpdate',
  'livestreaming.statusUpdate',
  'meeting.transcript',
  'meeting.summary',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

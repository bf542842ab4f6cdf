/** The lifecycle of recordings: one table, from no recording at all to the last status, that decides every status. */

export const statuses = ['INVOKED', 'RECORDING', 'PAUSED', 'UPLOADING', 'UPLOADED', 'ERRORED'] as const
export type Status = (typeof statuses)[number]

/** The events that can happen to a recording that exists. */
export const lifecycleEvents = ['record', 'pause', 'resume', 'stop', 'upload', 'fail'] as const
/** `invoke` makes a recording. */
export type LifecycleEvent = 'invoke' | (typeof lifecycleEvents)[number]

type Steps = Partial<Record<LifecycleEvent, Status>>

/** ASSUMED: UPLOADED is the last status; the documents let ERRORED follow any. */
const lifecycle: Record<'NONE' | Status, Steps> = {
  NONE: { invoke: 'INVOKED' },
  INVOKED: { record: 'RECORDING', fail: 'ERRORED' },
  RECORDING: { pause: 'PAUSED', stop: 'UPLOADING', fail: 'ERRORED' },
  PAUSED: { resume: 'RECORDING', stop: 'UPLOADING', fail: 'ERRORED' },
  UPLOADING: { upload: 'UPLOADED', fail: 'ERRORED' },
  UPLOADED: {},
  ERRORED: {},
}

/**
 * @param status null before the recording exists
 * @returns the status that an event leads to, or undefined when the event is not possible
 */
export const transition = (status: Status | null, event: LifecycleEvent): Status | undefined =>
  lifecycle[status ?? 'NONE'][event]

/** @returns the events that are possible in a status */
export const legalEvents = (status: Status) => lifecycleEvents.filter((event) => transition(status, event))

/** The statuses of a recording that has not ended: a meeting has one such recording at a time. */
export const activeStatuses = ['INVOKED', 'RECORDING', 'PAUSED'] as const satisfies readonly Status[]

/** Whether a recording in that status has begun and not ended. */
export const isInProgress = (status: Status) => status === 'RECORDING' || status === 'PAUSED'

/** The statuses of which webhooks are told. Source: the documentation of `recording.statusUpdate`. */
export const sentStatuses: readonly Status[] = ['RECORDING', 'UPLOADING', 'UPLOADED', 'ERRORED']

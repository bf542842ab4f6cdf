import type { MeetingBody } from './schemas.js'

/** What the body of a meeting says. */
export interface MeetingSettings {
  title: string | null
  liveStreamOnStart: boolean
  recordOnStart: boolean
  persistChat: boolean
  summarizeOnEnd: boolean
  transcribeOnEnd: boolean
  /** Seconds. */
  sessionKeepAlive: number
  recordingConfig: MeetingBody['recording_config'] | null
  aiConfig: MeetingBody['ai_config'] | null
}

export interface Meeting extends MeetingSettings {
  pk: number
  appPk: number
  id: string
  /** What stands for the id where only a UUID may; null when the id is one. */
  uuid: string | null
  status: 'ACTIVE' | 'INACTIVE'
  /** Unix milliseconds. */
  createdAt: number
  updatedAt: number
}

export interface MeetingFilter {
  status?: string | undefined
  search?: string | undefined
  /** Unix milliseconds, both ends included. */
  startTime?: number | undefined
  endTime?: number | undefined
}

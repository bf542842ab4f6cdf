/** Somebody who was added to a meeting, and may join it with a token. Being in a session is `SessionParticipant`. */
export interface Participant {
  pk: number
  appPk: number
  meetingId: string
  id: string
  /** The UUID that stands for the id where only a UUID may; null when the id is a UUID. */
  uuid: string | null
  customParticipantId: string
  name: string | null
  picture: string | null
  presetPk: number
  presetId: string
  presetName: string
  /** Unix milliseconds. */
  createdAt: number
  updatedAt: number
}

/** The id that answers and tokens give. */
export const publishedId = ({ id, uuid }: Participant) => uuid ?? id

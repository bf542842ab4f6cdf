/** Somebody's presence in a meeting session; who comes back is present anew, as another peer. */
export interface SessionParticipant {
  pk: number
  sessionPk: number
  /** The peer id, another one at each join. */
  id: string
  /** The id of the participant of the meeting; null for somebody who was never added to the meeting. */
  userId: string | null
  customParticipantId: string
  name: string | null
  picture: string | null
  presetName: string | null
  /** Unix milliseconds. */
  joinedAt: number
  leftAt: number | null
}

/** The id by which a participant is named: that of the meeting's participant, or what stands for it. */
export const namedId = ({ userId, customParticipantId }: SessionParticipant) => userId ?? customParticipantId

import { toIso } from '../../core/iso-time.js'
import { orAbsent } from '../../http/wire.js'
import { type Participant, publishedId } from './participant.js'

const times = ({ createdAt, updatedAt }: Participant) => ({
  created_at: toIso(createdAt),
  updated_at: toIso(updatedAt),
})

const common = (participant: Participant) => ({
  id: publishedId(participant),
  custom_participant_id: participant.customParticipantId,
  preset_name: participant.presetName,
  ...times(participant),
})

/** Give a participant as the documented wire has it. */
export const toDocumented = (participant: Participant) => ({
  ...common(participant),
  name: orAbsent(participant.name),
  picture: orAbsent(participant.picture),
})

/** Give a participant as the recorded wire has it. */
export const toRecorded = (participant: Participant) => ({
  ...common(participant),
  name: participant.name,
  picture: participant.picture,
})

/** Give a deleted participant as the answer to DELETE has it. */
export const toDeleted = (participant: Participant) => ({
  custom_participant_id: participant.customParticipantId,
  preset_id: participant.presetId,
  ...times(participant),
})

import { addParticipant } from './add-participant.js'
import { deleteParticipant } from './delete-participant.js'
import { editParticipant } from './edit-participant.js'
import { getParticipant } from './get-participant.js'
import { listParticipants } from './list-participants.js'
import { regenerateToken } from './regenerate-token.js'
import { replaceParticipant } from './replace-participant.js'

export const participantOperations = [
  listParticipants,
  addParticipant,
  getParticipant,
  editParticipant,
  replaceParticipant,
  deleteParticipant,
  regenerateToken,
]

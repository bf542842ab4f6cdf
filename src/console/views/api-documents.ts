/** The operations of both OpenAPI documents, which are read once. */

import { useEffect, useState } from 'preact/hooks'
import { CallError, control, getDocument } from '../core/client.js'
import { groupsOf, type OpenApiDocument, type Operation, type OperationGroup } from '../openapi/document.js'

const read = new Map<string, Promise<OperationGroup[]>>()

function readGroups(url: string, api: Operation['api']): Promise<OperationGroup[]> {
  const known = read.get(url)
  if (known) return known
  const groups = getDocument<OpenApiDocument>(url).then((document) => groupsOf(document, api))
  read.set(url, groups)
  // What could not be read is asked for again by the next view.
  groups.catch(() => read.delete(url))
  return groups
}

export const documentUrls = { emulated: '/openapi.json', control: `${control}/openapi.json` }

/** Read the groups of both documents. @param wire of the emulated one; as Greenroom is set without it */
export function useOperations(wire: string | undefined) {
  const [state, setState] = useState<{ groups?: OperationGroup[]; error?: CallError }>({})
  useEffect(() => {
    let isOver = false
    const url = `${documentUrls.emulated}${wire === undefined ? '' : `?wire=${encodeURIComponent(wire)}`}`
    Promise.all([readGroups(url, 'emulated'), readGroups(documentUrls.control, 'control')]).then(
      (groups) => {
        if (!isOver) setState({ groups: groups.flat() })
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error
        if (!isOver) setState({ error })
      },
    )
    return () => {
      isOver = true
    }
  }, [wire])
  return state
}
